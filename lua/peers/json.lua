-- Text to a JSON string (RFC 8259 section 7). We write JSON and never read it, so this is all there is.
--
-- The text must be valid UTF-8 (`peers.utf8`); what JSON lets stand, stands.

local json = {}

local ESCAPES = {['"'] = '\\"', ["\\"] = "\\\\"}
for code = 0, 31 do
  ESCAPES[string.char(code)] = string.format("\\u%04x", code)
end

function json.quote(text)
  return '"' .. text:gsub('[%z\1-\31"\\]', ESCAPES) .. '"'
end

return json
