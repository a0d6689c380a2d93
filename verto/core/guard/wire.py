"""What the guard and mod_verto say to each other, as texts and as values. Nothing here decides.

A client's message travels as text inside `verto.info`, comes out of our Lua relay (`lua/relay.lua`) and arrives in a
`verto.event` on the receiver's socket. Inside the text is a `Parcel`.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import msgspec

from verto.core.frames import encode
from verto.core.replies import DOMAIN

MAX_FRAME_BYTES = 1_000_000
"""mod_verto's own limit; nothing larger can come from it."""

TO_CHANNEL = 0
"""The `target` of what everybody gets."""

LOGIN_ID, SUBSCRIBE_ID, INFO_ID = 1, 2, 3
"""Ids of our requests. Answers need not be told apart further: only the first two change anything."""


class Parcel(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """One message of a client on its way through FreeSWITCH.

    `epoch` grows with each login, and so tells apart those of the sender; `target` is the receiver's, or 0 for the
    channel. `seq` counts what the one has sent to the other from 0. `number` is unique while the message is under way.
    `content` is `[body]` for one receiver; for the channel it is `[eventSerno, eventData]`, or `[eventSerno]` where the
    sender gave no `eventData`. It is never taken apart: what is in it arrives as it was written.
    """

    kind: Literal["direct", "event"]
    epoch: int
    target: int
    seq: int
    number: int
    content: list[msgspec.Raw]


_read_parcel = msgspec.json.Decoder(Parcel).decode


class Replied(NamedTuple):
    """mod_verto has answered one of our requests."""

    request_id: object
    is_result: bool


class Approved(NamedTuple):
    """Our login worker has granted this socket its channel."""

    channel_id: str


class Arrived(NamedTuple):
    """A message for this client, or for its channel, from the client `sender`."""

    sender: str
    parcel: Parcel


class Punted(NamedTuple):
    """mod_verto is about to close this socket: somebody else has the session, or it was told to."""


class Other(NamedTuple):
    """Nothing that matters to us: pings, announcements, answers to what we did not ask."""


class Nonsense(NamedTuple):
    """What our own relay would never have sent."""


Heard = Replied | Approved | Arrived | Punted | Other | Nonsense


def request(request_id: int, method: str, params: object) -> bytes:
    """Return a request."""
    return encode({"jsonrpc": "2.0", "method": method, "params": params, "id": request_id})


def login(client_id: str, passwd: str, sessid: str) -> bytes:
    """Return the login of a client's link; repeated on the same socket it renews the lease."""
    return request(LOGIN_ID, "login", {"login": client_id, "passwd": passwd, "sessid": sessid})


def subscribe(channel_id: str) -> bytes:
    """Return the request for the channel's messages."""
    return request(SUBSCRIBE_ID, "verto.subscribe", {"eventChannel": channel_id})


def info(to: str, parcel: Parcel) -> bytes:
    """Return a message to a client or to the own channel.

    The parcel is JSON text within a JSON string: control characters stay escaped inside it, so that FreeSWITCH, which
    ends strings at NUL, never sees one.
    """
    return request(INFO_ID, "verto.info", {"msg": {"to": to, "body": encode(parcel).decode()}})


def read(raw: bytes, sessid: str, channel_id: str) -> Heard:
    """Say what a frame of mod_verto means to the client with this sessid and channel. Never raises."""
    try:
        message = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Nonsense()
    if not isinstance(message, dict):
        return Nonsense()
    method, params = message.get("method"), message.get("params")
    if method == "verto.event" and isinstance(params, dict):
        return _read_event(params, sessid, channel_id)
    if method == "verto.punt":
        return Punted()
    if method is None and ("result" in message or "error" in message):
        return Replied(message.get("id"), "result" in message)
    return Other()


def _read_event(params: dict[str, Any], sessid: str, channel_id: str) -> Heard:
    address, data = params.get("eventChannel"), params.get("eventData")
    if address not in (sessid, channel_id) or not isinstance(data, dict):
        return Nonsense()
    if address == sessid and data.keys() == {"ready"}:
        return Approved(data["ready"]) if isinstance(data["ready"], str) else Nonsense()
    sender, body = data.get("from"), data.get("body")
    if not isinstance(sender, str) or not isinstance(body, str):
        return Nonsense()
    try:
        parcel = _read_parcel(body)
    except (msgspec.MsgspecError, RecursionError):
        return Nonsense()
    if parcel.kind != ("direct" if address == sessid else "event") or not _is_sound(parcel):
        return Nonsense()
    return Arrived(sender.removesuffix("@" + DOMAIN), parcel)


def _is_sound(parcel: Parcel) -> bool:
    content = [bytes(part) for part in parcel.content]
    if min(parcel.epoch, parcel.target, parcel.seq, parcel.number) < 0:
        return False
    if parcel.kind == "direct":
        return len(content) == 1 and content[0].startswith(b'"')
    return 1 <= len(content) <= 2 and content[0].isdigit()
