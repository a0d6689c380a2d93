-- What the event hooks do: check, and start a worker. A hook runs in FreeSWITCH's event thread, where every wait stops
-- all events, so nothing here waits. The worker gets checked values in hexadecimal digits, never text from a client.

local address = require("peers.address")
local hex = require("peers.hex")
local judgement = require("peers.judgement")
local uuid = require("peers.uuid")

local hooks = {}

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

return hooks
