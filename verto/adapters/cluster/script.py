"""How `seats.lua` is called, and what its answers mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from verto.adapters.cluster import names
from verto.core.cluster.cluster import Claimed
from verto.core.codes import Refusal
from verto.core.effects import Claim, Release
from verto.core.limits import Limits
from verto.core.rules import seat_share
from verto.core.session import Session

SOURCE = (Path(__file__).parent / "seats.lua").read_text(encoding="utf-8")

Digest = Callable[[str], bytes]
"""From the network of a socket to what is kept of it: Redis may write down what it holds."""

KEYS = 3
Call = tuple[str | int, ...]
"""What follows the script and the number of its keys in EVALSHA: the keys, and the arguments."""


class SeatScript:
    """Writes the calls for one process. `clock` gives the time in ms for tests; without it Redis's own counts."""

    def __init__(self, limits: Limits, digest: Digest, clock: Callable[[], int] | None = None) -> None:
        self._limits = limits
        self._digest = digest
        self._clock = clock
        self._kept_ms = int(limits.grace_seconds * 1000)

    def claim(self, process: str, claim: Claim) -> Call:
        """Ask for a seat."""
        session, entry = claim
        share = seat_share(entry.capacity, self._limits)
        own = entry.client_id, process, self._address(session)
        return self._call("claim", entry.channel_id, *own, entry.capacity, share, int(entry.locked), self._kept_ms)

    def release(self, process: str, release: Release) -> Call:
        """Give a seat back."""
        keep = -1 if not release.is_kept else self._kept_ms if release.was_seated else 0
        return self._call("release", release.channel_id, release.client_id, process, release.seat_number, keep)

    def restore(self, process: str, former: str, sessions: Iterable[Session]) -> Mapping[str, Call]:
        """Take seats over under a new name, without asking; by channel."""
        by_channel: dict[str, list[str | int]] = defaultdict(list)
        for session in sessions:
            by_channel[session.channel_id] += session.client_id, session.seat_number, self._address(session)
        return {
            channel_id: self._call("restore", channel_id, process, former, *seats)
            for channel_id, seats in by_channel.items()
        }

    def sweep(self, channel_id: str) -> Call:
        """Remove what nobody has any more."""
        return self._call("sweep", channel_id)

    def _call(self, verb: str, channel_id: str, *arguments: str | int) -> Call:
        now = self._clock() if self._clock is not None else ""
        return names.seats(channel_id), names.CHANNELS, names.LAST_NUMBER, verb, names.LEASES, now, *arguments

    def _address(self, session: Session) -> str:
        return self._digest(session.address).hex() if session.address else ""


def claimed(answer: Sequence[Any]) -> Claimed:
    """Return what a claim was answered."""
    refusal = answer[0].decode()
    if refusal:
        return Claimed(Refusal(refusal))
    displaced = (answer[3].decode(), int(answer[4])) if len(answer) > 3 else None
    return Claimed(None, int(answer[1]), _texts(answer[2]), displaced)


def restored(answer: Sequence[Any]) -> tuple[Sequence[str], Collection[str]]:
    """Return the other processes that have somebody in the channel, and the clients whose seats somebody else has."""
    return _texts(answer[1]), _texts(answer[2])


def _texts(found: Iterable[bytes]) -> list[str]:
    return [text.decode() for text in found]
