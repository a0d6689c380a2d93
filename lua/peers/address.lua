-- The address of a socket as mod_verto tells it (`127.0.0.1:40312`). FreeSWITCH made it, no client; still it becomes part
-- of commands, so nothing but the characters of addresses passes.

local address = {}

local LONGEST = 64

function address.is_sound(text)
  return type(text) == "string" and #text <= LONGEST and text:find("^[%x.:%[%]]+:%d+$") ~= nil
end

return address
