-- `verto_punt <sessid>` on a stock FreeSWITCH: all rights are taken away and the session is forgotten, so that it can
-- send nothing and gets nothing addressed to it. Its subscription and its socket end with the lease (`login-expires`),
-- which the directory does not renew.

local records = require("peers.records")
local rights = require("peers.rights")
local uuid = require("peers.uuid")

local punt = {}

-- Returns the command's reply.
function punt.run(switch, sessid)
  if not uuid.is_canonical(sessid) then
    return "-ERR usage: verto_punt <sessid>"
  end
  local known = records.new(switch)
  local login, channel = known:session(sessid)
  local was_there = rights.revoke(switch, sessid, channel)
  known:delete("sess", sessid)
  if login and known:peer(login) == sessid then
    known:remove(login)
  end
  return was_there and "+OK" or "-ERR no such session"
end

return punt
