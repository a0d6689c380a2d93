"""The port to the other processes that serve the same channels. One implementation is that there are none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from verto.core.outbox import Outbox
from verto.core.session import Session


class Elsewhere(Protocol):
    """What is told here leaves this process only where somebody of the same channel is elsewhere."""

    def sits(self, session: Session, outbox: Outbox) -> bool:
        """A client has sat down. True if everybody of its channel is known; else it is let in later."""

    def leaves(self, session: Session, outbox: Outbox) -> None:
        """A client that sat here sits no more."""

    def changes(self, session: Session, is_member: bool, outbox: Outbox) -> None:
        """A client that sits here has become a member of its channel, or is none any more."""

    def members(self, channel_id: str) -> Collection[str]:
        """Return the client IDs of the members elsewhere, in the order in which they joined."""

    def direct(self, sender: Session, client_id: str, body: bytes, outbox: Outbox) -> bool:
        """Carry `body`, the JSON text of a string, to a client of the sender's channel. False if none there is called so."""

    def publish(self, sender: Session, message: dict[str, object], outbox: Outbox) -> None:
        """Carry `message["eventData"]` to the members of the sender's channel that are elsewhere."""


class Nowhere:
    """This process is alone."""

    def sits(self, session: Session, outbox: Outbox) -> bool:
        """See `Elsewhere`."""
        return True

    def leaves(self, session: Session, outbox: Outbox) -> None:
        """See `Elsewhere`."""

    def changes(self, session: Session, is_member: bool, outbox: Outbox) -> None:
        """See `Elsewhere`."""

    def members(self, channel_id: str) -> Collection[str]:
        """See `Elsewhere`."""
        return ()

    def direct(self, sender: Session, client_id: str, body: bytes, outbox: Outbox) -> bool:
        """See `Elsewhere`."""
        return False

    def publish(self, sender: Session, message: dict[str, object], outbox: Outbox) -> None:
        """See `Elsewhere`."""
