-- Base64 (RFC 4648 section 4), for the one header that needs it.

local base64 = {}

local DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function digit(value)
  return DIGITS:sub(value + 1, value + 1)
end

function base64.encode(text)
  local parts = {}
  for position = 1, #text, 3 do
    local a, b, c = text:byte(position, position + 2)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    parts[#parts + 1] = digit(math.floor(bits / 262144))
      .. digit(math.floor(bits / 4096) % 64)
      .. (b and digit(math.floor(bits / 64) % 64) or "=")
      .. (c and digit(bits % 64) or "=")
  end
  return table.concat(parts)
end

return base64
