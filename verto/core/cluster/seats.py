"""Seats that several processes share: the store decides, and its answer comes later."""

from __future__ import annotations

from verto.core.cluster.neighbours import Neighbours
from verto.core.codes import Refusal
from verto.core.effects import Claim, Release
from verto.core.limits import Limits
from verto.core.outbox import Outbox
from verto.core.ports import Entry
from verto.core.seats import Seat
from verto.core.session import Session


class SharedSeats:
    """See `verto.core.seats.Seats`. `asking` are the sockets that wait for the store's answer."""

    def __init__(self, limits: Limits, neighbours: Neighbours) -> None:
        self._limits = limits
        self._neighbours = neighbours
        self._kept: dict[str, tuple[float, Release]] = {}
        self.asking: set[Session] = set()

    def take(self, session: Session, entry: Entry, outbox: Outbox) -> Seat | Refusal:
        """See `Seats`."""
        self.asking.add(session)
        self._neighbours.expect(entry.channel_id)
        outbox.effects.append(Claim(session, entry))
        return Seat.ASKED

    def leave(self, session: Session, outbox: Outbox, *, was_seated: bool, is_kept: bool) -> None:
        """See `Seats`. The store knows whether the seat has passed on."""
        release = Release(session.channel_id, session.client_id, session.seat_number, is_kept, was_seated)
        outbox.effects.append(release)
        if is_kept:
            # Out and in again, so that the newest stands last: `sweep` ends at the first whose time is not over.
            self._kept.pop(session.client_id, None)
            self._kept[session.client_id] = outbox.now + self._limits.grace_seconds, release

    def give_up(self, client_id: str, outbox: Outbox) -> None:
        """See `Seats`. Each process gives up what it had kept: all of them learn of an end."""
        kept = self._kept.pop(client_id, None)
        if kept is not None:
            outbox.effects.append(kept[1]._replace(is_kept=False))

    def sweep(self, now: float) -> None:
        """See `Seats`. The store frees seats by itself; what was noted here for `give_up` is of no use then."""
        for client_id, (until, _) in list(self._kept.items()):
            if until > now:
                return
            del self._kept[client_id]
