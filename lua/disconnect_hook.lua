-- Hook on `verto::client_disconnect`: starts the disconnect worker. See `peers/hooks.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")

require("peers.hooks").disconnect(switch, switch.wrap(event))
