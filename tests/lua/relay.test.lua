-- The relay: who may speak, to whom, what and how much; and that nothing ends it.

local cast = require("cast")
local fake = require("fake_freeswitch")
local proof = require("proof")

local alice, bob, mallory = cast.alice, cast.bob, cast.mallory

local test = proof.with(function()
  fake.reset()
  cast.approve(alice)
  cast.approve(bob)
  cast.approve(mallory)
end)

-- Lets the relay have these events, and returns what was published.
local function relay(...)
  fake.queue = {...}
  fake.run("relay.lua")
  return fake.published
end

local function nothing_for(...)
  proof.equal(relay(...), {})
end

local function direct(to, from, body)
  return '{"eventChannel":"' .. to .. '","eventData":{"from":"' .. from.login .. '","body":' .. body .. "}}"
end

test("a message reaches the session of a client in the same channel", function()
  proof.equal(relay(cast.message(alice, bob.login, "hello")), {direct(bob.sessid, alice, '"hello"')})
end)

test("a message to the own channel goes to the channel", function()
  proof.equal(relay(cast.message(alice, cast.OURS, "all")), {direct(cast.OURS, alice, '"all"')})
end)

test("messages keep their order", function()
  relay(cast.message(alice, bob.login, "1"), cast.message(alice, bob.login, "2"), cast.message(alice, bob.login, "3"))
  proof.equal(fake.published[1], direct(bob.sessid, alice, '"1"'))
  proof.equal(fake.published[3], direct(bob.sessid, alice, '"3"'))
end)

test("a body cannot leave its JSON string", function()
  local body = '","from":"' .. bob.login .. '"}}\\"\n\1'
  local quoted = '"\\",\\"from\\":\\"' .. bob.login .. '\\"}}\\\\\\"\\u000a\\u0001"'
  proof.equal(relay(cast.message(alice, bob.login, body)), {direct(bob.sessid, alice, quoted)})
end)

test("nothing goes to another channel or into it", function()
  nothing_for(cast.message(mallory, bob.login, "x"), cast.message(mallory, cast.OURS, "x"))
end)

test("nothing goes to a sub-channel, a header name or what is no UUID", function()
  for _, to in ipairs({cast.OURS .. ".x", "Event-Name", "presence", "", bob.login .. "@pbx", bob.login:upper(), "x/y/z"}) do
    nothing_for(cast.message(alice, to, "x"))
  end
  nothing_for(cast.message(alice, false, "x", {to = false}))
end)

test("forged sender and receiver headers change nothing", function()
  local forged = {
    from_user = bob.login,
    from_full = bob.login .. "@pbx",
    from_host = "elsewhere",
    from_display = "Bob",
    to_user = alice.login,
    to_channel = cast.OURS,
    verto_channel = cast.OURS,
  }
  nothing_for(cast.message(mallory, bob.login, "x", forged))
  proof.equal(relay(cast.message(alice, bob.login, "y", forged)), {direct(bob.sessid, alice, '"y"')})
end)

test("a sender who logged in as another on an approved socket is not heard", function()
  nothing_for(cast.message(mallory, bob.login, "x", {from = alice.login .. "@pbx"}))
  nothing_for(cast.message(alice, bob.login, "x", {verto_jsock_uuid = mallory.sessid}))
end)

test("senders of other domains and shapes are not heard", function()
  for _, from in ipairs({alice.login, alice.login .. "@pbxx", alice.login .. "@PBX", alice.login:upper() .. "@pbx", "@pbx"}) do
    nothing_for(cast.message(alice, bob.login, "x", {from = from}))
  end
  nothing_for(cast.message(alice, bob.login, "x", {from = false}))
end)

test("an unapproved session is not heard", function()
  fake.hash["sess/" .. alice.sessid] = nil
  nothing_for(cast.message(alice, bob.login, "x"))
end)

test("sessids of any other shape are not heard", function()
  local odd = {"", " ", "x y", "a&b", "a\nb", "../peer", ("s"):rep(300), ("s"):rep(900000), alice.sessid .. " "}
  for _, sessid in ipairs(odd) do
    fake.hash["sess/" .. sessid] = alice.login .. "." .. cast.OURS
    nothing_for(cast.message(alice, bob.login, "x", {verto_jsock_uuid = sessid}))
  end
end)

test("records that do not fit count as none", function()
  local good = alice.login .. "." .. cast.OURS
  for _, record in ipairs({"", good .. "x", good:sub(1, -2), good:gsub("%.", "/"), good:upper(), "-ERR no", alice.login}) do
    fake.hash["sess/" .. alice.sessid] = record
    nothing_for(cast.message(alice, bob.login, "x"))
  end
  fake.hash["sess/" .. alice.sessid] = good
  fake.hash["peer/" .. bob.login] = bob.sessid
  nothing_for(cast.message(alice, bob.login, "x"))
  fake.hash["peer/" .. bob.login] = "x" .. bob.sessid:sub(2) .. "." .. cast.OURS
  nothing_for(cast.message(alice, bob.login, "x"))
end)

test("copies for other protocols are left alone", function()
  for _, proto in ipairs({"api", "event", "sip", "verto", "global", ""}) do
    nothing_for(cast.message(alice, bob.login, "x", {dest_proto = proto}))
  end
  nothing_for(cast.message(alice, bob.login, "x", {proto = "sip"}))
  nothing_for(cast.message(alice, bob.login, "x", {proto = false}))
end)

test("bodies that are empty, too large or not UTF-8 are refused", function()
  for _, body in ipairs({"", ("x"):rep(256 * 1024 + 1), "\255", "\192\128", "\237\160\128", "a\0b"}) do
    nothing_for(cast.message(alice, bob.login, body))
  end
  nothing_for(cast.message(alice, bob.login, nil))
end)

test("the largest body passes", function()
  local body = ("\195\169"):rep(128 * 1024)
  proof.equal(#relay(cast.message(alice, bob.login, body))[1] > 256 * 1024, true)
end)

test("a flood passes up to the burst, then its sender is silenced once", function()
  local flood = {}
  for number = 1, 2100 do
    flood[number] = cast.message(alice, bob.login, "x")
  end
  flood[#flood + 1] = cast.message(bob, alice.login, "bystander")
  proof.equal(#relay(table.unpack(flood)), 2001)
  proof.equal(fake.sockets[alice.sessid].methods["verto.info"], nil)
  proof.equal(fake.sockets[bob.sessid].methods["verto.info"], true)
  proof.equal(select(2, fake.log():gsub("silenced", "")), 1)
end)

test("large messages run out of bytes first", function()
  local flood = {}
  for number = 1, 120 do
    flood[number] = cast.message(alice, bob.login, ("x"):rep(256 * 1024))
  end
  proof.equal(#relay(table.unpack(flood)), 64)
end)

test("bodies that are refused anyway are charged too", function()
  local flood = {}
  for number = 1, 20 do
    flood[number] = cast.message(alice, bob.login, ("x"):rep(1000000))
  end
  nothing_for(table.unpack(flood))
  proof.equal(fake.sockets[alice.sessid].methods["verto.info"], nil)
end)

test("an error costs one message and no more", function()
  local broken = cast.message(alice, bob.login, "x")
  function broken:getBody()
    error("boom")
  end
  proof.equal(relay(broken, cast.message(alice, bob.login, "next")), {direct(bob.sessid, alice, '"next"')})
  proof.equal(fake.log():find("boom", 1, true) ~= nil, true)
end)

test("FreeSWITCH failing in the middle does not end it", function()
  local breaking, mending = cast.message(alice, bob.login, "x"), cast.message(alice, bob.login, "y")
  function breaking:getBody()
    fake.broken.event_channel_broadcast = true
    return "x"
  end
  function mending:getBody()
    fake.broken.event_channel_broadcast = nil
    return "y"
  end
  proof.equal(relay(breaking, mending), {direct(bob.sessid, alice, '"y"')})
end)

test("a relay that fails as a whole begins anew", function()
  local first = cast.message(alice, bob.login, "lost")
  local get = first.getHeader
  function first:getHeader(name)
    fake.broken.hash = true
    return get(first, name)
  end
  local pause = freeswitch.msleep
  freeswitch.msleep = function()
    fake.broken.hash = nil
  end
  relay(first, cast.message(alice, bob.login, "lost too"), cast.message(alice, bob.login, "heard"))
  freeswitch.msleep = pause
  proof.equal(fake.published, {direct(bob.sessid, alice, '"heard"')})
end)

test("a newer relay ends the older, which doubles nothing", function()
  local first = cast.message(alice, bob.login, "1")
  function first:getBody()
    fake.hash["watch/relay"] = "99999999-0000-4000-8000-000000000000"
    return "1"
  end
  proof.equal(#relay(first, cast.message(alice, bob.login, "2")), 1)
  proof.equal(#fake.queue, 0)
end)

test("mod_hash emptied does not end it, and it says again who it is", function()
  fake.queue = {cast.message(alice, bob.login, "x")}
  fake.queue[1].getBody = function()
    fake.hash["watch/relay"] = nil
    return "x"
  end
  fake.turns = 3
  fake.run("relay.lua")
  proof.equal(#fake.published, 1)
  proof.equal(fake.hash["watch/relay"] ~= nil, true)
end)

test("the watchdog is answered with the delay, a client is not", function()
  local nonce = "12345678-0000-4000-8000-000000000000"
  local headers = {proto = "watchdog", nonce = nonce, ["Event-Date-Timestamp"] = tostring(fake.clock - 1500)}
  relay(fake.event(headers))
  proof.equal(fake.hash["seen/" .. nonce], "1500")
  fake.hash["seen/" .. nonce] = nil
  nothing_for(cast.message(alice, bob.login, "x", {nonce = nonce, from_proto = "watchdog", proto = "verto+"}))
  proof.equal(fake.hash["seen/" .. nonce], nil)
end)

test("what was refused is counted in the log, without a word of a client", function()
  local shout = "\n[ERR] forged line"
  local events = {}
  for number = 1, 500 do
    events[number] = cast.message(mallory, bob.login, shout, {to = shout, from_user = shout})
  end
  relay(table.unpack(events))
  proof.equal(#fake.logged, 1)
  proof.equal(fake.log():find("forged"), nil)
end)

test("it never speaks HTTP", function()
  relay(cast.message(alice, bob.login, "x"), cast.message(mallory, bob.login, "x"))
  proof.equal(fake.curls, {})
end)
