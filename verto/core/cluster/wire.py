"""What processes tell each other, as MessagePack: each part an array that begins with its kind.

Order is kept from one process to another, and nothing else is promised: a lost part is noticed (`Batch.seq`), and whoever
notices asks again with `Hello`, whose answer says all there is to know.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

Clients = list[tuple[str, int, bool]]
"""Who sits in a channel in one process, under which seat number, and whether as a member of it."""


class _Part(msgspec.Struct, array_like=True, gc=False):
    """Client IDs belong to `channel_id`. Of two seats of one client the one with the higher number is the newer."""

    channel_id: str


class Hello(_Part, tag="hello"):
    """We have somebody in this channel, namely these; keep us up to date, and answer with `Here`."""

    clients: Clients


class Here(_Part, tag="here"):
    """The answer to `Hello`: these, and nobody else."""

    clients: Clients


class Bye(_Part, tag="bye"):
    """We have nobody in this channel any more."""


class Sat(_Part, tag="sat"):
    """A client sits here now, wherever it sat before. It is no member yet."""

    client_id: str
    seat_number: int


class Gone(_Part, tag="gone"):
    """A client sits here no more."""

    client_id: str


class Changed(_Part, tag="changed"):
    """A client that sits here has become a member, or is none any more."""

    client_id: str
    is_member: bool


class Replaced(_Part, tag="replaced"):
    """A client's seat, which was yours under this number, has passed on to a newer socket of the same client."""

    client_id: str
    seat_number: int


class Info(_Part, tag="info"):
    """What one client tells another. `body` is the JSON text of a string."""

    sender: str
    client_id: str
    body: bytes


class Event(_Part, tag="event"):
    """What one client tells all. `data` is the JSON text of the `eventData`, empty where there is none."""

    sender: str
    data: bytes


Part = Hello | Here | Bye | Sat | Gone | Changed | Replaced | Info | Event

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Part]).decode


def encode(parts: Sequence[Part]) -> bytes:
    """Return parts as bytes."""
    return _encode(parts)


def decode(raw: bytes) -> list[Part]:
    """Return the parts. Raises ValueError for anything else."""
    try:
        return _decode(raw)
    except msgspec.MsgspecError as error:
        raise ValueError("not what a process says") from error
