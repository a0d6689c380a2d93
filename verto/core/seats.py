"""Who may sit: the seats in use, those kept for who has just gone, and how many of both each address has.

A line that drops must not cost the seat, or whoever fills a channel would get the seats of its members one by one. So a seat
outlives its socket for `grace_seconds`, for the same client alone. It counts for the address that took it first: a member
who changes networks neither loses the seat nor takes one from the new network's share.

Kept seats are seats of their channel, so there are never more than its capacity, however many come and go.
"""

from __future__ import annotations

from heapq import heappop, heappush

from verto.core.codes import Refusal
from verto.core.limits import Limits
from verto.core.ports import Entry
from verto.core.rules import refuse_seat, seat_share


class _Seat:
    """`seated` is when its client was last let in and there; `kept_until` is set while no socket uses the seat."""

    __slots__ = ("address", "channel_id", "kept_until", "seated")

    def __init__(self, channel_id: str, address: str) -> None:
        self.channel_id = channel_id
        self.address = address
        self.seated: float | None = None
        self.kept_until: float | None = None


class Seats:
    """The seats of all channels of one process, by client ID: a client belongs to one channel."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seats: dict[str, _Seat] = {}
        self._channels: dict[str, dict[str, _Seat]] = {}
        self._ends: list[tuple[float, str]] = []

    def take(self, entry: Entry, address: str, now: float) -> Refusal | None:
        """Decide and take in one step: the seat is this client's, or there is a reason why not."""
        self.sweep(now)
        seat = self._seats.get(entry.client_id)
        if seat is not None:
            seat.kept_until = None
            return None
        others = self._channels.get(entry.channel_id, {})
        neighbours = sum(other.address == address for other in others.values()) if address else 0
        share = seat_share(entry.capacity, self._limits)
        refusal = refuse_seat(len(others), entry.capacity, neighbours, share, is_locked=entry.locked)
        if refusal is None:
            seat = self._seats[entry.client_id] = _Seat(entry.channel_id, address)
            self._channels.setdefault(entry.channel_id, {})[entry.client_id] = seat
        return refusal

    def leave(self, client_id: str, now: float, *, was_seated: bool, is_kept: bool) -> None:
        """The socket has gone. `was_seated` where the client had been let in; `is_kept` where it may come back."""
        seat = self._seats[client_id]
        if was_seated:
            seat.seated = now
        if not is_kept or seat.seated is None or seat.seated + self._limits.grace_seconds <= now:
            self._remove(client_id, seat)
            return
        seat.kept_until = seat.seated + self._limits.grace_seconds
        heappush(self._ends, (seat.kept_until, client_id))

    def give_up(self, client_id: str) -> None:
        """Free the seat that is kept for a client, if there is one: its right to be here has ended."""
        seat = self._seats.get(client_id)
        if seat is not None and seat.kept_until is not None:
            self._remove(client_id, seat)

    def sweep(self, now: float) -> None:
        """Free the seats whose time is over."""
        while self._ends and self._ends[0][0] <= now:
            end, client_id = heappop(self._ends)
            seat = self._seats.get(client_id)
            if seat is not None and seat.kept_until == end:
                self._remove(client_id, seat)

    def count(self, channel_id: str) -> int:
        """Return how many seats of a channel are taken or kept."""
        return len(self._channels.get(channel_id, {}))

    def _remove(self, client_id: str, seat: _Seat) -> None:
        del self._seats[client_id]
        others = self._channels[seat.channel_id]
        del others[client_id]
        if not others:
            del self._channels[seat.channel_id]
