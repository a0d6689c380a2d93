-- Started by the login hook, in a thread of its own: `login_worker.lua <login> <sessid> <address>`, in hexadecimal digits.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local arguments = require("peers.hooks").arguments(argv, 3)

if arguments then
  local login, sessid, address = arguments[1], arguments[2], arguments[3]
  local outcome = require("peers.approval").run(switch, login, sessid, address)
  switch.log("INFO", "login of " .. login .. " at " .. address .. ": " .. outcome)
end
