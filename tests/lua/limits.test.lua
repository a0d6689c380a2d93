-- How much may be said, and how much is written about what may not.

local fake = require("fake_freeswitch")
local proof = require("proof")

local test = proof.with(fake.reset)

test("a bucket fills at its rate, up to the burst", function()
  local bucket = require("peers.bucket").new(10, 20, 100)
  proof.equal(bucket:take(20, 100), true)
  proof.equal(bucket:take(1, 100), false)
  proof.equal(bucket:take(5, 100.5), true)
  proof.equal(bucket:take(1, 100.5), false)
  proof.equal(bucket:take(20, 1000), true)
  proof.equal(bucket:take(1, 1000), false)
end)

test("what is refused costs nothing", function()
  local bucket = require("peers.bucket").new(1, 10, 0)
  proof.equal(bucket:take(11, 0), false)
  proof.equal(bucket:take(10, 0), true)
end)

test("a clock that runs backwards gives nothing", function()
  local bucket = require("peers.bucket").new(10, 10, 100)
  bucket:take(10, 100)
  proof.equal(bucket:take(1, 50), false)
  proof.equal(bucket:take(1, 100.05), false)
  proof.equal(bucket:take(1, 100.2), true)
end)

test("each sender has an allowance of its own", function()
  local allowance = require("peers.allowance").new()
  for _ = 1, 2000 do
    proof.equal(allowance:charge("a", 1, 0), true)
  end
  proof.equal(allowance:charge("a", 1, 0), false)
  proof.equal(allowance:charge("b", 1, 0), true)
end)

test("a flood is told once, and again only after a second", function()
  local allowance = require("peers.allowance").new()
  allowance:charge("a", 16 * 1024 * 1024, 0)
  proof.equal({allowance:charge("a", 1024 * 1024, 0)}, {false, true})
  proof.equal({allowance:charge("a", 1024 * 1024, 0.01)}, {false, false})
  proof.equal({allowance:charge("a", 20 * 1024 * 1024, 1)}, {false, true})
end)

test("forgetting a sender gives no more than the burst", function()
  local allowance = require("peers.allowance").new()
  for second = 0, 600 do
    for _ = 1, 300 do
      allowance:charge("a", 1, second)
    end
  end
  local passed = 0
  for _ = 1, 5000 do
    passed = passed + (allowance:charge("a", 1, 600) and 1 or 0)
  end
  proof.equal(passed <= 2000, true)
end)

test("senders who have left are forgotten", function()
  local allowance = require("peers.allowance").new()
  for number = 1, 1000 do
    allowance:charge("sender " .. number, 1, 0)
  end
  allowance:charge("a", 1, 61)
  allowance:charge("a", 1, 122)
  local kept = 0
  for _, accounts in ipairs({allowance.young, allowance.old}) do
    for _ in pairs(accounts) do
      kept = kept + 1
    end
  end
  proof.equal(kept <= 2, true)
end)

test("remarks come at most every ten seconds, and lose no count", function()
  local lines = {}
  local remarks = require("peers.remarks").new(function(line)
    lines[#lines + 1] = line
  end)
  for second = 0, 10 do
    remarks:count("bad body", second)
    remarks:count("too much", second)
  end
  proof.equal(lines, {"refused: 1 bad body", "refused: 10 bad body, 10 too much"})
end)
