-- The relay, started with FreeSWITCH, and by the watchdog when it has died. See `peers/relay.lua`.

dofile(freeswitch.API():execute("global_getvar", "script_dir") .. "/setup.lua")

local switch = require("peers.switch")
local Relay = require("peers.relay")

-- A relay that fails as a whole begins anew at once; the watchdog is for those that hang.
local function run()
  Relay.new(switch):run()
  return true
end

while switch.is_running() do
  local is_well, trouble = pcall(run)
  if is_well then
    break
  end
  switch.log("ERR", "relay: " .. tostring(trouble))
  -- Else its queue would go on filling, with nobody to empty it.
  collectgarbage()
  switch.sleep(100)
end
