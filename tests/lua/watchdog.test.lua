-- The watchdog: when it asks, what it writes, and when it starts a new relay.

local fake = require("fake_freeswitch")
local proof = require("proof")

local watchdog

local test = proof.with(function()
  fake.reset()
  watchdog = require("peers.watchdog").new(require("peers.switch"), "relay.lua")
end)

local function now()
  return fake.clock / 1e6
end

local function wait(seconds)
  fake.clock = fake.clock + seconds * 1e6
  return watchdog:step(now())
end

-- Answers all questions, as the relay does.
local function answer(delay)
  for _, question in ipairs(fake.queue) do
    proof.equal(question:getHeader("proto"), "watchdog")
    fake.hash["seen/" .. question:getHeader("nonce")] = delay
  end
  fake.queue = {}
end

test("it asks every five seconds", function()
  for _ = 1, 20 do
    wait(0.5)
    answer("1")
  end
  local asked = fake.uuids
  for _ = 1, 20 do
    wait(0.5)
    answer("1")
  end
  proof.equal(fake.uuids - asked, 2)
end)

test("an answer is written down, and its own record removed", function()
  wait(0.5)
  answer("1234")
  wait(0.5)
  proof.equal(fake.hash["watch/delay_us"], "1234")
  proof.equal(fake.hash["watch/beat"], string.format("%d", now()))
  for name in pairs(fake.hash) do
    proof.equal(name:find("^seen/"), nil)
  end
end)

test("an answer that is none is not believed", function()
  wait(0.5)
  answer("-ERR")
  wait(0.5)
  proof.equal(fake.hash["watch/delay_us"], nil)
  proof.equal(fake.hash["watch/beat"], nil)
end)

test("a relay that does not answer for ten seconds is replaced, and given time", function()
  for _ = 1, 19 do
    wait(0.5)
  end
  proof.equal(fake.started, {})
  wait(0.5)
  proof.equal(fake.started, {"relay.lua"})
  for _ = 1, 19 do
    wait(0.5)
  end
  proof.equal(fake.started, {"relay.lua"})
  wait(0.5)
  proof.equal(fake.started, {"relay.lua", "relay.lua"})
end)

test("a relay that answers is left alone", function()
  for _ = 1, 100 do
    wait(0.5)
    answer("5")
  end
  proof.equal(fake.started, {})
end)

test("a newer watchdog ends the older", function()
  proof.equal(wait(0.5), true)
  require("peers.watchdog").new(require("peers.switch"), "relay.lua")
  proof.equal(wait(0.5), false)
end)

test("as a script it runs beside a relay", function()
  fake.turns, fake.stops = 30, true
  fake.run("watchdog.lua")
  local questions = #fake.queue
  fake.stops = false
  fake.run("relay.lua")
  local answers = 0
  for name in pairs(fake.hash) do
    answers = answers + (name:find("^seen/") and 1 or 0)
  end
  proof.equal({questions, answers}, {3, 3})
end)

test("FreeSWITCH failing for a moment does not end it", function()
  fake.turns, fake.stops = 5, true
  fake.broken.create_uuid = true
  local pause = freeswitch.msleep
  freeswitch.msleep = function(milliseconds)
    fake.broken.create_uuid = nil
    pause(milliseconds)
  end
  fake.run("watchdog.lua")
  freeswitch.msleep = pause
  proof.equal(#fake.queue > 0, true)
end)
