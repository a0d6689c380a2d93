-- The relay: takes message events from a queue of its own and hands over what the rules let pass. No HTTP, ever.
--
-- There is one at a time. A relay that starts writes a token of its own to `watch/relay`; an older one reads it before
-- each message, sees that it is not its own, and ends. Otherwise a relay that was only slow would come back and double
-- everything. An error costs the message that caused it and no more.

local Allowance = require("peers.allowance")
local Records = require("peers.records")
local Remarks = require("peers.remarks")
local events = require("peers.events")
local judgement = require("peers.judgement")
local rights = require("peers.rights")
local uuid = require("peers.uuid")

local relay = {}
relay.__index = relay

-- Longer than all that FreeSWITCH can bring in ten seconds: a queue that has grown so far is hopeless.
local QUEUE = 10000
local PATIENCE_MS = 500
local EVENTS_PER_COLLECTION = 100

-- Begins to listen. Raises if FreeSWITCH does not answer as it should.
function relay.new(switch)
  local token = switch.call("create_uuid", "")
  assert(uuid.is_canonical(token), "no uuid from FreeSWITCH")
  local self = setmetatable({
    switch = switch,
    known = Records.new(switch),
    allowance = Allowance.new(),
    token = token,
    handled = 0,
  }, relay)
  self.remarks = Remarks.new(function(line)
    switch.log("WARNING", "relay: " .. line)
  end)
  -- The queue first: what arrives while the older relay ends is then in one of the two.
  self.queue = switch.listen(QUEUE, {"MESSAGE"})
  self.known:insert("watch", "relay", token)
  return self
end

local function answer_watchdog(self, event)
  local nonce, sent = event.header("nonce"), tonumber(event.header("Event-Date-Timestamp"))
  if uuid.is_canonical(nonce) and sent then
    local delay = math.max(0, self.switch.now_us() - sent)
    self.known:insert("seen", nonce, string.format("%d", delay))
  end
end

local function handle(self, event)
  if event.header("proto") == "watchdog" then
    return answer_watchdog(self, event)
  end
  local message, reason, silence = judgement.judge(event, self.known, self.allowance)
  if message then
    return events.deliver(self.switch, message.address, message.sender, message.body)
  end
  if silence then
    rights.silence(self.switch, silence)
    self.switch.log("WARNING", "relay: silenced " .. silence)
  end
  if reason then
    self.remarks:count(reason, self.switch.now_us() / 1e6)
  end
end

-- Has another relay begun after this one? mod_hash gone or emptied is no reason to stop.
local function is_replaced(self)
  local token = self.known:select("watch", "relay")
  if token == "" then
    self.known:insert("watch", "relay", self.token)
  end
  return uuid.is_canonical(token) and token ~= self.token
end

-- Handles one event, or waits for one in vain. Returns false when the relay has been replaced.
function relay:step()
  local event = self.queue.pop(PATIENCE_MS)
  if is_replaced(self) then
    return false
  end
  if event then
    local is_well, trouble = pcall(handle, self, event)
    if not is_well then
      self.switch.log("ERR", "relay: " .. tostring(trouble))
    end
    self.handled = self.handled + 1
    if self.handled % EVENTS_PER_COLLECTION == 0 then
      -- An event is a few bytes to Lua, and up to a megabyte to FreeSWITCH, which only Lua's collector gives back.
      collectgarbage()
    end
  end
  return true
end

-- Runs until replaced, or until FreeSWITCH stops.
function relay:run()
  while self.switch.is_running() and self:step() do
  end
end

return relay
