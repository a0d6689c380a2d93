-- Hook on `verto::login`: starts the login worker. See `peers/hooks.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")

require("peers.hooks").login(switch, switch.wrap(event))
