"""Counts what FreeSWITCH asks, so that a flood of logins is refused before it costs a query.

One frame to mod_verto can hold two thousand logins, and mod_verto asks for each of them. A count needs no address,
which we are not told anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from verto.core.buckets import Buckets, Rate

# A client that logs in comes once, and again for its lease twice a minute.
CLIENT_BURST = 10
CLIENT_PER_SECOND = 1.0
CLIENTS = 10_000
# After a restart of FreeSWITCH everybody comes back at once.
ALL_BURST = 2_000
ALL_PER_SECOND = 500.0


class Limit:
    """A limit for each client, the newest of which are remembered, and one for all of them. Any thread may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._clients: Buckets[str] = Buckets(Rate(CLIENT_BURST, CLIENT_PER_SECOND), CLIENTS)
        self._all: Buckets[None] = Buckets(Rate(ALL_BURST, ALL_PER_SECOND), 1)
        self._lock = Lock()

    def allows(self, client_id: str) -> bool:
        """Count one request of this client; False when it is one too many."""
        with self._lock:
            now = self._clock()
            # The client's own first: whoever floods alone takes nothing from the others.
            return self._clients.take(client_id, now) and self._all.take(None, now)
