"""The effects of one turn, and the credit of slow readers: who is sent more than it reads is asked, then cut.

A server such as daphne takes everything that is sent and never says that a client has stopped reading. So the session
layer counts: after `ask_bytes` without an answer it sends a `verto.ping`, whose answer proves that all before it was
read. At `cut_bytes`, when the answer has had time to come, or `cut_seconds` after asking (see `Switchboard.tick`), the socket is
closed.
"""

from __future__ import annotations

from collections.abc import Sequence

from verto.core.codes import CloseCode
from verto.core.effects import Close, Effect, Left, LoggedIn, LookUp, Send, SendAll
from verto.core.limits import Limits
from verto.core.session import Session


class Counter:
    """The ids of the requests that the server makes, one row for all sockets, from 1."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        """Return the next id."""
        self.last += 1
        return self.last


class Outbox:
    """Gathers effects. `cut` holds the slow readers that the switchboard must end after this turn."""

    __slots__ = ("_ids", "_limits", "cut", "effects", "now", "relayed")

    def __init__(self, now: float, limits: Limits, ids: Counter) -> None:
        self.now = now
        self.effects: list[Effect] = []
        self.cut: list[Session] = []
        self.relayed = 0
        self._limits = limits
        self._ids = ids

    def next_id(self) -> int:
        """Return an id for a request of the server."""
        return self._ids.next()

    def send(self, session: Session, text: bytes, before: int | None = None) -> None:
        """Send to one socket: last, or before the effect at index `before`."""
        if before is None:
            self.effects.append(Send(session, text))
        else:
            self.effects.insert(before, Send(session, text))
        self._charge(session, len(text))

    def send_all(self, sessions: Sequence[Session], text: bytes) -> None:
        """Send the same text to several sockets."""
        self.effects.append(SendAll(sessions, text))
        size = len(text)
        for session in sessions:
            self._charge(session, size)

    def ping(self, session: Session) -> None:
        """Ask the client to answer. The answer settles everything that was sent before."""
        session.ping_id = self.next_id()
        session.ping_at = self.now
        session.ping_sent = session.sent
        text = b'{"jsonrpc":"2.0","id":%d,"method":"verto.ping","params":{"serno":%d}}' % (session.ping_id, self.now)
        self.effects.append(Send(session, text))
        session.sent += len(text)

    def close(self, session: Session, code: CloseCode) -> None:
        """Close the socket."""
        self.effects.append(Close(session, code))

    def look_up(self, session: Session, client_id: str) -> None:
        """Ask the directory."""
        self.effects.append(LookUp(session, client_id))

    def logged_in(self, client_id: str) -> None:
        """Note a login for the history."""
        self.effects.append(LoggedIn(client_id))

    def left(self, client_id: str) -> None:
        """Note a departure for the history."""
        self.effects.append(Left(client_id))

    def _charge(self, session: Session, size: int) -> None:
        session.sent += size
        unread = session.sent - session.answered
        if unread <= self._limits.ask_bytes:
            return
        if unread > self._limits.cut_bytes and self._is_overdue(session, unread):
            self.cut.append(session)
        elif not session.asked_bytes:
            session.asked_bytes = True
            self.ping(session)

    def _is_overdue(self, session: Session, unread: int) -> bool:
        if unread > self._limits.burst_bytes:
            return True
        return session.asked_bytes and self.now - session.ping_at >= self._limits.cut_patience
