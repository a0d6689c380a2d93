"""Where a message goes, as the server tells it, and what of it the seal binds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peers.sealing.codec import to_base64url

EVERYBODY = "*"
NO_VISIT = bytes(32)
VISIT_BYTES = 32
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Route:
    """`channel`, `sender` and `to` are UUIDs as text; a broadcast is for EVERYBODY and NO_VISIT.

    Raises ValueError for anything else: a line feed in an ID would let one route read like another.
    """

    channel: str
    sender: str
    to: str = EVERYBODY
    to_visit: bytes = NO_VISIT

    def __post_init__(self) -> None:
        names = [self.channel, self.sender] if self.is_broadcast else [self.channel, self.sender, self.to]
        if not all(_UUID.fullmatch(name) for name in names):
            raise ValueError("channel and clients go by UUIDs in lower case")
        if len(self.to_visit) != VISIT_BYTES or (self.is_broadcast and self.to_visit != NO_VISIT):
            raise ValueError("a direct message is for a visit, a broadcast for none")

    @property
    def is_broadcast(self) -> bool:
        """Does it go to everybody in the channel?"""
        return self.to == EVERYBODY

    def bound(self) -> bytes:
        """Return what the seal binds, as additional data of AES-GCM and under the signature."""
        lines = ["pbx-peers sealed 1", self.channel, self.sender, self.to, to_base64url(self.to_visit)]
        return "\n".join(lines).encode()
