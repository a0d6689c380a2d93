-- The hooks on logins and departures, started with FreeSWITCH. See `peers/hooks.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local hooks = require("peers.hooks")

local function run()
  hooks.run(switch)
  return true
end

while switch.is_running() do
  local is_well, trouble = pcall(run)
  if is_well then
    break
  end
  switch.log("ERR", "hooks: " .. tostring(trouble))
  -- Else its queue would go on filling, with nobody to empty it.
  collectgarbage()
  switch.sleep(100)
end
