-- The course of a login, after mod_verto has accepted the password: ask the project, then grant.
--
-- Until this has run, the socket may do nothing but `echo`. Whatever goes wrong on the way leaves it so.
-- Anybody can name any sessid in a login, so nothing is taken from anyone here: the exchange decides whether login and
-- sessid belong together, and `verto perm` whether there is such a socket.

local events = require("peers.events")
local exchange = require("peers.exchange")
local records = require("peers.records")
local rights = require("peers.rights")

local approval = {}

-- Is somebody else at home on this socket? Logging in as another adds rights instead of replacing them, so a socket has
-- one login for life. What the first one had is removed; the owner of both comes back on a new socket.
local function is_taken(known, login, address)
  local first = known:login_at(address)
  if first == nil or first == login then
    return false
  end
  known:delete("sock", address)
  if known:select("addr", first) == address then
    known:remove(first)
  end
  return true
end

local function grant(switch, known, login, sessid, channel, address)
  known:write(login, sessid, channel, address)
  local is_granted = rights.grant(switch, sessid, channel)
  if not is_granted or known:select("addr", login) ~= address then
    -- The socket has gone meanwhile, and its disconnect may have been heard before there was anything to remove.
    if known:select("addr", login) == address then
      known:remove(login)
    end
    return false
  end
  -- Again: the end of the client's previous socket may just have removed what looks the same.
  known:write(login, sessid, channel, address)
  events.ready(switch, sessid, channel)
  return true
end

-- Runs the course. The arguments have been checked. Returns what came of it: "approved", "known" or a reason.
function approval.run(switch, login, sessid, address)
  local known = records.new(switch)
  if is_taken(known, login, address) then
    known:is_newest(login, sessid, address)
    return "second login on a socket"
  end
  if known:is_approved(login, sessid, address) then
    known:is_newest(login, sessid, address)
    return "known" -- only the lease was renewed
  end
  if known:select("asked", login .. "." .. sessid) ~= address then
    return "overtaken"
  end
  local answer, trouble = exchange.ask(switch, {
    {"action", "verto-login"},
    {"login", login},
    {"sessid", sessid},
    {"address", address},
  })
  -- Of two sockets of one session the newer wins, however slowly the older is answered.
  if not known:is_newest(login, sessid, address) then
    return "overtaken"
  end
  local channel = answer and exchange.channel_of(answer)
  if not channel then
    return trouble or "refused"
  end
  return grant(switch, known, login, sessid, channel, address) and "approved" or "gone"
end

return approval
