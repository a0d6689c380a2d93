-- The seats of all processes, decided in Redis in one step. names.py has the names.
--
-- KEYS: the seats of one channel (a hash), the set of all channels, the number of the last seat.
-- ARGV: what to do, the prefix of the names of leases, the time in ms (empty for Redis's own), and what the work needs.
-- A seat is the JSON array [process, number as text, digest of the address, kept until, was kept until]; times in ms, 0 for
-- "in use". Whose process has no lease any more is gone, and so is what was kept long enough.

local seats_key, channels_key = KEYS[1], KEYS[2]
local verb, lease_prefix = ARGV[1], ARGV[2]
local PROCESS, NUMBER, ADDRESS, UNTIL, BEFORE = 1, 2, 3, 4, 5

local function now_ms()
  if ARGV[3] ~= "" then return tonumber(ARGV[3]) end
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local now = now_ms()

-- Numbers only grow, also when Redis has lost the last one.
local function next_number()
  local last = tonumber(redis.call("GET", KEYS[3]) or "0")
  local time = redis.call("TIME")
  local number = string.format("%.0f", math.max(last + 1, time[1] * 1000000 + time[2]))
  redis.call("SET", KEYS[3], number)
  return number
end

local alive = {}
local function is_alive(process)
  if alive[process] == nil then alive[process] = redis.call("EXISTS", lease_prefix .. process) == 1 end
  return alive[process]
end

local function is_over(seat)
  if seat[UNTIL] > 0 then return seat[UNTIL] <= now end
  return not is_alive(seat[PROCESS])
end

-- Every seat of the channel that counts, by client; the others are removed.
local function load()
  local found, seats, count = redis.call("HGETALL", seats_key), {}, 0
  for i = 1, #found, 2 do
    local seat = cjson.decode(found[i + 1])
    if is_over(seat) then
      redis.call("HDEL", seats_key, found[i])
    else
      seats[found[i]] = seat
      count = count + 1
    end
  end
  if count == 0 then redis.call("SREM", channels_key, seats_key) end
  return seats, count
end

local function save(client, seat)
  redis.call("HSET", seats_key, client, cjson.encode(seat))
  redis.call("SADD", channels_key, seats_key)
end

local function neighbours(seats, process)
  local seen, names = {}, {}
  for _, seat in pairs(seats) do
    local name = seat[PROCESS]
    if seat[UNTIL] == 0 and name ~= process and not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  table.sort(names)
  return names
end

-- client, process, address, capacity, share of an address, locked, ms for which a seat is kept
-- The rule is verto.core.rules.refuse_seat; a test compares.
local function claim(client, process, address, capacity, share, locked, kept)
  local seats, taken = load()
  local own, number = seats[client], next_number()
  if own == nil then
    local of_address = 0
    for _, seat in pairs(seats) do
      if address ~= "" and seat[ADDRESS] == address then of_address = of_address + 1 end
    end
    if locked == "1" then return { "locked" } end
    if taken >= tonumber(capacity) then return { "channel_full" } end
    if of_address >= tonumber(share) then return { "address_full" } end
    own = { process, number, address, 0, 0 }
    save(client, own)
    return { "", number, neighbours(seats, process) }
  end
  local displaced = {}
  if own[UNTIL] > 0 then
    own[BEFORE] = own[UNTIL]
  else
    own[BEFORE] = now + tonumber(kept)
    if own[PROCESS] ~= process then
      displaced = { own[PROCESS], own[NUMBER] }
      -- The process is told at once by whoever claims; should that be lost, it finds it here.
      local notes = lease_prefix .. own[PROCESS] .. ":displaced"
      redis.call("RPUSH", notes, cjson.encode({ client, own[NUMBER] }))
      redis.call("PEXPIRE", notes, 60000)
    end
  end
  own[PROCESS], own[NUMBER], own[UNTIL] = process, number, 0
  save(client, own)
  return { "", number, neighbours(seats, process), displaced[1], displaced[2] }
end

-- process, its former name, then client, number and address of each of its seats in this channel: they are now under
-- the new name, unless somebody else has them by now; what was under the former name and is not listed is free.
local function restore(process, former)
  local seats, displaced = load(), {}
  for i = 6, #ARGV, 3 do
    local client, own = ARGV[i], seats[ARGV[i]]
    if own ~= nil and own[UNTIL] == 0 and own[PROCESS] ~= former then
      displaced[#displaced + 1] = client
    else
      seats[client] = { process, ARGV[i + 1], ARGV[i + 2], 0, own and own[BEFORE] or 0 }
      save(client, seats[client])
    end
  end
  for client, seat in pairs(seats) do
    if seat[PROCESS] == former and seat[UNTIL] == 0 then
      redis.call("HDEL", seats_key, client)
      seats[client] = nil
    end
  end
  return { "", neighbours(seats, process), displaced }
end

-- client, process, number, ms for which the seat is kept, 0 for as long as it was kept before, -1 for not at all
local function release(client, process, number, kept)
  local seats, count = load()
  local own = seats[client]
  if own == nil or own[PROCESS] ~= process or own[NUMBER] ~= number then return { "passed on" } end
  local until_ms = own[UNTIL] > 0 and own[UNTIL] or own[BEFORE]
  kept = tonumber(kept)
  if kept > 0 then until_ms = now + kept end
  if kept >= 0 and until_ms > now then
    own[UNTIL] = until_ms
    save(client, own)
  else
    redis.call("HDEL", seats_key, client)
    if count == 1 then redis.call("SREM", channels_key, seats_key) end
  end
  return { "" }
end

if verb == "claim" then return claim(unpack(ARGV, 4)) end
if verb == "restore" then return restore(ARGV[4], ARGV[5]) end
if verb == "release" then return release(unpack(ARGV, 4)) end
load() -- which is all there is to do for "sweep"
return { "" }
