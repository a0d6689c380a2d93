-- Answers questions of a test in another language: the function by name, one hexadecimal argument a line.

package.path = os.getenv("LUA_SCRIPTS") .. "/?.lua;" .. package.path

local hex = require("peers.hex")

local function yes_or_no(check)
  return function(text)
    return check(text) and "yes" or "no"
  end
end

local functions = {
  uuid = yes_or_no(require("peers.uuid").is_canonical),
  address = yes_or_no(require("peers.address").is_sound),
  utf8 = yes_or_no(require("peers.utf8").is_valid),
  percent = require("peers.percent").encode,
  base64 = require("peers.base64").encode,
  json = require("peers.json").quote,
  hex = hex.encode,
  channel = function(answer)
    return require("peers.exchange").channel_of(answer) or ""
  end,
}

local answer = functions[arg[1]]
for line in io.lines() do
  print(hex.encode(answer(hex.decode(line))))
end
