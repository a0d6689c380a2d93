"""What the session layer needs from outside, as protocols: who a client is, and whether it may still be here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from verto.core.codes import PuntReason, Refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """What the directory knows of one client.

    `password_hash` is the SHA-256 digest of the password's UTF-8 text, 32 bytes. `expires` is in seconds since the
    epoch, None for never. `capacity` is the number of seats of the client's channel; while that is `locked`, only who has a
    seat comes in. `refusal` is set when the directory already knows that this client may not come in, whatever it
    presents. `banned_addresses` are those of the addresses asked about from which nobody comes into this channel.
    """

    client_id: str
    channel_id: str
    password_hash: bytes = field(repr=False)
    sessid: str
    expires: float | None
    capacity: int
    refusal: Refusal | None = None
    locked: bool = False
    banned_addresses: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """A client whose right to be connected has ended, and why."""

    client_id: str
    reason: PuntReason


class Directory(Protocol):
    """Who is this client, and may it still be here? Every method may raise; the engine then grants nothing."""

    async def look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        """Return the entries of those clients that exist, in one query for all of them. Their sockets come from these
        addresses."""

    async def record(self, logged_in: Sequence[str], left: Sequence[str]) -> None:
        """Keep the history: these clients have logged in, these have left, about now."""

    async def ended_lately(self) -> Sequence[Ended]:
        """Return the clients that were ended in the last few seconds; repeats do no harm. Called twice a second."""

    async def ended_among(self, client_ids: Sequence[str]) -> Sequence[Ended]:
        """Return those of these live clients that may not stay, deleted ones included. Called every ten seconds.

        A login that was not written down is by now: who is connected must never look as if they had not come.
        """
