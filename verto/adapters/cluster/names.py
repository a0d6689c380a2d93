"""Under which names things are kept in Redis."""

from __future__ import annotations

CHANNELS = "peers:channels"
"""A set: the names of all channels that have seats."""
LEASES = "peers:process:"
"""Before the name of a process: there while it lives."""
PROCESS_LENGTH = 32
"""Of such a name, which is a UUID in hexadecimal."""
LAST_NUMBER = "peers:last_number"
"""Of the seat that was given out last."""
JANITOR = "peers:janitor"
"""There while somebody has swept lately."""
_SEATS = "peers:seats:"


def seats(channel_id: str) -> str:
    """Return the name of the seats of a channel, a hash by client ID; `seats.lua` says what is in it."""
    return _SEATS + channel_id


def displaced(process: str) -> str:
    """Return the name of the list of seats that a process has lost to others and has not heard of."""
    return f"{LEASES}{process}:displaced"


def channel_of(name: bytes | str) -> str:
    """Return the channel whose seats have this name."""
    return (name if isinstance(name, str) else name.decode()).removeprefix(_SEATS)


def inbox(process: str) -> str:
    """Return the name under which a process hears the others, in the channel layer."""
    return f"peers.inbox.{process}"
