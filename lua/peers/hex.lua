-- Text as hexadecimal digits: arguments of scripts are split at spaces and unquoted, digits come through as they are.

local hex = {}

function hex.encode(text)
  return (text:gsub(".", function(character)
    return string.format("%02x", character:byte())
  end))
end

-- Returns nil for what is not hexadecimal.
function hex.decode(digits)
  if type(digits) ~= "string" or #digits % 2 ~= 0 or digits:find("%X") then
    return nil
  end
  return (digits:gsub("%x%x", function(pair)
    return string.char(tonumber(pair, 16))
  end))
end

return hex
