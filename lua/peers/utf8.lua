-- Is a text valid UTF-8 (RFC 3629) without NUL?
--
-- Browsers close a socket on which anything else arrives, so one sender could throw out a whole channel; and FreeSWITCH
-- ends texts at NUL. The same vectors as for Python's strict decoder.
--
-- Bytes are not looked at one by one, which takes Lua forty times as long: well-formed characters are replaced by a
-- full stop, kind by kind. Lead bytes and continuation bytes are different bytes, so no kind can eat what belongs to
-- another, nor can what is left join to a new character. Whatever high byte remains belonged to none.

local utf8 = {}

local TAIL = "[\128-\191]"

-- Lead byte, second byte; then plain continuation bytes up to the length.
local KINDS = {
  "[\194-\223]" .. TAIL,
  "\224[\160-\191]" .. TAIL,
  "[\225-\236\238\239]" .. TAIL .. TAIL,
  "\237[\128-\159]" .. TAIL, -- beyond lie the halves of UTF-16
  "\240[\144-\191]" .. TAIL .. TAIL,
  "[\241-\243]" .. TAIL .. TAIL .. TAIL,
  "\244[\128-\143]" .. TAIL .. TAIL, -- beyond lies U+10FFFF
}

function utf8.is_valid(text)
  if text:find("\0", 1, true) then
    return false
  end
  if not text:find("[\128-\255]") then
    return true -- nearly everything that is said
  end
  for _, kind in ipairs(KINDS) do
    text = text:gsub(kind, ".")
  end
  return not text:find("[\128-\255]")
end

return utf8
