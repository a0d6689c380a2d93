-- Says where our modules are. Every script begins with it; nothing else touches the search path.
--
-- FreeSWITCH starts scripts with the system's path, which ends in the working directory: a file there could stand in
-- for a module of ours. So the path is replaced, and no compiled module is ever looked for.

local directory = freeswitch.API():execute("global_getvar", "script_dir")

package.path = directory .. "/?.lua"
package.cpath = ""
