"""Counts what FreeSWITCH asks, so that a flood of logins is refused before it costs a query.

One frame to mod_verto can hold two thousand logins, and mod_verto asks for each of them. A count needs no address,
which we are not told anyway.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

# A client that logs in comes once, and again for its lease twice a minute.
CLIENT_BURST = 10
CLIENT_PER_SECOND = 1.0
CLIENTS = 10_000
# After a restart of FreeSWITCH everybody comes back at once.
ALL_BURST = 2_000
ALL_PER_SECOND = 500.0


class Bucket:
    """So many at once, then so many a second."""

    __slots__ = ("_at", "_burst", "_per_second", "_tokens")

    def __init__(self, burst: float, per_second: float, now: float) -> None:
        self._burst = self._tokens = burst
        self._per_second = per_second
        self._at = now

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._at) * self._per_second)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Limit:
    """A limit for each client, the newest of which are remembered, and one for all of them. Any thread may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, clients: int = CLIENTS) -> None:
        self._clock = clock
        self._size = clients
        self._clients: OrderedDict[str, Bucket] = OrderedDict()
        self._all = Bucket(ALL_BURST, ALL_PER_SECOND, clock())
        self._lock = Lock()

    def allows(self, client_id: str) -> bool:
        """Count one request of this client; False when it is one too many."""
        with self._lock:
            now = self._clock()
            bucket = self._clients.setdefault(client_id, Bucket(CLIENT_BURST, CLIENT_PER_SECOND, now))
            self._clients.move_to_end(client_id)
            if len(self._clients) > self._size:
                self._clients.popitem(last=False)
            # The client's own first: whoever floods alone takes nothing from the others.
            return bucket.take(now) and self._all.take(now)
