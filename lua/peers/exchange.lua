-- One question to the project: a POST to /fsapi by mod_curl, and how its answer is read.
--
-- mod_curl takes one line of words. The data is decoded once before it is sent, so it is encoded twice: what arrives is
-- a correct form, and no field can become another field or another word. Quotes keep the space in the header. The empty
-- proxy holds although the environment may name one: the secret is for this machine only. mod_curl writes header and
-- data to the log at level debug, which the shipped configuration leaves out.

local base64 = require("peers.base64")
local percent = require("peers.percent")

local exchange = {}

local CONNECT_SECONDS, SECONDS = 1, 3
local UUID = ("[0-9a-f]"):rep(8) .. (("%-" .. ("[0-9a-f]"):rep(4)):rep(3)) .. "%-" .. ("[0-9a-f]"):rep(12)
-- Anchored at the first byte and up to the next field: the order of the fields is mod_curl's, the text between is ours.
local APPROVED = '^{"exit_code":"0","status_code":"200","body":"ok (' .. UUID .. ')","'
local REDIRECTED = '"key":"[Ll][Oo][Cc][Aa][Tt][Ii][Oo][Nn]"'

-- Returns url and secret as configured, or nil and what is wrong with them (never the secret itself).
function exchange.configuration(switch)
  local url, secret = switch.variable("fsapi_url"), switch.variable("fsapi_secret")
  local host = url:match("^http://([%w.%[%]:]+)/[%w/._-]*$")
  local name = host and host:gsub(":%d+$", "")
  if name ~= "127.0.0.1" and name ~= "[::1]" and name ~= "localhost" then
    return nil, "fsapi_url is not an address on this machine"
  end
  if #secret < 32 or secret:find("[^A-Za-z0-9_-]") then
    return nil, "fsapi_secret is not 32 or more of letters, digits, _ and -"
  end
  return url, secret
end

-- Posts {name, value} pairs. Returns mod_curl's answer, or nil and why nothing was sent.
function exchange.ask(switch, fields)
  local url, secret = exchange.configuration(switch)
  if not url then
    return nil, secret
  end
  local line = {
    url,
    "json",
    "connect-timeout " .. CONNECT_SECONDS,
    "timeout " .. SECONDS,
    "proxy ''",
    "content-type application/x-www-form-urlencoded",
    "append_headers 'Authorization: Basic " .. base64.encode("freeswitch:" .. secret) .. "'",
    "post " .. percent.encode(percent.form(fields)),
  }
  return switch.call("curl", table.concat(line, " "))
end

-- Returns the channel of "ok <channel>", answered with status 200 by the address that was asked; nil for anything else.
function exchange.channel_of(answer)
  if type(answer) ~= "string" or answer:find(REDIRECTED) then
    return nil
  end
  return answer:match(APPROVED)
end

return exchange
