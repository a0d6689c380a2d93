-- A token bucket: `rate` tokens a second flow in, at most `burst` are kept. Time is an argument, in seconds.

local bucket = {}
bucket.__index = bucket

function bucket.new(rate, burst, now)
  return setmetatable({rate = rate, burst = burst, tokens = burst, filled = now}, bucket)
end

-- Takes `amount` tokens and returns true, or takes none and returns false. A clock that runs backwards gives nothing.
function bucket:take(amount, now)
  if now > self.filled then
    self.tokens = math.min(self.burst, self.tokens + (now - self.filled) * self.rate)
    self.filled = now
  end
  if amount > self.tokens then
    return false
  end
  self.tokens = self.tokens - amount
  return true
end

return bucket
