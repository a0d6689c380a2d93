-- The relay, started with FreeSWITCH, and by the watchdog when it has died. See `peers/relay.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local Relay = require("peers.relay")

require("peers.daemon").run(switch, "relay", function()
  Relay.new(switch):run()
end)
