-- Who appears in the tests: Alice and Bob in one channel, Mallory in another, each with a session and a socket.

local fake = require("fake_freeswitch")

local cast = {
  OURS = "c0000000-0000-4000-8000-000000000001",
  THEIRS = "c0000000-0000-4000-8000-000000000002",
}

local function person(letter, channel, port)
  return {
    login = letter .. "0000000-0000-4000-8000-000000000001",
    sessid = letter .. "0000000-0000-4000-8000-00000000000f",
    channel = channel,
    address = "127.0.0.1:" .. port,
  }
end

cast.alice = person("a", cast.OURS, 40001)
cast.bob = person("b", cast.OURS, 40002)
cast.mallory = person("e", cast.THEIRS, 40003)

-- Approves somebody, as the login worker would have done.
function cast.approve(who)
  fake.connect(who.sessid)
  fake.sockets[who.sessid].methods["verto.info"] = true
  fake.hash["addr/" .. who.login] = who.address
  fake.hash["sock/" .. who.address] = who.login
  fake.hash["sess/" .. who.sessid] = who.login .. "." .. who.channel
  fake.hash["peer/" .. who.login] = who.sessid .. "." .. who.channel
end

-- Is anything at all known of this client or its session?
function cast.is_known(who)
  return fake.hash["addr/" .. who.login] ~= nil
    or fake.hash["sock/" .. who.address] ~= nil
    or fake.hash["sess/" .. who.sessid] ~= nil
    or fake.hash["peer/" .. who.login] ~= nil
end

-- Methods and channels of a socket, sorted, as one text.
function cast.rights(who)
  local names = {}
  for _, kind in ipairs({"methods", "event_channels"}) do
    for name in pairs(fake.sockets[who.sessid][kind]) do
      names[#names + 1] = name
    end
  end
  table.sort(names)
  return table.concat(names, " ")
end

-- The event of a login that mod_verto accepted; `changes` replace headers, false leaves one out.
function cast.login_event(who, changes)
  local headers = {
    verto_profile_name = "peers",
    verto_client_address = who.address,
    verto_login = who.login,
    verto_sessid = who.sessid,
    verto_success = "1",
    verto_result_txt = "Logged in",
  }
  for name, value in pairs(changes or {}) do
    headers[name] = value or nil
  end
  return fake.event(headers)
end

-- Lets the hooks hear of this event.
function cast.hear(subclass, event)
  event:addHeader("Event-Subclass", subclass)
  event:fire()
  fake.run("hooks.lua")
end

-- A message as mod_verto makes it an event.
function cast.message(from, to, body, changes)
  local headers = {
    proto = "verto",
    from = from.login .. "@pbx",
    from_user = from.login,
    from_host = "pbx",
    to = to,
    type = "text/plain",
    from_full = from.login .. "@pbx",
    verto_profile = "peers",
    verto_jsock_uuid = from.sessid,
    context = "public",
    dest_proto = "GLOBAL",
    ["Nonblocking-Delivery"] = "true",
  }
  for name, value in pairs(changes or {}) do
    headers[name] = value or nil
  end
  return fake.event(headers, body)
end

return cast
