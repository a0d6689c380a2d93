"""What is known of one channel as far as other processes serve it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verto.core.cluster.wire import Clients
from verto.core.session import Session


class Change(NamedTuple):
    """A client elsewhere has become a member, or is none any more."""

    client_id: str
    is_member: bool


class Place(NamedTuple):
    """Where a client sits. News of a client that moves come from several processes and in any order: numbers grow."""

    process: str
    seat_number: int


class Others:
    """`seats` tells where clients sit elsewhere, `own` under which numbers they sit here; `members` are those elsewhere that
    have subscribed, in their order.

    `processes` are kept up to date about ours; those in `unheard` have not answered our greeting yet. When nobody is
    `awaited` any more, each until the given time at most, our `waiting` clients are let in. `uses` counts our seats and our
    logins under way. From `stale_from` on (None for never) the clients in `stale` are taken for gone.
    """

    __slots__ = ("awaited", "members", "own", "processes", "seats", "stale", "stale_from", "unheard", "uses", "waiting")

    def __init__(self) -> None:
        self.seats: dict[str, Place] = {}
        self.own: dict[str, int] = {}
        self.members: dict[str, None] = {}
        self.processes: set[str] = set()
        self.unheard: set[str] = set()
        self.awaited: dict[str, float] = {}
        self.waiting: list[Session] = []
        self.uses = 0
        self.stale: set[str] = set()
        self.stale_from: float | None = None

    @property
    def is_busy(self) -> bool:
        """Is there something that time will change?"""
        return bool(self.awaited) or self.stale_from is not None

    def sat_here(self, client_id: str, seat_number: int) -> Sequence[Change]:
        """A client sits here now, wherever it sat before; it is no member yet."""
        self.own[client_id] = seat_number
        return self._forget(client_id)

    def sat(self, process: str, client_id: str, seat_number: int) -> Sequence[Change]:
        """A client sits there now; wherever it sat before, it is no member yet."""
        if not self._seat(process, client_id, seat_number):
            return ()
        return self._unjoin(client_id)

    def gone(self, process: str, client_id: str) -> Sequence[Change]:
        """A client sits there no more. Nothing changes where it sits in a third process already."""
        return self._forget(client_id) if self._sits(process, client_id) else ()

    def changed(self, process: str, client_id: str, is_member: bool) -> Sequence[Change]:
        """A client that sits there has become a member or is none any more."""
        if not self._sits(process, client_id):
            return ()
        if not is_member:
            return self._unjoin(client_id)
        if client_id in self.members:
            return ()
        self.members[client_id] = None
        return (Change(client_id, True),)

    def greeted(self, process: str, until: float | None) -> None:
        """A process is asked for all it has; our clients wait for it until then, or not at all."""
        self.processes.add(process)
        self.unheard.add(process)
        if until is not None:
            self.awaited[process] = until

    def answered(self, process: str) -> None:
        """That process has answered."""
        self.unheard.discard(process)
        self.awaited.pop(process, None)

    def learn(self, process: str, clients: Clients) -> Sequence[Change]:
        """Take over all that a process has to say of this channel; who is known already is not announced again."""
        changes: list[Change] = []
        listed = {client_id for client_id, _, _ in clients}
        for client_id in [name for name in self.seats if name not in listed]:
            changes += self.gone(process, client_id)
        for client_id, seat_number, is_member in clients:
            if self._seat(process, client_id, seat_number):
                changes += self.changed(process, client_id, is_member)
        return changes

    def lose(self, process: str) -> Sequence[Change]:
        """A process serves this channel no more, or is no more."""
        self.processes.discard(process)
        self.answered(process)
        return self.learn(process, [])

    def begin_anew(self, stale_from: float) -> None:
        """Everybody elsewhere may have changed their process: ask again, and take for gone who has not turned up by then."""
        for known in self.processes, self.unheard, self.awaited:
            known.clear()
        self.stale = set(self.seats)
        self.stale_from = stale_from

    def drop_stale(self, now: float) -> Sequence[Change]:
        """Take for gone who has not turned up in time."""
        if self.stale_from is None or now < self.stale_from:
            return ()
        self.stale_from = None
        return [change for client_id in list(self.stale) for change in self._forget(client_id)]

    def _sits(self, process: str, client_id: str) -> bool:
        place = self.seats.get(client_id)
        return place is not None and place.process == process

    def _seat(self, process: str, client_id: str, seat_number: int) -> bool:
        """Note a seat, unless a newer one is known."""
        place = self.seats.get(client_id)
        if (place is not None and place.seat_number > seat_number) or self.own.get(client_id, 0) > seat_number:
            return False
        self.seats[client_id] = Place(process, seat_number)
        self.stale.discard(client_id)
        return True

    def _forget(self, client_id: str) -> Sequence[Change]:
        self.seats.pop(client_id, None)
        self.stale.discard(client_id)
        return self._unjoin(client_id)

    def _unjoin(self, client_id: str) -> Sequence[Change]:
        if client_id not in self.members:
            return ()
        del self.members[client_id]
        return (Change(client_id, False),)
