"""The key of a channel in the part of its link that no browser sends to a server."""

from __future__ import annotations

from peers.sealing.codec import from_base64url, to_base64url
from peers.sealing.seal import KEY_BYTES

_PREFIX = "#k="


def fragment_of(key: bytes) -> str:
    """Return what stands behind a channel's address, from # on. Raises ValueError unless the key has 32 bytes."""
    if len(key) != KEY_BYTES:
        raise ValueError("a channel's key has 32 bytes")
    return _PREFIX + to_base64url(key)


def key_of(fragment: str) -> bytes:
    """Return the key in a fragment, from # on. Raises ValueError unless it is written as `fragment_of` writes it."""
    if not fragment.startswith(_PREFIX):
        raise ValueError("no key in this link")
    key = from_base64url(fragment.removeprefix(_PREFIX))
    if len(key) != KEY_BYTES:
        raise ValueError("a channel's key has 32 bytes")
    return key
