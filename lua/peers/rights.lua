-- What a session may do in mod_verto: granted after approval, taken away as a whole.
--
-- Never `verto.broadcast`, with which one client can crash FreeSWITCH. Publishing is the relay's.

local rights = {}

local GRANTED = "verto.subscribe,verto.unsubscribe,verto.info"
-- The directory gives `echo` at each login.
local ALL = GRANTED .. ",echo"

local function is_done(reply)
  return reply:sub(1, 3) == "+OK"
end

-- Returns false if there is no such session any more.
function rights.grant(switch, sessid, channel)
  return is_done(switch.call("verto", "perm " .. sessid .. " event_channels " .. channel))
    and is_done(switch.call("verto", "perm " .. sessid .. " methods " .. GRANTED))
end

-- Takes speaking away from a session, and nothing else: the relay's answer to a flood.
function rights.silence(switch, sessid)
  switch.call("verto", "noperm " .. sessid .. " methods verto.info")
end

-- Takes all away. `channel` may be nil. Returns false if there is no such session.
function rights.revoke(switch, sessid, channel)
  if channel then
    switch.call("verto", "noperm " .. sessid .. " event_channels " .. channel)
  end
  return is_done(switch.call("verto", "noperm " .. sessid .. " methods " .. ALL))
end

return rights
