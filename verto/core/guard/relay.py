"""The relay port, by way of FreeSWITCH: what the session layer accepts goes out on the sender's link, numbered and paced."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from verto.core.effects import CloseLink, OpenLink, Wake
from verto.core.frames import encode
from verto.core.guard import wire
from verto.core.guard.limits import GuardLimits
from verto.core.guard.link import Link
from verto.core.guard.traffic import Traffic, Waiting
from verto.core.guard.wire import TO_CHANNEL, Parcel
from verto.core.outbox import Counter, Outbox
from verto.core.roster import Room
from verto.core.session import Session

Password = Callable[[str, str], str]
"""From client ID and sessid to the password under which FreeSWITCH knows the client."""


class FreeswitchRelay:
    """Holds a link for each client that has a seat. See `verto.core.relay.Relay` for the four methods of the port."""

    def __init__(self, password: Password, limits: GuardLimits | None = None) -> None:
        self.limits = limits or GuardLimits()
        self.traffic = Traffic(self.limits)
        self.links: dict[Session, Link] = {}
        self.leaving: dict[Session, Link] = {}
        self._password = password
        self._epoch = 0
        self._numbers = Counter()

    def admit(self, session: Session, outbox: Outbox) -> bool:
        """Ask for a link; the client is let in when that is ready (`Guard.heard`)."""
        passwd = self._password(session.client_id, session.sessid)
        # From the clock, so that it grows across restarts: FreeSWITCH may still hold messages of the process before.
        self._epoch = max(self._epoch + 1, int(outbox.now * 1000))
        self.links[session] = Link(session, passwd, self._epoch, outbox.now, self.limits)
        outbox.effects.append(OpenLink(session))
        outbox.effects.append(Wake(outbox.now))
        return False

    def release(self, session: Session, outbox: Outbox) -> None:
        """Forget the client. What it said last still goes out, so its link may stay for a moment."""
        link = self.links.pop(session, None)
        if link is None:
            return
        self.traffic.leave(link.lane)
        link.deadline = outbox.now + self.limits.longest_linger_seconds
        self.leaving[session] = link
        self.close_links(outbox)
        if self.leaving:
            outbox.effects.append(Wake(outbox.now))

    def close_links(self, outbox: Outbox) -> None:
        """Close the links of those who have left and have nothing to say any more."""
        for session, link in list(self.leaving.items()):
            since_last = outbox.now - link.lane.pace.last
            is_done = not link.lane.waiting and (not link.numbers or since_last >= self.limits.linger_seconds)
            if is_done or outbox.now >= link.deadline:
                self.forget(session, outbox)

    def forget(self, session: Session, outbox: Outbox) -> None:
        """Close the link of one who has left."""
        self.traffic.drop(self.leaving.pop(session).lane)
        outbox.effects.append(CloseLink(session))

    @property
    def has_links(self) -> bool:
        """True while there is anything to look after."""
        return bool(self.links or self.leaving)

    def direct(self, sender: Session, receiver: Session, body: bytes, outbox: Outbox) -> bool:
        """See `Relay`. Numbered for this login of the receiver, so that its link starts at 0."""
        link, target = self.links[sender], self.links[receiver]
        if link.lane.is_full(self.limits):
            return False
        seq = link.number_for(target.epoch)
        parcel = Parcel("direct", link.epoch, target.epoch, seq, self._numbers.next(), [msgspec.Raw(body)])
        self._put(link, receiver.client_id, parcel, 1, receiver, outbox)
        return True

    def publish(self, sender: Session, room: Room, message: dict[str, object], outbox: Outbox) -> bool:
        """See `Relay`. The serial number is given here, for all receivers alike."""
        link = self.links[sender]
        if link.lane.is_full(self.limits):
            return False
        content = [msgspec.Raw(b"%d" % room.next_serno())]
        if "eventData" in message:
            content.append(msgspec.Raw(encode(message["eventData"])))
        parcel = Parcel("event", link.epoch, TO_CHANNEL, link.number_for(TO_CHANNEL), self._numbers.next(), content)
        cost = 1 + len(room.seats) // self.limits.members_per_cost
        self._put(link, sender.channel_id, parcel, cost, sender, outbox)
        return True

    def tidy(self, link: Link, room: Room) -> None:
        """Let a link forget those who have left its channel, when there are more of them than of those who stayed."""
        if len(link.streams) > 16 + 4 * len(room.seats):
            link.streams = {key: stream for key, stream in link.streams.items() if key[0] in room.seats}
        if len(link.numbers) > 16 + 2 * len(room.seats):
            here = {TO_CHANNEL} | {self.links[seat].epoch for seat in room.seats.values() if seat in self.links}
            link.numbers = {epoch: number for epoch, number in link.numbers.items() if epoch in here}

    def _put(self, link: Link, to: str, parcel: Parcel, cost: int, owner: Session, outbox: Outbox) -> None:
        self.traffic.put(link.lane, Waiting(parcel.number, wire.info(to, parcel), cost, outbox.now, owner))
        outbox.effects.append(Wake(outbox.now))
