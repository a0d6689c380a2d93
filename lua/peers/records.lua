-- Who has been approved, in FreeSWITCH's mod_hash, where every script sees it:
--
--   addr/<login>            <ip:port> of the newest approved socket
--   sess/<sessid>           <login>.<channel>
--   peer/<login>            <sessid>.<channel>
--   sock/<ip:port>          <login>: the one who was approved on this socket
--   asked/<login>.<sessid>  <ip:port> of the newest socket about which the project is to be asked
--   watch/*, seen/<nonce>   the watchdog's and the relay's, see there
--
-- Keys and values are joined with slashes and obey quotes, so only UUIDs and addresses that were checked get here.
-- What is read is checked again: a record that does not fit does not exist.

local uuid = require("peers.uuid")

local records = {}
records.__index = records

-- `switch` is the port that `peers.switch` describes.
function records.new(switch)
  return setmetatable({switch = switch}, records)
end

function records:select(realm, key)
  return self.switch.call("hash", "select/" .. realm .. "/" .. key)
end

function records:insert(realm, key, value)
  self.switch.call("hash", "insert/" .. realm .. "/" .. key .. "/" .. value)
end

function records:delete(realm, key)
  self.switch.call("hash", "delete/" .. realm .. "/" .. key)
end

-- Returns whether it was there with this value; in one step, so that of two scripts one gets it.
function records:delete_if(realm, key, value)
  return self.switch.call("hash", "delete_ifmatch/" .. realm .. "/" .. key .. "/" .. value):sub(1, 3) == "+OK"
end

-- Notes that of all sockets of this login and session, this one is the newest.
function records:ask(login, sessid, address)
  self:insert("asked", login .. "." .. sessid, address)
end

-- Takes the note back. Returns false if another socket is the newest meanwhile.
function records:is_newest(login, sessid, address)
  return self:delete_if("asked", login .. "." .. sessid, address)
end

-- Returns login and channel of an approved session, or nil.
function records:session(sessid)
  return uuid.pair(self:select("sess", sessid))
end

-- Returns sessid and channel of an approved client, or nil.
function records:peer(login)
  return uuid.pair(self:select("peer", login))
end

-- Returns who was approved on this socket, or nil.
function records:login_at(address)
  local login = self:select("sock", address)
  return uuid.is_canonical(login) and login or nil
end

-- Is this client, with this session, approved on just this socket?
function records:is_approved(login, sessid, address)
  local known_sessid, channel = self:peer(login)
  if known_sessid ~= sessid or self:select("addr", login) ~= address then
    return false
  end
  local known_login, known_channel = self:session(sessid)
  return known_login == login and known_channel == channel
end

function records:write(login, sessid, channel, address)
  self:insert("addr", login, address)
  self:insert("sock", address, login)
  self:insert("sess", sessid, login .. "." .. channel)
  self:insert("peer", login, sessid .. "." .. channel)
end

-- Forgets what is known of a client.
function records:remove(login)
  local address, sessid = self:select("addr", login), self:peer(login)
  self:delete("addr", login)
  self:delete("peer", login)
  if sessid then
    self:delete("sess", sessid)
  end
  if address ~= "" then
    self:delete_if("sock", address, login)
  end
end

return records
