-- The watchdog: asks the relay every five seconds whether it is alive, by a message event like any other, measures how
-- long that took, and starts a new relay when ten seconds have passed without an answer.
--
-- `proto` of the event is "watchdog", which no client can write. What it finds is in mod_hash: `watch/delay_us` (the last
-- delay in microseconds) and `watch/beat` (when the relay last answered, in seconds since the epoch).

local Records = require("peers.records")
local uuid = require("peers.uuid")

local watchdog = {}
watchdog.__index = watchdog

watchdog.EVERY_SECONDS = 5
watchdog.PATIENCE_SECONDS = 10
local LOOK_MS = 500

-- `relay_script` is started in place of a relay that has died.
function watchdog.new(switch, relay_script)
  local token = switch.call("create_uuid", "")
  assert(uuid.is_canonical(token), "no uuid from FreeSWITCH")
  local self = setmetatable({
    switch = switch,
    known = Records.new(switch),
    relay_script = relay_script,
    token = token,
    asked = {},
    next_question = 0,
    last_answer = switch.now_us() / 1e6,
  }, watchdog)
  self.known:insert("watch", "dog", token)
  return self
end

local function ask(self, now)
  local nonce = self.switch.call("create_uuid", "")
  assert(uuid.is_canonical(nonce), "no uuid from FreeSWITCH")
  self.asked[nonce] = true
  self.next_question = now + watchdog.EVERY_SECONDS
  self.switch.fire("MESSAGE", {{"proto", "watchdog"}, {"nonce", nonce}})
end

local function hear(self, now)
  for nonce in pairs(self.asked) do
    local delay = self.known:select("seen", nonce)
    if delay:find("^%d+$") then
      self.known:delete("seen", nonce)
      self.asked[nonce] = nil
      self.last_answer = now
      self.known:insert("watch", "delay_us", delay)
      self.known:insert("watch", "beat", string.format("%d", now))
    end
  end
end

local function replace(self, now)
  self.switch.log("ERR", "watchdog: the relay does not answer; starting a new one")
  for nonce in pairs(self.asked) do
    self.known:delete("seen", nonce)
  end
  self.asked = {}
  self.last_answer = now
  -- Not at once: a question from before it listens would never be answered.
  self.next_question = now + 1
  self.switch.call("luarun", self.relay_script)
end

-- Does what is due at `now` (seconds). Returns false when another watchdog has begun after this one.
function watchdog:step(now)
  local token = self.known:select("watch", "dog")
  if uuid.is_canonical(token) and token ~= self.token then
    return false
  end
  hear(self, now)
  if now - self.last_answer >= watchdog.PATIENCE_SECONDS then
    replace(self, now)
  elseif now >= self.next_question then
    ask(self, now)
  end
  return true
end

-- Runs until FreeSWITCH stops.
function watchdog:run()
  while self.switch.is_running() and self:step(self.switch.now_us() / 1e6) do
    self.switch.sleep(LOOK_MS)
  end
end

return watchdog
