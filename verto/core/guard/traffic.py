"""Who may send to FreeSWITCH, and when: a window for all together, turns among clients, pauses on each socket.

mod_verto relays about a thousand messages a second, whoever sends them, and queues the rest; and it hands events to a
socket only after that socket has been silent for 50 ms. So about `window` messages are under way at once, clients take
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


class Pace:
    """The bursts and pauses of one socket.

    mod_verto answers every request, and hands out events 50 ms after the last one that it has worked off. So a pause
    begins with the last answer, not with the last frame sent: a burst may take mod_verto longer than it took us.
    """

    __slots__ = ("_answered_at", "_burst_until", "_in_burst", "_unanswered", "last")

    def __init__(self) -> None:
        self._burst_until = self._answered_at = self.last = float("-inf")
        self._in_burst = self._unanswered = 0

    def wait(self, now: float, limits: GuardLimits) -> float:
        """Return when the next frame may go: not later than `now` if at once."""
        if now <= self._burst_until and self._in_burst < limits.burst_frames:
            return now
        if self._unanswered:
            return self.last + limits.flight_seconds
        return max(self.last, self._answered_at) + limits.hush_seconds

    def sent(self, now: float, limits: GuardLimits) -> None:
        """A frame goes out now."""
        if now > self._burst_until or self._in_burst >= limits.burst_frames:
            self._burst_until = now + limits.burst_seconds
            self._in_burst = self._unanswered = 0
        self._in_burst += 1
        self._unanswered += 1
        self.last = now

    def answered(self, now: float) -> None:
        """mod_verto has worked off one request."""
        self._unanswered = max(0, self._unanswered - 1)
        self._answered_at = now


class Lane:
    """The messages of one client that wait, and the number of those that are under way."""

    __slots__ = ("_bytes", "is_leaving", "pace", "session", "under_way", "waiting")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.is_leaving = False
        self.pace = Pace()
        self.waiting: deque[Waiting] = deque()
        self.under_way = 0
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


class _Flight(NamedTuple):
    message: Waiting
    lane: Lane
    sent: float


class Traffic:
    """All lanes of one guard."""

    def __init__(self, limits: GuardLimits) -> None:
        self._limits = limits
        self._turns: deque[Lane] = deque()
        self._flights: dict[int, _Flight] = {}
        self._unheard: deque[_Flight] = deque()
        self._load = 0
        self._silent_since: float | None = None
        self._missing: list[Session] = []
        self.lost = 0

    def put(self, lane: Lane, message: Waiting) -> None:
        """Queue a message; ask `Lane.is_full` first."""
        if not lane.waiting:
            self._turns.append(lane)
        lane.put(message)

    def drop(self, lane: Lane) -> None:
        """Forget what still waits in this lane."""
        self.lost += len(lane.waiting)
        if lane.waiting:
            lane.waiting.clear()
            self._turns.remove(lane)

    def leave(self, lane: Lane) -> None:
        """The client is gone; what it had waiting still goes out. What arrives at it arrives unheard."""
        lane.is_leaving = True
        gone = [number for number, flight in self._flights.items() if flight.message.owner is lane.session]
        self._unheard.extend(self._flights.pop(number) for number in gone)

    def arrived(self, number: int, now: float) -> float | None:
        """A message has come out again; return since when it had waited, None if that is not known (any more)."""
        since = self._land(number).message.since if number in self._flights else None
        self._missing.clear()
        self._silent_since = now if self._flights else None
        return since

    def is_silent(self, now: float) -> bool:
        """True when nothing has arrived for long though several messages should have, at more than one client."""
        return (
            len(self._missing) >= self._limits.missing_messages
            and len(set(self._missing)) > 1
            and self._silent_since is not None
            and now - self._silent_since >= self._limits.silence_seconds
        )

    def restart(self) -> None:
        """FreeSWITCH is taken for a new one: what was under way is lost."""
        self.lost += len(self._flights)
        for number in list(self._flights):
            self._land(number)
        self._missing.clear()
        self._silent_since = None

    def go(self, now: float) -> list[tuple[Session, bytes]]:
        """Return the frames that may go now, and take them for sent."""
        self._expire(now)
        going: list[tuple[Session, bytes]] = []
        passed_over = 0
        while len(self._turns) > passed_over:
            lane = self._turns.popleft()
            if not self._may_go(lane) or lane.pace.wait(now, self._limits) > now:
                self._turns.append(lane)
                passed_over += 1
                continue
            passed_over = 0
            message = lane.take()
            if lane.waiting:
                self._turns.append(lane)
            if message.owner.is_closed() and message.owner is not lane.session:
                # The receiver has gone meanwhile: nobody is there to be told.
                continue
            self._fly(message, lane, now)
            lane.pace.sent(now, self._limits)
            going.append((lane.session, message.text))
        return going

    def next_go(self, now: float) -> float | None:
        """Return when `go` may have more to give; None while only an arrival or a new message can change that."""
        times = [lane.pace.wait(now, self._limits) for lane in self._turns if self._may_go(lane)]
        if self._flights:
            # The oldest comes first; whether it arrives or expires, the window has room again.
            oldest = next(iter(self._flights.values()))
            times.append(oldest.sent + self._limits.flight_seconds)
        if self._unheard:
            times.append(self._unheard[0].sent + self._limits.unheard_seconds)
        return min(times, default=None)

    def _may_go(self, lane: Lane) -> bool:
        """True while the window has room; and for the one message of a client that is here and has none under way."""
        return self._load < self._limits.window or not (lane.under_way or lane.is_leaving)

    def _fly(self, message: Waiting, lane: Lane, now: float) -> None:
        self._load += message.cost
        lane.under_way += 1
        flight = _Flight(message, lane, now)
        if lane.is_leaving and message.owner is lane.session:
            # FreeSWITCH works on it like on any other, so it takes its place in the window.
            self._unheard.append(flight)
            return
        self._flights[message.number] = flight
        if self._silent_since is None:
            self._silent_since = now

    def _land(self, number: int) -> _Flight:
        flight = self._flights.pop(number)
        self._make_room(flight)
        return flight

    def _make_room(self, flight: _Flight) -> None:
        self._load -= flight.message.cost
        flight.lane.under_way -= 1

    def _expire(self, now: float) -> None:
        while self._unheard and self._unheard[0].sent + self._limits.unheard_seconds <= now:
            self._make_room(self._unheard.popleft())
        while self._flights:
            number, flight = next(iter(self._flights.items()))
            if flight.sent + self._limits.flight_seconds > now:
                return
            self._missing.append(self._land(number).message.owner)
            del self._missing[: -self._limits.missing_messages]
            self.lost += 1
