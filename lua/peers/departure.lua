-- The course of a disconnect. It carries no sessid, and comes after the login of the socket that replaced this one: so
-- only the socket that was approved last may remove what is known of its client.

local exchange = require("peers.exchange")
local records = require("peers.records")

local departure = {}

-- Runs the course for the client that mod_verto names and, where it differs, the one who was approved on this socket
-- (a socket can log in as another). Returns whether anybody has left.
function departure.run(switch, login, address)
  local known = records.new(switch)
  local first = known:login_at(address)
  known:delete("sock", address)
  local has_left = false
  for _, client in ipairs(first and first ~= login and {first, login} or {login}) do
    local sessid = known:peer(client)
    if known:delete_if("addr", client, address) then
      known:delete("peer", client)
      if sessid then
        known:delete("sess", sessid)
      end
      exchange.ask(switch, {{"action", "verto-disconnect"}, {"login", client}, {"address", address}})
      has_left = true
    end
  end
  return has_left
end

return departure
