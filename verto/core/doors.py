"""How many sockets each network has open, and how many of them have not logged in.

Counted until the transport is gone: a socket that was told to close still costs what an open one costs.
"""

from __future__ import annotations

from collections import Counter

from verto.core.codes import SocketRefusal
from verto.core.limits import Limits
from verto.core.rules import refuse_socket
from verto.core.session import Session


class Doors:
    """Counts sockets by address. Whose address is not known ("") is not counted."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: Counter[str] = Counter()
        self._strangers: Counter[str] = Counter()

    def refuse(self, address: str) -> SocketRefusal | None:
        """Judge whether this address may open one more socket."""
        if not address:
            return None
        return refuse_socket(self._strangers[address], self._open[address], self._limits)

    def opened(self, session: Session) -> None:
        """Count a socket, as one that has not logged in."""
        if session.address:
            self._open[session.address] += 1
            self._strangers[session.address] += 1
            session.is_stranger = True

    def came_in(self, session: Session) -> None:
        """Count a socket as logged in from now on."""
        if session.is_stranger:
            session.is_stranger = False
            _less(self._strangers, session.address)

    def gone(self, session: Session) -> None:
        """Forget a socket whose transport is gone. Call it once."""
        self.came_in(session)
        if session.address:
            _less(self._open, session.address)


def _less(counts: Counter[str], address: str) -> None:
    counts[address] -= 1
    if not counts[address]:
        del counts[address]
