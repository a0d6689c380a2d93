-- Started by the disconnect hook, in a thread of its own: `disconnect_worker.lua <login> <address>`, in hexadecimal digits.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local arguments = require("peers.hooks").arguments(argv, 2)

if arguments then
  require("peers.departure").run(require("peers.switch"), arguments[1], arguments[2])
end
