"""Who may sit: the seats in use, those kept for who has just gone, and how many of both each address has.

A line that drops must not cost the seat, or whoever fills a channel would get the seats of its members one by one. So a seat
outlives its socket for `grace_seconds`, for the same client alone. It counts for the address that took it first: a member
who changes networks neither loses the seat nor takes one from the new network's share.

Kept seats are seats of their channel, so there are never more than its capacity, however many come and go.
"""

from __future__ import annotations

from enum import Enum
from heapq import heappop, heappush
from typing import Protocol

from verto.core.codes import Refusal
from verto.core.limits import Limits
from verto.core.outbox import Outbox
from verto.core.ports import Entry
from verto.core.rules import refuse_seat, seat_share
from verto.core.session import Session


class Seat(Enum):
    """The answer to who asks for a seat and is not refused: it is taken, or that is being found out."""

    TAKEN = "taken"
    ASKED = "asked"


class Seats(Protocol):
    """The port behind which it is decided who may sit. One implementation decides for this process alone."""

    def take(self, session: Session, entry: Entry, outbox: Outbox) -> Seat | Refusal:
        """Ask for a seat for this socket; from an older socket of the same client it passes on."""

    def leave(self, session: Session, outbox: Outbox, *, was_seated: bool, is_kept: bool) -> None:
        """The socket has gone. `was_seated` where the client had been let in; `is_kept` where it may come back. Nothing
        happens where the seat has passed on."""

    def give_up(self, client_id: str, outbox: Outbox) -> None:
        """Free the seat that is kept for a client, if there is one: its right to be here has ended."""

    def sweep(self, now: float) -> None:
        """Forget what is over. Called twice a second."""


class _Place:
    """`seated` is when its client was last let in and there; `kept_until` is set while no socket uses the seat."""

    __slots__ = ("address", "channel_id", "kept_until", "seated", "session")

    def __init__(self, session: Session, entry: Entry) -> None:
        self.session: Session | None = session
        self.channel_id = entry.channel_id
        self.address = session.address
        self.seated: float | None = None
        self.kept_until: float | None = None


class LocalSeats:
    """The seats of all channels of one process, by client ID: a client belongs to one channel."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seats: dict[str, _Place] = {}
        self._channels: dict[str, dict[str, _Place]] = {}
        self._ends: list[tuple[float, str]] = []

    def take(self, session: Session, entry: Entry, outbox: Outbox) -> Seat | Refusal:
        """See `Seats`. Decided and taken in one step: the seat is this client's, or there is a reason why not."""
        self.sweep(outbox.now)
        seat = self._seats.get(entry.client_id)
        if seat is not None:
            if seat.session is not None and seat.session.is_seated():
                seat.seated = outbox.now
            seat.session, seat.kept_until = session, None
            return Seat.TAKEN
        others = self._channels.get(entry.channel_id, {})
        address = session.address
        neighbours = sum(other.address == address for other in others.values()) if address else 0
        share = seat_share(entry.capacity, self._limits)
        refusal = refuse_seat(len(others), entry.capacity, neighbours, share, is_locked=entry.locked)
        if refusal is not None:
            return refusal
        seat = self._seats[entry.client_id] = _Place(session, entry)
        self._channels.setdefault(entry.channel_id, {})[entry.client_id] = seat
        return Seat.TAKEN

    def leave(self, session: Session, outbox: Outbox, *, was_seated: bool, is_kept: bool) -> None:
        """See `Seats`."""
        client_id, now = session.client_id, outbox.now
        seat = self._seats.get(client_id)
        if seat is None or seat.session is not session:
            return
        seat.session = None
        if was_seated:
            seat.seated = now
        if not is_kept or seat.seated is None or seat.seated + self._limits.grace_seconds <= now:
            self._remove(client_id, seat)
            return
        seat.kept_until = seat.seated + self._limits.grace_seconds
        heappush(self._ends, (seat.kept_until, client_id))

    def give_up(self, client_id: str, outbox: Outbox) -> None:
        """See `Seats`."""
        seat = self._seats.get(client_id)
        if seat is not None and seat.kept_until is not None:
            self._remove(client_id, seat)

    def sweep(self, now: float) -> None:
        """See `Seats`. Frees the seats whose time is over."""
        while self._ends and self._ends[0][0] <= now:
            end, client_id = heappop(self._ends)
            seat = self._seats.get(client_id)
            if seat is not None and seat.kept_until == end:
                self._remove(client_id, seat)

    def count(self, channel_id: str) -> int:
        """Return how many seats of a channel are taken or kept."""
        return len(self._channels.get(channel_id, {}))

    def _remove(self, client_id: str, seat: _Place) -> None:
        del self._seats[client_id]
        others = self._channels[seat.channel_id]
        del others[client_id]
        if not others:
            del self._channels[seat.channel_id]
