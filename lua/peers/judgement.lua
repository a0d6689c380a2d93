-- The relay's rules: may this message pass, and to where? Nothing is sent here.
--
-- Only headers that FreeSWITCH makes are believed: `proto`, `dest_proto`, `verto_jsock_uuid` (the true session), `from`
-- and the time. A client can write every `from_*` and `to_*` header and put `GLOBAL+` and the like before the addressee;
-- the addressee itself, `to`, is only ever looked up. `from` alone is not enough: who knows a password can log in with
-- it on a socket that was approved for another. So session and sender must have been approved together.

local utf8 = require("peers.utf8")
local uuid = require("peers.uuid")

local judgement = {}

-- A frame of 64 KiB, in which numbers may be written four times as long as they were read.
judgement.MAX_BODY_BYTES = 256 * 1024
judgement.DOMAIN = "@pbx"

-- Returns the UUID of "<uuid>@pbx", or nil.
function judgement.user_of(from)
  if type(from) ~= "string" or from:sub(37) ~= judgement.DOMAIN then
    return nil
  end
  local login = from:sub(1, 36)
  return uuid.is_canonical(login) and login or nil
end

local function refused(reason, silence)
  return nil, reason, silence
end

-- Where it goes: the channel itself, or the session of a client in the same channel.
local function destination(known, to, channel)
  if to == channel then
    return channel
  end
  local sessid, theirs = known:peer(to)
  return theirs == channel and sessid or nil
end

-- Judges a message event, given as a table with `header(name)` and `body()`. `known` are the records, `allowance` counts.
--
-- Returns {address, sender, body}; or nil and a reason, and as third the sessid of a sender who is to be silenced. The
-- reason is nil for what is no message of a client at all.
function judgement.judge(event, known, allowance)
  if event.header("proto") ~= "verto" or event.header("dest_proto") ~= "GLOBAL" then
    return refused(nil)
  end
  local sessid, to, sender = event.header("verto_jsock_uuid"), event.header("to"), judgement.user_of(event.header("from"))
  local time = tonumber(event.header("Event-Date-Timestamp"))
  if not sender or not time or not uuid.is_canonical(sessid) or not uuid.is_canonical(to) then
    return refused("malformed")
  end
  local login, channel = known:session(sessid)
  if login ~= sender then
    return refused("not approved")
  end
  local body = event.body() or ""
  local may_pass, silence = allowance:charge(sender, #body, time / 1e6)
  if not may_pass then
    return refused("too much", silence and sessid or nil)
  end
  if body == "" or #body > judgement.MAX_BODY_BYTES or not utf8.is_valid(body) then
    return refused("bad body")
  end
  local address = destination(known, to, channel)
  if not address then
    return refused("not in the channel")
  end
  return {address = address, sender = sender, body = body}
end

return judgement
