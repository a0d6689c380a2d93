"""What every switch gives Django, in words and as a base class.

A switch relays messages between the browsers of a channel. It asks the directory who a client is, and it alone knows
who is connected now. Whoever asks it here may be any thread of any process: answers come at once, and never raise because
the switch is not running; a switch that nobody has opened knows nobody. With Redis they are about all processes, else
about this one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from prometheus_client.core import Metric

from verto.core.codes import PuntReason
from verto.core.stats import Stats

VERTO_PATH = "/verto"


class BaseSwitch(ABC):
    """Subclasses are made once per process by `get_switch()`, without arguments."""

    def websocket_url(self, request: HttpRequest, channel_id: str) -> str:
        """Return the address at which this request's page finds the switch.

        Built from an origin of ours, never from what the request claims: the one the page names, or the first. Where
        several processes serve it, it names the channel, so that a proxy can send all of one channel to one of them; where
        channels belong to nodes, it names the node. That asks the database: call it in a database thread. Raises `Refused`
        with TRY_LATER when no node is alive.
        """
        origin = request.headers.get("Origin", "")
        if origin not in settings.ORIGINS:
            origin = _origin_of_host(request.headers.get("Host", ""))
        hint = f"?channel={channel_id}" if settings.REDIS_URL else ""
        return origin.replace("http", "ws", 1) + self.path_to(channel_id) + hint

    @property
    def moves_channels(self) -> bool:
        """Can a channel's address change while people are in it?"""
        return False

    @property
    def path(self) -> str:
        """The path at which this process serves the WebSocket."""
        return VERTO_PATH

    def path_to(self, channel_id: str) -> str:
        """Return the path at which a channel is served, now."""
        return self.path

    @abstractmethod
    def members(self, channel_id: str) -> list[str]:
        """Return the IDs of the clients subscribed to a channel."""

    @abstractmethod
    def counts(self) -> Mapping[str, int]:
        """Return how many clients are logged in, by channel ID; channels without any may be missing."""

    @abstractmethod
    def connected(self) -> Mapping[str, Sequence[str]]:
        """Return the IDs of the clients logged in, by channel ID."""

    def has_session(self, client_id: str) -> bool:
        """Is this client logged in here?"""
        return any(client_id in client_ids for client_ids in self.connected().values())

    def counts_here(self) -> Mapping[str, int]:
        """Return the same as `counts` for the sockets of this process alone."""
        return self.counts()

    def address_digest(self, client_id: str) -> bytes:
        """Return the digest (`channels_app.bans`) of the network from which this client is connected; empty where nobody
        knows."""
        return b""

    def live_from(self, address_digest: bytes) -> Sequence[str]:
        """Return the IDs of the clients logged in from the network with this digest, as far as they are known."""
        return ()

    @abstractmethod
    def punt(self, sessids: Mapping[str, str], reason: PuntReason) -> None:
        """Send these clients away soon: their IDs, each with its sessid.

        A hint that makes it faster: the database has said so already.
        """

    def problem(self) -> str:
        """Return a sentence for the operator when the switch cannot do its work, else nothing."""
        return ""

    def processes(self) -> int | None:
        """Return how many processes serve sockets; None where nobody can know. Takes a moment."""
        return None

    def versions(self) -> Mapping[str, str]:
        """Return by name what it runs on, as far as that answers. Takes a moment."""
        return {}

    def sockets_here(self) -> int | None:
        """Return how many sockets this process has, logged in or not; None where they come to another process."""
        return sum(self.counts_here().values())

    def metrics(self) -> Iterable[Metric]:
        """Return what there is to measure besides `stats`. Must not wait for anybody."""
        return ()

    @property
    @abstractmethod
    def stats(self) -> Stats:
        """The counts of this process since its start."""

    @abstractmethod
    def asgi_app(self) -> Any:
        """Return the ASGI application that serves the WebSocket; path and Origin are checked before it."""


def _origin_of_host(host: str) -> str:
    for origin in settings.ORIGINS:
        if urlsplit(origin).netloc == host:
            return origin
    return settings.ORIGINS[0]
