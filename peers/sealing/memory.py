"""What one page remembers of the others: which visit speaks for whom, and what each has said already."""

from __future__ import annotations

from dataclasses import dataclass, field

from peers.sealing.refusals import Reason, Refused
from peers.sealing.route import Route

MAX_COUNTER = 2**53 - 1
"""The last whole number that JavaScript counts without a gap."""
WINDOW = 64
MAX_VISITS = 16
"""Whose counters are remembered for each client."""


@dataclass
class Window:
    """The counters of one visit that are still taken: RFC 4303, section 3.4.3, 64 wide with the highest among them."""

    highest: int = 0
    _seen: set[int] = field(default_factory=set)

    def is_new(self, counter: int) -> bool:
        """Was it not seen, and is it not too old to tell?"""
        return max(0, self.highest - WINDOW) < counter <= MAX_COUNTER and counter not in self._seen

    def note(self, counter: int) -> None:
        """Remember a counter that is new."""
        self.highest = max(self.highest, counter)
        self._seen = {seen for seen in self._seen | {counter} if seen > self.highest - WINDOW}


@dataclass
class Memory:
    """For one page in one channel. It grows by 16 windows at most for each client that ever spoke to it."""

    _speakers: dict[str, bytes] = field(default_factory=dict)
    _windows: dict[str, dict[bytes, Window]] = field(default_factory=dict)

    def speaker(self, client: str) -> bytes | None:
        """Return the visit that speaks for a client, if one does."""
        return self._speakers.get(client)

    def release(self, client: str) -> None:
        """The server says that a client left or joined: from now on nobody speaks for it, until a visit does so directly."""
        self._speakers.pop(client, None)

    def release_all(self) -> None:
        """The line was lost, and who left and came meanwhile is not known."""
        self._speakers.clear()

    def judge(self, route: Route, visit: bytes, counter: int) -> None:
        """Look at a message whose signature holds. Raises Refused when its visit may not speak, or it was heard before."""
        speaker, windows = self.speaker(route.sender), self._windows.get(route.sender, {})
        may_take_place = speaker is None and not route.is_broadcast
        # A window that is forgotten would let its visit be played again: better not to hear the seventeenth.
        is_one_too_many = visit not in windows and len(windows) >= MAX_VISITS
        if (speaker != visit and not may_take_place) or is_one_too_many:
            raise Refused(Reason.WRONG_VISIT, visit)
        if not windows.get(visit, Window()).is_new(counter):
            raise Refused(Reason.REPLAYED, visit)

    def note(self, route: Route, visit: bytes, counter: int) -> None:
        """Remember a message that is believed; a direct one makes its visit speak."""
        self._windows.setdefault(route.sender, {}).setdefault(visit, Window()).note(counter)
        self._speakers[route.sender] = visit
