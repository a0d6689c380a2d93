-- The hooks on logins and departures, started with FreeSWITCH. See `peers/hooks.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local hooks = require("peers.hooks")

require("peers.daemon").run(switch, "hooks", function()
  hooks.run(switch)
end)
