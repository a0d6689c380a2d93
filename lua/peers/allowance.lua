-- How much each sender may say: a bucket for messages and one for bytes.
--
-- Senders come and go, so buckets are forgotten. A bucket that nobody used for `KEEP` seconds is full again (the slower
-- one fills in 6.7 s), and a new one is full as well: forgetting it changes nothing. Two tables take turns, which costs
-- no walk through all senders.

local bucket = require("peers.bucket")

local allowance = {}
allowance.__index = allowance

allowance.MESSAGES_PER_SECOND, allowance.MESSAGES_AT_ONCE = 300, 2000
allowance.BYTES_PER_SECOND, allowance.BYTES_AT_ONCE = 8 * 1024 * 1024, 16 * 1024 * 1024

local KEEP = 60

function allowance.new()
  return setmetatable({young = {}, old = {}, turn = nil}, allowance)
end

local function account_of(self, sender, now)
  if self.turn == nil or now - self.turn >= KEEP then
    self.old, self.young, self.turn = self.young, {}, now
  end
  local account = self.young[sender] or self.old[sender]
  if account == nil then
    account = {
      messages = bucket.new(allowance.MESSAGES_PER_SECOND, allowance.MESSAGES_AT_ONCE, now),
      bytes = bucket.new(allowance.BYTES_PER_SECOND, allowance.BYTES_AT_ONCE, now),
      told = nil,
    }
  end
  self.young[sender] = account
  return account
end

-- Charges one message of `size` bytes. Returns true if it may pass; else false, and whether the sender is to be silenced:
-- once, and again only after a second, for those who were let in anew meanwhile.
function allowance:charge(sender, size, now)
  local account = account_of(self, sender, now)
  if account.messages:take(1, now) and account.bytes:take(size, now) then
    return true
  end
  local is_first = account.told == nil or now - account.told >= 1
  if is_first then
    account.told = now
  end
  return false, is_first
end

return allowance
