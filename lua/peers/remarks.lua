-- What is written to the log about refused messages: how many, of which kind, at most once in a while. A line for each
-- would let a client fill the disk, and its text would let it write lines of its own.

local remarks = {}
remarks.__index = remarks

local SECONDS = 10

-- `write` gets the finished line.
function remarks.new(write)
  return setmetatable({write = write, counts = {}, next_time = 0}, remarks)
end

function remarks:count(reason, now)
  self.counts[reason] = (self.counts[reason] or 0) + 1
  if now < self.next_time then
    return
  end
  self.next_time = now + SECONDS
  local parts = {}
  for name, number in pairs(self.counts) do
    parts[#parts + 1] = number .. " " .. name
  end
  table.sort(parts)
  self.counts = {}
  self.write("refused: " .. table.concat(parts, ", "))
end

return remarks
