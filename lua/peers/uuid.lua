-- UUIDs, in the only form in which we ever write one: lower case, with hyphens (RFC 9562 section 4).
--
-- They become parts of commands and keys, so this check comes before any other use. The same vectors as for
-- `is_canonical_uuid` in Python.

local uuid = {}

local H4 = "[0-9a-f][0-9a-f][0-9a-f][0-9a-f]"
local SHAPE = "^" .. H4 .. H4 .. "%-" .. H4 .. "%-" .. H4 .. "%-" .. H4 .. "%-" .. H4 .. H4 .. H4 .. "$"
local LENGTH = 36

function uuid.is_canonical(text)
  -- The length first: what a client wrote may have a million characters.
  return type(text) == "string" and #text == LENGTH and text:find(SHAPE) ~= nil
end

-- Returns both UUIDs of "<uuid>.<uuid>", or nil.
function uuid.pair(text)
  if type(text) ~= "string" or #text ~= 2 * LENGTH + 1 or text:sub(LENGTH + 1, LENGTH + 1) ~= "." then
    return nil
  end
  local first, second = text:sub(1, LENGTH), text:sub(LENGTH + 2)
  if uuid.is_canonical(first) and uuid.is_canonical(second) then
    return first, second
  end
  return nil
end

return uuid
