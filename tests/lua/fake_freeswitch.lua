-- A FreeSWITCH for tests: the global `freeswitch` as our scripts use it, with what lies behind it as plain tables.
--
-- It keeps to what was seen of the real one: commands reply with text, unknown sessions with -ERR, keys of mod_hash that
-- do not exist with nothing, and a consumer's queue hands out events one by one.

local fake = {}

local LUA = os.getenv("LUA_SCRIPTS")

-- Begins anew: nobody is logged in, nothing is remembered, and the modules under test are loaded again.
function fake.reset()
  for name in pairs(package.loaded) do
    if name:find("^peers%.") then
      package.loaded[name] = nil
    end
  end
  fake.hash = {}
  fake.sockets = {} -- sessid -> {methods = {}, event_channels = {}}
  fake.published = {} -- the JSON texts
  fake.curls = {} -- the lines given to mod_curl
  fake.started = {} -- the lines given to luarun
  fake.logged = {}
  fake.queue = {} -- events that wait for the relay
  fake.clock = 1700000000000000
  fake.turns = 0 -- how often FreeSWITCH still runs when asked; after that, only while events wait
  fake.stops = false -- with events waiting, too
  fake.uuids = 0
  fake.variables = {
    script_dir = LUA,
    fsapi_url = "http://127.0.0.1:8000/fsapi",
    fsapi_secret = ("s"):rep(40),
  }
  fake.answer = function()
    return '{"exit_code":"7","status_code":"0","headers":[]}'
  end
  fake.broken = {} -- command -> true: raises
end

-- A socket that has logged in; the directory gave it `echo`.
function fake.connect(sessid)
  fake.sockets[sessid] = {methods = {echo = true}, event_channels = {}}
end

function fake.said(text)
  return '{"exit_code":"0","status_code":"200","body":"' .. text .. '","version":"HTTP/1.1","phrase":"OK","headers":[]}'
end

local commands = {}

function commands.global_getvar(name)
  return fake.variables[name] or ""
end

function commands.create_uuid()
  fake.uuids = fake.uuids + 1
  return string.format("00000000-0000-4000-a000-%012x", fake.uuids)
end

function commands.hash(line)
  local verb, realm, key, value = line:match("^([%w_]+)/([^/]*)/([^/]*)/?(.*)$")
  local name = realm .. "/" .. key
  if verb == "select" then
    return fake.hash[name] or ""
  elseif verb == "insert" then
    fake.hash[name] = value
    return "+OK\n"
  elseif verb == "delete_ifmatch" and fake.hash[name] and fake.hash[name] ~= value then
    return "-ERR Doesn't match\n"
  elseif verb == "delete" or verb == "delete_ifmatch" then
    local was_there = fake.hash[name] ~= nil
    fake.hash[name] = nil
    return was_there and "+OK\n" or "-ERR Not found\n"
  end
  return "-ERR Not found\n"
end

function commands.verto(line)
  local verb, sessid, kind, values = line:match("^(%S+) (%S+) (%S+) (%S+)$")
  local socket = fake.sockets[sessid]
  if not socket then
    return "-ERR"
  end
  for value in values:gmatch("[^,]+") do
    socket[kind][value] = verb == "perm" or nil
  end
  return "+OK"
end

function commands.event_channel_broadcast(text)
  fake.published[#fake.published + 1] = text
  return "+OK message sent\n"
end

function commands.curl(line)
  fake.curls[#fake.curls + 1] = line
  return fake.answer(line)
end

function commands.luarun(line)
  fake.started[#fake.started + 1] = line
  return "+OK\n"
end

-- An event of FreeSWITCH: header names in any case, as there.
function fake.event(headers, body)
  local lower = {}
  for name, value in pairs(headers) do
    lower[name:lower()] = value
  end
  lower["event-date-timestamp"] = lower["event-date-timestamp"] or tostring(fake.clock)
  local event = {}
  function event:getHeader(name)
    return lower[name:lower()]
  end
  function event:getBody()
    return body
  end
  function event:addHeader(name, value)
    lower[name:lower()] = value
  end
  function event:fire()
    fake.queue[#fake.queue + 1] = event
  end
  return event
end

freeswitch = {
  API = function()
    return {
      execute = function(_, command, argument)
        if fake.broken[command] then
          error(command .. " is broken")
        end
        return commands[command] and commands[command](argument) or "INVALID COMMAND!\n"
      end,
    }
  end,
  Event = function()
    return fake.event({})
  end,
  EventConsumer = function()
    return {
      bind = function() end,
      pop = function()
        return table.remove(fake.queue, 1)
      end,
    }
  end,
  consoleLog = function(level, line)
    fake.logged[#fake.logged + 1] = level .. " " .. line
  end,
  running = function()
    fake.turns = fake.turns - 1
    return fake.turns >= 0 or (#fake.queue > 0 and not fake.stops)
  end,
  msleep = function(milliseconds)
    fake.clock = fake.clock + milliseconds * 1000
  end,
}

-- Runs a script of ours as FreeSWITCH would, with its globals.
function fake.run(script, globals)
  globals = globals or {}
  event, argv, stream = globals.event, globals.argv, globals.stream
  dofile(LUA .. "/" .. script)
  event, argv, stream = nil, nil, nil
end

-- Runs what luarun was given so far.
function fake.run_started()
  local lines = fake.started
  fake.started = {}
  for _, line in ipairs(lines) do
    local words = {}
    for word in line:gmatch("%S+") do
      words[#words + 1] = word
    end
    fake.run(table.remove(words, 1), {argv = words})
  end
end

-- Returns all log lines as one text.
function fake.log()
  return table.concat(fake.logged)
end

fake.reset()
package.path = LUA .. "/?.lua;" .. package.path

return fake
