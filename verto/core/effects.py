"""What the session layer wants done, as values: a driver does it. The session layer itself never touches a socket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from verto.core.codes import CloseCode

if TYPE_CHECKING:
    from verto.core.session import Session


class Send(NamedTuple):
    """Send this text (UTF-8 bytes) to one socket."""

    session: Session
    text: bytes


class SendAll(NamedTuple):
    """Send the same text to each of these sockets; the bytes are shared, not copied."""

    sessions: Sequence[Session]
    text: bytes


class Close(NamedTuple):
    """Close the socket after what was sent before."""

    session: Session
    code: CloseCode


class LookUp(NamedTuple):
    """Ask the directory for `client_id`, then call `Switchboard.looked_up` for this socket."""

    session: Session
    client_id: str


class LoggedIn(NamedTuple):
    """For the history: this client has logged in."""

    client_id: str


class Left(NamedTuple):
    """For the history: this client's socket is gone and no newer one took its place."""

    client_id: str


Effect = Send | SendAll | Close | LookUp | LoggedIn | Left
