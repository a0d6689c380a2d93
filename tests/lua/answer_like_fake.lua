-- Puts the questions of `ask.lua` to the fake FreeSWITCH. `arg`: ask.lua, a session, a URL.

local fake = require("fake_freeswitch")

fake.connect(arg[2])
fake.answer = function(line)
  if line:find(arg[3], 1, true) then
    return fake.said("ok")
  end
  return '{"exit_code":"7","status_code":"0","headers":[]}'
end
argv = {arg[2], arg[3]}
stream = {
  write = function(_, text)
    io.write(text)
  end,
}
dofile(arg[1])
