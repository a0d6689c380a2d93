"""The port to what is elsewhere: tells other processes what they must know of our clients, and no other process anything."""

from __future__ import annotations

from collections.abc import Collection

from verto.core.cluster.others import Others
from verto.core.cluster.wire import Bye, Changed, Event, Gone, Info, Part, Sat
from verto.core.effects import ToProcess
from verto.core.frames import encode
from verto.core.outbox import Outbox
from verto.core.session import Session
from verto.core.stats import Stats


class Neighbours:
    """See `verto.core.elsewhere.Elsewhere`. `channels` holds those in which we have somebody, or a login under way."""

    def __init__(self, stats: Stats) -> None:
        self._stats = stats
        self.channels: dict[str, Others] = {}

    def expect(self, channel_id: str) -> None:
        """Somebody asks for a seat in this channel. From now on the greetings of other processes are heeded."""
        self.channels.setdefault(channel_id, Others()).uses += 1

    def release(self, channel_id: str, outbox: Outbox) -> None:
        """That has come to nothing, or the seat is free again."""
        others = self.channels[channel_id]
        others.uses -= 1
        if not others.uses:
            self._tell_all(others, Bye(channel_id), outbox)
            del self.channels[channel_id]

    def sits(self, session: Session, outbox: Outbox) -> bool:
        """See `Elsewhere`."""
        others = self.channels[session.channel_id]
        self._tell_all(others, Sat(session.channel_id, session.client_id, session.seat_number), outbox)
        if others.awaited:
            others.waiting.append(session)
            return False
        return True

    def leaves(self, session: Session, outbox: Outbox) -> None:
        """See `Elsewhere`."""
        others = self.channels[session.channel_id]
        if session in others.waiting:
            others.waiting.remove(session)
        if others.own.get(session.client_id) == session.seat_number:
            del others.own[session.client_id]
        self._tell_all(others, Gone(session.channel_id, session.client_id), outbox)
        self.release(session.channel_id, outbox)

    def changes(self, session: Session, is_member: bool, outbox: Outbox) -> None:
        """See `Elsewhere`."""
        part = Changed(session.channel_id, session.client_id, is_member)
        self._tell_all(self.channels[session.channel_id], part, outbox)

    def members(self, channel_id: str) -> Collection[str]:
        """See `Elsewhere`."""
        return self.channels[channel_id].members

    def direct(self, sender: Session, client_id: str, body: bytes, outbox: Outbox) -> bool:
        """See `Elsewhere`."""
        place = self.channels[sender.channel_id].seats.get(client_id)
        if place is None:
            return False
        outbox.relayed += 1
        self._stats.crossed["sent"] += 1
        outbox.effects.append(ToProcess(place.process, Info(sender.channel_id, sender.client_id, client_id, body)))
        return True

    def publish(self, sender: Session, message: dict[str, object], outbox: Outbox) -> None:
        """See `Elsewhere`. Encoded once, and sent once to each process that has members."""
        others = self.channels[sender.channel_id]
        if not others.members:
            return
        data = encode(message["eventData"]) if "eventData" in message else b""
        part = Event(sender.channel_id, sender.client_id, data)
        # Sorted, because the order of a set differs from run to run.
        for process in sorted({others.seats[client_id].process for client_id in others.members}):
            self._stats.crossed["sent"] += 1
            outbox.effects.append(ToProcess(process, part))

    def _tell_all(self, others: Others, part: Part, outbox: Outbox) -> None:
        outbox.effects.extend(ToProcess(process, part) for process in sorted(others.processes))
