"""The verbs of several processes: the store has answered, another process was heard or lost, and we begin anew.

Each returns what is to be done. `Driver` performs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

import msgspec

from verto.core import calls, logins, replies
from verto.core.cluster import wire
from verto.core.cluster.neighbours import Neighbours
from verto.core.cluster.others import Change, Others
from verto.core.cluster.seats import SharedSeats
from verto.core.cluster.wire import Bye, Changed, Event, Gone, Hello, Here, Info, Part, Replaced, Sat
from verto.core.codes import PuntReason, Refusal
from verto.core.effects import Release, ToProcess
from verto.core.endings import cut_slow_readers, punt, tell_presence
from verto.core.outbox import Outbox
from verto.core.session import Session, State
from verto.core.switchboard import Switchboard

GREETING_SECONDS = 1.0
"""A process that does not answer a greeting for so long is not waited for; it may have died just now."""
RETURN_SECONDS = 6.0
"""So long do clients elsewhere have to turn up again after we have begun anew: all processes may have to do the same."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The store's answer: why there is no seat; or else its number, the other processes that have somebody in the channel,
    and, where the client's seat was in use in one of them, which, and under what number."""

    refusal: Refusal | None
    seat_number: int = 0
    processes: Sequence[str] = ()
    displaced: tuple[str, int] | None = None


class Cluster:
    """Makes the session layer of `switchboard` one of several. Call it once, before the first socket."""

    def __init__(self, switchboard: Switchboard) -> None:
        layer = self._layer = switchboard.layer
        self._neighbours = layer.elsewhere = Neighbours(layer.stats)
        self._seats = layer.seats = SharedSeats(layer.limits, self._neighbours)
        self._displaced: set[int] = set()

    def claimed(self, session: Session, answer: Claimed | None, now: float) -> Outbox:
        """The store has answered the `Claim` of this socket, which may have closed meanwhile; None where it did not."""
        outbox = self._layer.outbox(now)
        channel_id = session.channel_id
        self._seats.asking.discard(session)
        if answer is not None:
            session.seat_number = answer.seat_number
        is_displaced = session.seat_number in self._displaced
        self._displaced.discard(session.seat_number)
        if not self._seats.asking:
            # What was noted for those who asked was about a seat that is none of ours any more.
            self._displaced.clear()
        if answer is None or answer.refusal is not None or session.is_closed():
            if answer is not None and answer.refusal is None:
                outbox.effects.append(Release(channel_id, session.client_id, session.seat_number, True, False))
            elif not session.is_closed():
                assert session.login is not None
                refusal = answer.refusal if answer and answer.refusal else Refusal.TRY_LATER
                logins.refuse(self._layer, session, session.login.request_id, refusal, outbox)
            self._neighbours.release(channel_id, outbox)
            return self._done(outbox)
        others = self._neighbours.channels[channel_id]
        self._apply(channel_id, others.sat_here(session.client_id, session.seat_number), outbox)
        for process in answer.processes:
            if process not in others.processes:
                self._greet(process, channel_id, others, outbox)
        if answer.displaced is not None:
            process, theirs = answer.displaced
            outbox.effects.append(ToProcess(process, Replaced(channel_id, session.client_id, theirs)))
        logins.sit(self._layer, session, outbox)
        if is_displaced:
            punt(self._layer, session, outbox, PuntReason.REPLACED)
        if session.is_seated():
            calls.take_held(self._layer, session, outbox)
        return self._done(outbox)

    def heard(self, process: str, parts: Iterable[Part], now: float) -> Outbox:
        """Another process has said this, in this order."""
        outbox = self._layer.outbox(now)
        for part in parts:
            if isinstance(part, Replaced):
                self._replaced(part.client_id, part.seat_number, outbox)
            elif isinstance(part, Bye):
                self._lose(process, part.channel_id, outbox)
            else:
                self._hear(part, process, outbox)
        return self._done(outbox)

    def checked(self, alive: Collection[str], now: float) -> Outbox:
        """Of the processes that serve a channel of ours these are alive. Call it every few seconds."""
        outbox = self._layer.outbox(now)
        for channel_id, others in list(self._neighbours.channels.items()):
            for process in sorted(others.processes.difference(alive)):
                self._lose(process, channel_id, outbox)
            for process in sorted(others.unheard):
                # The greeting was lost, or the answer.
                self._greet(process, channel_id, others, outbox, is_awaited=False)
        return self._done(outbox)

    def missed(self, process: str, now: float) -> Outbox:
        """Something that another process said was lost on the way: ask it for everything."""
        outbox = self._layer.outbox(now)
        for channel_id, others in self._neighbours.channels.items():
            if process in others.processes:
                self._greet(process, channel_id, others, outbox, is_awaited=False)
        return self._done(outbox)

    def replaced(self, seats: Iterable[tuple[str, int]], now: float) -> Outbox:
        """These seats of ours, by client ID and number, have passed on to other processes."""
        outbox = self._layer.outbox(now)
        for client_id, number in seats:
            self._replaced(client_id, number, outbox)
        return self._done(outbox)

    def began_anew(self, processes: Mapping[str, Sequence[str]], now: float) -> Outbox:
        """We have a new name, and our seats are in the store under it. `processes` are those that have somebody in each
        channel; what we knew of others may be outdated."""
        outbox = self._layer.outbox(now)
        for channel_id, others in list(self._neighbours.channels.items()):
            others.begin_anew(now + RETURN_SECONDS)
            for process in processes.get(channel_id, ()):
                self._greet(process, channel_id, others, outbox)
            self._let_in(others, outbox)
        return self._done(outbox)

    def due(self, now: float) -> Outbox:
        """Time has passed: call this a few times a second."""
        outbox = self._layer.outbox(now)
        busy = [item for item in self._neighbours.channels.items() if item[1].is_busy]
        for channel_id, others in busy:
            if others.awaited:
                for process in [name for name, until in others.awaited.items() if until <= now]:
                    del others.awaited[process]
                self._let_in(others, outbox)
            self._apply(channel_id, others.drop_stale(now), outbox)
        return self._done(outbox)

    def not_told(self) -> None:
        """Something could not be sent to another process. What is known of its clients is asked for again later."""
        self._layer.stats.dropped["not_crossed"] += 1

    def not_understood(self) -> None:
        """Another process has said what this version does not know."""
        self._layer.stats.dropped["nonsense_from_process"] += 1

    def seated(self) -> list[Session]:
        """Return all sockets of this process that have a seat."""
        roster = self._layer.roster
        return [session for room in roster.rooms.values() for session in room.seats.values()]

    def neighbours(self) -> set[str]:
        """Return the processes that serve a channel of ours."""
        return {process for others in self._neighbours.channels.values() for process in others.processes}

    def _greet(self, process: str, channel_id: str, others: Others, outbox: Outbox, *, is_awaited: bool = True) -> None:
        others.greeted(process, outbox.now + GREETING_SECONDS if is_awaited else None)
        outbox.effects.append(ToProcess(process, Hello(channel_id, self._clients(channel_id))))

    def _clients(self, channel_id: str) -> wire.Clients:
        room = self._layer.roster.rooms.get(channel_id)
        if room is None:
            return []
        return [
            (client_id, session.seat_number, client_id in room.members) for client_id, session in room.seats.items()
        ]

    def _lose(self, process: str, channel_id: str, outbox: Outbox) -> None:
        others = self._neighbours.channels.get(channel_id)
        if others is not None:
            self._apply(channel_id, others.lose(process), outbox)
            self._let_in(others, outbox)

    def _replaced(self, client_id: str, number: int, outbox: Outbox) -> None:
        session = self._layer.roster.live(client_id)
        if session is not None and session.seat_number == number:
            punt(self._layer, session, outbox, PuntReason.REPLACED)
        elif any(asking.client_id == client_id for asking in self._seats.asking):
            # It may be the seat that the store is just giving us.
            self._displaced.add(number)

    def _let_in(self, others: Others, outbox: Outbox) -> None:
        """Let in who waits, when nobody is awaited any more."""
        if others.awaited:
            return
        waiting, others.waiting = others.waiting, []
        for session in waiting:
            if session.state is State.WAITING:
                logins.admit(self._layer, session, outbox)
                if session.is_seated():
                    calls.take_held(self._layer, session, outbox)

    def _apply(self, channel_id: str, changes: Iterable[Change], outbox: Outbox) -> None:
        """Tell our members what has changed elsewhere. Of who sits here too, moving just now, this process tells itself."""
        room = self._layer.roster.rooms.get(channel_id)
        for client_id, is_member in changes:
            if room is not None and client_id not in room.members:
                tell_presence(self._layer, channel_id, client_id, outbox, "joined" if is_member else "left")

    def _hear(self, part: Part, process: str, outbox: Outbox) -> None:
        others = self._neighbours.channels.get(part.channel_id)
        if others is None:
            # Nobody of ours is there any more; only who greets us waits for an answer.
            if isinstance(part, Hello):
                outbox.effects.append(ToProcess(process, Here(part.channel_id, [])))
            return
        if process not in others.processes:
            if isinstance(part, Hello):
                others.processes.add(process)
            else:
                # Its greeting was lost.
                self._greet(process, part.channel_id, others, outbox)
        self._take(part, process, others, outbox)

    @singledispatchmethod
    def _take(self, part: Part, process: str, others: Others, outbox: Outbox) -> None:
        raise TypeError(type(part).__name__)

    @_take.register
    def _(self, part: Hello, process: str, others: Others, outbox: Outbox) -> None:
        self._apply(part.channel_id, others.learn(process, part.clients), outbox)
        outbox.effects.append(ToProcess(process, Here(part.channel_id, self._clients(part.channel_id))))

    @_take.register
    def _(self, part: Here, process: str, others: Others, outbox: Outbox) -> None:
        self._apply(part.channel_id, others.learn(process, part.clients), outbox)
        others.answered(process)
        self._let_in(others, outbox)

    @_take.register
    def _(self, part: Sat, process: str, others: Others, outbox: Outbox) -> None:
        self._apply(part.channel_id, others.sat(process, part.client_id, part.seat_number), outbox)

    @_take.register
    def _(self, part: Gone, process: str, others: Others, outbox: Outbox) -> None:
        self._apply(part.channel_id, others.gone(process, part.client_id), outbox)

    @_take.register
    def _(self, part: Changed, process: str, others: Others, outbox: Outbox) -> None:
        self._apply(part.channel_id, others.changed(process, part.client_id, part.is_member), outbox)

    @_take.register
    def _(self, part: Info, process: str, others: Others, outbox: Outbox) -> None:
        self._layer.stats.crossed["received"] += 1
        room = self._layer.roster.rooms.get(part.channel_id)
        receiver = room.seats.get(part.client_id) if room else None
        if receiver is None or not receiver.is_seated():
            self._layer.stats.dropped["no_receiver"] += 1
        else:
            outbox.send(receiver, replies.info(outbox.next_id(), part.sender, part.client_id, part.body))

    @_take.register
    def _(self, part: Event, process: str, others: Others, outbox: Outbox) -> None:
        self._layer.stats.crossed["received"] += 1
        room = self._layer.roster.rooms.get(part.channel_id)
        if room is not None and room.members:
            message: dict[str, object] = {"eventData": msgspec.Raw(part.data)} if part.data else {}
            text = replies.event(outbox.next_id(), part.channel_id, room.next_serno(), part.sender, message)
            outbox.send_all(list(room.members.values()), text)

    def _done(self, outbox: Outbox) -> Outbox:
        if outbox.cut:
            cut_slow_readers(self._layer, outbox)
        return outbox
