"""The port behind the session layer: carries what an approved client says. One implementation is this process itself."""

from __future__ import annotations

from typing import Protocol

from verto.core import replies
from verto.core.outbox import Outbox
from verto.core.roster import Room
from verto.core.session import Session


class Relay(Protocol):
    """Every rule was applied before. A relay keeps the order of one sender and hands over nothing but what it is given."""

    def direct(self, sender: Session, receiver: Session, body: str, outbox: Outbox) -> None:
        """Carry `body` from one client to another of its channel."""

    def publish(self, sender: Session, room: Room, message: dict[str, object], outbox: Outbox) -> None:
        """Carry `message["eventData"]` to every member of the sender's channel."""


class LocalRelay:
    """Delivers at once to the sockets of this process."""

    def direct(self, sender: Session, receiver: Session, body: str, outbox: Outbox) -> None:
        """See `Relay`."""
        outbox.send(receiver, replies.info(outbox.next_id(), sender.client_id, receiver.client_id, body))

    def publish(self, sender: Session, room: Room, message: dict[str, object], outbox: Outbox) -> None:
        """See `Relay`. One text for all: the id and the serial number are the channel's, not the receiver's."""
        members = list(room.members.values())
        if members:
            text = replies.event(outbox.next_id(), sender.channel_id, room.next_serno(), sender.client_id, message)
            outbox.send_all(members, text)
