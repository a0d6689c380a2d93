"""What one page remembers of the others: which visit speaks for whom, and what each has said already."""

from __future__ import annotations

from dataclasses import dataclass, field

from peers.sealing.refusals import Reason, Refused
from peers.sealing.route import Route

MAX_COUNTER = 2**53 - 1
"""The last whole number that JavaScript counts without a gap."""
WINDOW = 64
MAX_FORMER = 1000
"""Visits that are over and never speak again, remembered for each client."""


@dataclass
class Window:
    """The counters of one visit that are still taken: RFC 4303, section 3.4.3, 64 wide with the highest among them.

    Nothing up to `start` is taken: the visit said it before it was known here.
    """

    start: int = 0
    highest: int = 0
    _seen: set[int] = field(default_factory=set)

    def is_new(self, counter: int) -> bool:
        """Was it not seen, and is it not too old to tell?"""
        return max(self.start, self.highest - WINDOW) < counter <= MAX_COUNTER and counter not in self._seen

    def note(self, counter: int) -> None:
        """Remember a counter that is new."""
        self.highest = max(self.highest, counter)
        self._seen = {seen for seen in self._seen | {counter} if seen > self.highest - WINDOW}


@dataclass
class _Speaker:
    visit: bytes
    window: Window
    is_settled: bool = True
    former: dict[bytes, None] = field(default_factory=dict)


@dataclass
class Memory:
    """For one page in one channel."""

    _speakers: dict[str, _Speaker] = field(default_factory=dict)

    def speaker(self, client: str) -> bytes | None:
        """Return the visit that spoke last for a client, if one did."""
        known = self._speakers.get(client)
        return known.visit if known else None

    def release(self, client: str) -> None:
        """The server says that a client left or joined: another visit may take its speaker's place."""
        if client in self._speakers:
            self._speakers[client].is_settled = False

    def release_all(self) -> None:
        """The line was lost, and who left and came meanwhile is not known."""
        for known in self._speakers.values():
            known.is_settled = False

    def judge(self, route: Route, visit: bytes, counter: int) -> None:
        """Look at a message whose signature holds. Raises Refused when its visit may not speak, or it was heard before."""
        known = self._speakers.get(route.sender)
        if known is not None and known.visit == visit:
            if not known.window.is_new(counter):
                raise Refused(Reason.REPLAYED, visit)
            return
        if route.is_broadcast or (known is not None and (known.is_settled or visit in known.former)):
            raise Refused(Reason.WRONG_VISIT, visit)
        if not Window().is_new(counter):
            raise Refused(Reason.REPLAYED, visit)

    def note(self, route: Route, visit: bytes, counter: int) -> None:
        """Remember a message that is believed; the first of a visit is direct and makes it speak."""
        known = self._speakers.get(route.sender)
        if known is not None and known.visit == visit:
            known.window.note(counter)
            known.is_settled = True
            return
        former = {**known.former, known.visit: None} if known else {}
        if len(former) > MAX_FORMER:
            del former[next(iter(former))]
        self._speakers[route.sender] = _Speaker(visit, Window(start=counter, highest=counter), former=former)
