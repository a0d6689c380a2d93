"""What clients of the measured systems say: verto to ours, to FreeSWITCH and to the bare relays; peerjs to peerjs-server."""

from __future__ import annotations

import json
from typing import Protocol

from bench.apps import ORIGIN, PASSWORD, PATH, channel_of, name_of
from bench.lanes import MARK, Lane, connect
from bench.websocket import text_frame

SMALL, LARGE = 200, 1200
"""Bytes of a message's body: a candidate, and a short description."""


def body_of(size: int) -> str:
    """Return a text of so many characters, like those that browsers send: JSON, and a mark at its end."""
    head = '{"v":1,"type":"description","dialog":null,"seq":1,"payload":{"sdp":"'
    lines = "a=mid:0 \\r\\n" * (size // 10)
    return (head + lines)[: size - len(MARK)] + MARK.decode()


def call(method: str, params: object) -> bytes:
    """Return a request as a browser writes it."""
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": 1}, separators=(",", ":")).encode()


class Dialect(Protocol):
    """How to come in, and how to say something."""

    ack: bytes | None
    """What each sender gets for each message, if anything."""
    heartbeat: bytes | None
    """What each client must write every five seconds, if anything."""
    welcome: bytes
    """In the last thing that a client hears before it is in."""

    def path(self, number: int) -> str:
        """Return what this client opens."""

    def login(self, number: int) -> bytes | None:
        """Return the frame with which it comes in, if one is needed."""

    def direct(self, to: int, body: str) -> bytes:
        """Return the frame that says this to one other client."""


class Verto:
    """The protocol of `docs/verto.md`."""

    ack: bytes | None = b'"SENT"'
    heartbeat: bytes | None = None
    welcome = b'"result"'

    def path(self, number: int) -> str:
        """See `Dialect`."""
        return PATH

    def login(self, number: int) -> bytes | None:
        """See `Dialect`. In the bench everybody's sessid is their ID."""
        name = name_of(number)
        return text_frame(call("login", {"login": name, "passwd": PASSWORD, "sessid": name}))

    def direct(self, to: int, body: str) -> bytes:
        """See `Dialect`."""
        return text_frame(call("verto.info", {"msg": {"to": name_of(to), "body": body}}))

    def subscribe(self, number: int) -> bytes:
        """Return the frame that makes this client a member of its channel."""
        return text_frame(call("verto.subscribe", {"eventChannel": channel_of(name_of(number))}))

    def broadcast(self, number: int, body: str) -> bytes:
        """Return the frame that says this to all members of this client's channel."""
        channel = channel_of(name_of(number))
        params = {"eventChannel": channel, "localBroadcast": True, "eventData": {"body": body}}
        return text_frame(call("verto.broadcast", params))


class Peerjs:
    """The protocol of peerjs-server. It acknowledges nothing, and closes who is silent for a while."""

    ack: bytes | None = None
    heartbeat: bytes | None = text_frame(b'{"type":"HEARTBEAT"}')
    welcome = b'"OPEN"'

    def path(self, number: int) -> str:
        """See `Dialect`."""
        return f"/peerjs?key=peerjs&id={name_of(number)}&token={PASSWORD}"

    def login(self, number: int) -> bytes | None:
        """See `Dialect`. The path has said it all."""
        return None

    def direct(self, to: int, body: str) -> bytes:
        """See `Dialect`."""
        message = {"type": "OFFER", "dst": name_of(to), "payload": body}
        return text_frame(json.dumps(message, separators=(",", ":")).encode())


async def come_in(port: int, dialect: Dialect, number: int) -> Lane:
    """Connect and log in."""
    frame = dialect.login(number)
    lane = await connect(port, dialect.path(number), ORIGIN)
    if frame is not None:
        await lane.say(frame, dialect.welcome)
    return lane
