"""What the session layer wants done, as values: a driver does it. The session layer itself never touches a socket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from verto.core.codes import CloseCode

if TYPE_CHECKING:
    from verto.core.cluster.wire import Part
    from verto.core.ports import Entry
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


class OpenLink(NamedTuple):
    """Open a socket to the switch behind for this client, then call `Guard.opened`, or `Guard.lost`."""

    session: Session


class ToLink(NamedTuple):
    """Send this text (UTF-8 bytes) on the client's socket to the switch behind."""

    session: Session
    text: bytes


class CloseLink(NamedTuple):
    """Close the client's socket to the switch behind, opened or not."""

    session: Session


class Wake(NamedTuple):
    """Call `Guard.due` at this time, or soon after."""

    at: float


class Claim(NamedTuple):
    """Ask the store that all processes share for a seat; then call `Cluster.claimed`."""

    session: Session
    entry: Entry


class Release(NamedTuple):
    """Tell the store that a seat is not used any more, unless it has passed on: free it, or keep it for the client.

    `was_seated` where the client had been let in; else it is kept only as long as it had been kept before.
    """

    channel_id: str
    client_id: str
    seat_number: int
    is_kept: bool
    was_seated: bool


class ToProcess(NamedTuple):
    """Tell another process, after what it was told before."""

    process: str
    part: Part


LinkEffect = OpenLink | ToLink | CloseLink | Wake
ClusterEffect = Claim | Release | ToProcess
Effect = Send | SendAll | Close | LookUp | LoggedIn | Left | LinkEffect | ClusterEffect
