-- The watchdog, started with FreeSWITCH. See `peers/watchdog.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local Watchdog = require("peers.watchdog")

require("peers.daemon").run(switch, "watchdog", function()
  Watchdog.new(switch, "relay.lua"):run()
end)
