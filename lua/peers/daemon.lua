-- Keeps a part running for as long as FreeSWITCH runs: one that fails as a whole begins anew after a moment. The watchdog
-- is for those that hang.

local daemon = {}

local PAUSE_MS = 100

-- `run` returns when there is nothing more to do. `name` is for the log.
function daemon.run(switch, name, run)
  while switch.is_running() do
    local is_well, trouble = pcall(run)
    if is_well then
      break
    end
    switch.log("ERR", name .. ": " .. tostring(trouble))
    -- Else its queue of events would go on filling, with nobody to empty it.
    collectgarbage()
    switch.sleep(PAUSE_MS)
  end
end

return daemon
