"""The port behind the session layer: carries what an approved client says. One implementation is this process itself."""

from __future__ import annotations

from typing import Protocol

from verto.core import replies
from verto.core.outbox import Outbox
from verto.core.roster import Room
from verto.core.session import Session


class Relay(Protocol):
    """Every rule was applied before. A relay hands over nothing but what it is given, and each message once.

    It keeps the order of what one client says to another, and of what it says to all. A relay that is far away need not
    keep these two in order with each other, nor with presence.
    """

    def admit(self, session: Session, outbox: Outbox) -> bool:
        """Prepare for a client that has taken its seat. True if it can be let in now; else it is let in later."""

    def release(self, session: Session, outbox: Outbox) -> None:
        """Forget a client whose seat is free again."""

    def direct(self, sender: Session, receiver: Session, body: bytes, outbox: Outbox) -> bool:
        """Carry `body`, the JSON text of a string, from one client to another of its channel, both let in. False if this
        is more than it can take."""

    def publish(self, sender: Session, room: Room, message: dict[str, object], outbox: Outbox) -> bool:
        """Carry `message["eventData"]` to every member of the sender's channel. False as with `direct`."""


class LocalRelay:
    """Delivers at once to the sockets of this process."""

    def admit(self, session: Session, outbox: Outbox) -> bool:
        """See `Relay`. Nothing to prepare."""
        return True

    def release(self, session: Session, outbox: Outbox) -> None:
        """See `Relay`. Nothing to forget."""

    def direct(self, sender: Session, receiver: Session, body: bytes, outbox: Outbox) -> bool:
        """See `Relay`."""
        outbox.relayed += 1
        outbox.send(receiver, replies.info(outbox.next_id(), sender.client_id, receiver.client_id, body))
        return True

    def publish(self, sender: Session, room: Room, message: dict[str, object], outbox: Outbox) -> bool:
        """See `Relay`. One text for all: the id and the serial number are the channel's, not the receiver's."""
        outbox.relayed += 1
        members = list(room.members.values())
        if members:
            text = replies.event(outbox.next_id(), sender.channel_id, room.next_serno(), sender.client_id, message)
            outbox.send_all(members, text)
        return True
