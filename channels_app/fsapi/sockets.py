"""Sockets whose logins the hook has reported and which no session layer of ours speaks for.

Behind the guard, the session layer writes down who came and went, and what the hooks tell is the same once more. A client
that reached mod_verto by itself is known from its hooks only. The address decides: a disconnect is told without a
sessid, often after the client is back on another socket, and must then not mark it as gone.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

_CLIENTS = 10_000


class DirectSockets:
    """The newest direct socket of each client, for the clients seen last. Any thread may ask."""

    def __init__(self, clients: int = _CLIENTS) -> None:
        self._size = clients
        self._addresses: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def came(self, client_id: str, address: str) -> bool:
        """Remember a socket; False when it was reported before."""
        with self._lock:
            is_new = self._addresses.get(client_id) != address
            self._addresses[client_id] = address
            self._addresses.move_to_end(client_id)
            if len(self._addresses) > self._size:
                self._addresses.popitem(last=False)
            return is_new

    def left(self, client_id: str, address: str) -> bool:
        """Forget a socket; False when it is not the client's newest, or was none of these."""
        with self._lock:
            if self._addresses.get(client_id) != address:
                return False
            del self._addresses[client_id]
            return True

    def forget(self, client_id: str) -> None:
        """The session layer speaks for this client now."""
        with self._lock:
            self._addresses.pop(client_id, None)
