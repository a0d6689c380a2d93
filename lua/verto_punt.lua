-- `lua verto_punt.lua <sessid>` on the event socket: stands in for the native command. See `peers/punt.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

stream:write(require("peers.punt").run(require("peers.switch"), argv[1]) .. "\n")
