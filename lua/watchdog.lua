-- The watchdog, started with FreeSWITCH. See `peers/watchdog.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local Watchdog = require("peers.watchdog")

local function run()
  Watchdog.new(switch, "relay.lua"):run()
  return true
end

while switch.is_running() do
  local is_well, trouble = pcall(run)
  if is_well then
    break
  end
  switch.log("ERR", "watchdog: " .. tostring(trouble))
  switch.sleep(1000)
end
