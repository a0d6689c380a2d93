-- What our scripts say to clients, by the one safe way to publish: the command `event_channel_broadcast`.
--
-- Addressed to a sessid it reaches that socket alone, without a subscription; addressed to a channel, its subscribers.
-- Nothing is copied from what a client sent but the body, as one JSON string.

local json = require("peers.json")

local events = {}

local function publish(switch, address, data)
  switch.call("event_channel_broadcast", '{"eventChannel":"' .. address .. '","eventData":' .. data .. "}")
end

-- Tells a session that it has been approved, and for which channel.
function events.ready(switch, sessid, channel)
  publish(switch, sessid, '{"ready":"' .. channel .. '"}')
end

-- Hands over what `sender` says; `body` is valid UTF-8.
function events.deliver(switch, address, sender, body)
  publish(switch, address, '{"from":"' .. sender .. '","body":' .. json.quote(body) .. "}")
end

return events
