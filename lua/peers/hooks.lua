-- The hooks on logins and departures: check, and start a worker. The worker gets checked values in hexadecimal digits,
-- never text from a client.
--
-- They take their events from a queue of their own, as the relay does. mod_lua's `<hook>` would run them in the thread that
-- hands out all events; each command they give makes an event too, for the same bounded queue. Once a flood of failed
-- logins has filled that, such a hook waits for itself, and FreeSWITCH stands still for good.

local address = require("peers.address")
local hex = require("peers.hex")
local judgement = require("peers.judgement")
local records = require("peers.records")
local uuid = require("peers.uuid")

local hooks = {}

local LOGIN, DISCONNECT = "verto::login", "verto::client_disconnect"
-- As many as come while FreeSWITCH is busy with something else for a few seconds.
local QUEUE = 20000
local PATIENCE_MS = 1000
local EVENTS_PER_COLLECTION = 100

local function start(switch, script, values)
  local words = {script}
  for _, value in ipairs(values) do
    words[#words + 1] = hex.encode(value)
  end
  switch.call("luarun", table.concat(words, " "))
  return true
end

-- After a login that mod_verto accepted. Without a sessid, or with one of another shape, there is nothing to approve.
-- Returns whether a worker was started.
function hooks.login(switch, event)
  local login, sessid = event.header("verto_login"), event.header("verto_sessid")
  local from = event.header("verto_client_address")
  if event.header("verto_success") ~= "1" then
    return false
  end
  if not (uuid.is_canonical(login) and uuid.is_canonical(sessid) and address.is_sound(from)) then
    return false
  end
  -- Here and not in the worker: hooks run in the order of the logins, workers begin when their thread does.
  records.new(switch):ask(login, sessid, from)
  return start(switch, "login_worker.lua", {login, sessid, from})
end

-- After a socket has gone; those that never logged in have no login. Returns whether a worker was started.
function hooks.disconnect(switch, event)
  local login, from = judgement.user_of(event.header("verto_login")), event.header("verto_client_address")
  if not (login and address.is_sound(from)) then
    return false
  end
  return start(switch, "disconnect_worker.lua", {login, from})
end

-- Reads a worker's arguments back. Returns {login, sessid, address} or {login, address}, checked again: anybody with the
-- event socket can start a worker. Nil if they do not fit.
function hooks.arguments(words, count)
  local values = {}
  for index = 1, count do
    values[index] = hex.decode(words[index])
    local is_sound = index == count and address.is_sound or uuid.is_canonical
    if not is_sound(values[index]) then
      return nil
    end
  end
  return values
end

-- Handles one event, or waits for one in vain. An error costs the event that caused it and no more. Returns whether
-- there was one.
local function step(switch, queue)
  local event = queue.pop(PATIENCE_MS)
  if not event then
    return false
  end
  local handle = event.header("Event-Subclass") == LOGIN and hooks.login or hooks.disconnect
  local is_well, trouble = pcall(handle, switch, event)
  if not is_well then
    switch.log("ERR", "hooks: " .. tostring(trouble))
  end
  return true
end

-- Runs until FreeSWITCH stops. One queue for both, for their order tells which socket is the newer one.
function hooks.run(switch)
  local queue = switch.listen(QUEUE, {"CUSTOM", LOGIN}, {"CUSTOM", DISCONNECT})
  local handled = 0
  while switch.is_running() do
    if step(switch, queue) then
      handled = handled + 1
      if handled % EVENTS_PER_COLLECTION == 0 then
        -- An event is a few bytes to Lua and a few thousand to FreeSWITCH, which only Lua's collector gives back.
        collectgarbage()
      end
    end
  end
end

return hooks
