-- The port to FreeSWITCH: the only module that knows the global `freeswitch`. Everything else gets this table, or a fake.
--
--   call(command, argument)  runs a command; returns its reply, "" for none
--   variable(name)           a global variable, "" if there is none
--   log(level, line)         a line in FreeSWITCH's log; what a client wrote is never passed here
--   now_us()                 microseconds since the epoch, by FreeSWITCH's clock, the one that stamps events
--   sleep(milliseconds)
--   is_running()             false when FreeSWITCH is about to stop
--   fire(name, headers)      an event with {name, value} pairs
--   listen(length, ...)      a queue of so many events, each {name, subclass}; its pop(milliseconds) returns one or nil
--   wrap(event)              an event of FreeSWITCH as tables read it: header(name), body()

local switch = {}

local api

-- Made once, at the first use: a module has no effect on being loaded.
local function commands()
  api = api or freeswitch.API()
  return api
end

function switch.call(command, argument)
  return commands():execute(command, argument) or ""
end

function switch.variable(name)
  return switch.call("global_getvar", name)
end

function switch.log(level, line)
  freeswitch.consoleLog(level, line .. "\n")
end

function switch.now_us()
  -- No command tells microseconds; an event is stamped when it is made. This one is never sent.
  return tonumber(freeswitch.Event("REQUEST_PARAMS"):getHeader("Event-Date-Timestamp"))
end

function switch.sleep(milliseconds)
  freeswitch.msleep(milliseconds)
end

function switch.is_running()
  return freeswitch.running()
end

function switch.fire(name, headers)
  local event = freeswitch.Event(name)
  for _, header in ipairs(headers) do
    event:addHeader(header[1], header[2])
  end
  event:fire()
end

function switch.wrap(event)
  return {
    header = function(name)
      return event:getHeader(name)
    end,
    body = function()
      return event:getBody()
    end,
  }
end

function switch.listen(length, first, ...)
  local consumer = freeswitch.EventConsumer(first[1], first[2] or "", length)
  for _, more in ipairs({...}) do
    consumer:bind(more[1], more[2] or "")
  end
  return {
    pop = function(milliseconds)
      local event = consumer:pop(1, milliseconds)
      return event and switch.wrap(event)
    end,
  }
end

return switch
