"""Who may send to FreeSWITCH, and when: a window for all together, turns among clients, pauses on each socket.

mod_verto relays about a thousand messages a second, whoever sends them, and queues the rest; and it hands events to a
socket only after that socket has been silent for 50 ms. So at most `window` messages are under way at once, clients take
turns, so that one with a thousand messages delays another by one, and each socket is left in peace between bursts.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from verto.core.guard.limits import GuardLimits
from verto.core.session import Session


class Waiting(NamedTuple):
    """A message that waits for its turn. `text` is the frame for mod_verto, `owner` the client at which it will arrive.

    A message to the channel arrives at its sender too, who therefore is its owner.
    """

    number: int
    text: bytes
    cost: int
    since: float
    owner: Session


class _Flight(NamedTuple):
    cost: int
    sent: float
    since: float
    owner: Session


class Pace:
    """The bursts and pauses of one socket. `last` is when a frame went out."""

    __slots__ = ("_burst_until", "last")

    def __init__(self) -> None:
        self._burst_until = self.last = float("-inf")

    def wait(self, now: float, limits: GuardLimits) -> float:
        """Return when the next frame may go: not later than `now` if at once."""
        return now if now <= self._burst_until else self.last + limits.hush_seconds

    def sent(self, now: float, limits: GuardLimits) -> None:
        """A frame goes out now."""
        if now > self._burst_until:
            self._burst_until = now + limits.burst_seconds
        self.last = now


class Lane:
    """The messages of one client that wait."""

    __slots__ = ("_bytes", "is_leaving", "pace", "session", "waiting")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.is_leaving = False
        self.pace = Pace()
        self.waiting: deque[Waiting] = deque()
        self._bytes = 0

    def is_full(self, limits: GuardLimits) -> bool:
        """True when this client has as much waiting as it may."""
        return len(self.waiting) >= limits.pending_messages or self._bytes >= limits.pending_bytes

    def put(self, message: Waiting) -> None:
        """Queue a message."""
        self.waiting.append(message)
        self._bytes += len(message.text)

    def take(self) -> Waiting:
        """Take the oldest."""
        message = self.waiting.popleft()
        self._bytes -= len(message.text)
        return message


class Traffic:
    """All lanes of one guard."""

    def __init__(self, limits: GuardLimits) -> None:
        self._limits = limits
        self._turns: deque[Lane] = deque()
        self._flights: dict[int, _Flight] = {}
        self._load = 0
        self._silent_since: float | None = None
        self._missing = 0
        self.lost = 0

    def put(self, lane: Lane, message: Waiting) -> None:
        """Queue a message; ask `Lane.is_full` first."""
        if not lane.waiting:
            self._turns.append(lane)
        lane.put(message)

    def drop(self, lane: Lane) -> None:
        """Forget what still waits in this lane."""
        if lane.waiting:
            lane.waiting.clear()
            self._turns.remove(lane)

    def leave(self, lane: Lane) -> None:
        """The client is gone; what it had waiting still goes out, and nothing is expected to arrive at it any more."""
        lane.is_leaving = True
        for number in [number for number, flight in self._flights.items() if flight.owner is lane.session]:
            self._load -= self._flights.pop(number).cost

    def arrived(self, number: int, now: float) -> float | None:
        """A message has come out again; return since when it had waited, None if that is not known (any more)."""
        self._missing = 0
        self._silent_since = now if self._flights else None
        flight = self._flights.pop(number, None)
        if flight is None:
            return None
        self._load -= flight.cost
        return flight.since

    def is_silent(self, now: float) -> bool:
        """True when nothing has arrived for long though several messages should have."""
        return (
            self._missing >= self._limits.missing_messages
            and self._silent_since is not None
            and now - self._silent_since >= self._limits.silence_seconds
        )

    def restart(self) -> None:
        """FreeSWITCH is taken for a new one: what was under way is lost."""
        self.lost += len(self._flights)
        self._flights.clear()
        self._load = self._missing = 0
        self._silent_since = None

    def go(self, now: float) -> list[tuple[Session, bytes]]:
        """Return the frames that may go now, and take them for sent."""
        self._expire(now)
        going: list[tuple[Session, bytes]] = []
        pausing = 0
        while len(self._turns) > pausing and self._has_room():
            lane = self._turns.popleft()
            if lane.pace.wait(now, self._limits) > now:
                self._turns.append(lane)
                pausing += 1
                continue
            message = lane.take()
            lane.pace.sent(now, self._limits)
            if not lane.is_leaving:
                self._fly(message, now)
            going.append((lane.session, message.text))
            if lane.waiting:
                self._turns.append(lane)
        return going

    def next_go(self, now: float) -> float | None:
        """Return when `go` may have more to give; None while only an arrival or a new message can change that."""
        times = []
        if self._turns and self._has_room():
            times.append(min(lane.pace.wait(now, self._limits) for lane in self._turns))
        if self._flights:
            # The oldest comes first; whether it arrives or expires, the window has room again.
            oldest = next(iter(self._flights.values()))
            times.append(oldest.sent + self._limits.flight_seconds)
        return min(times) if times else None

    def _has_room(self) -> bool:
        return self._load < self._limits.window

    def _fly(self, message: Waiting, now: float) -> None:
        self._flights[message.number] = _Flight(message.cost, now, message.since, message.owner)
        self._load += message.cost
        if self._silent_since is None:
            self._silent_since = now

    def _expire(self, now: float) -> None:
        while self._flights:
            number, flight = next(iter(self._flights.items()))
            if now - flight.sent < self._limits.flight_seconds:
                return
            del self._flights[number]
            self._load -= flight.cost
            self._missing += 1
            self.lost += 1
