"""What both switches have: the session layer in this process, with every rule, and its driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from prometheus_client.core import GaugeMetricFamily, Metric

from channels_app.bans import network_digest
from channels_app.directory import OrmDirectory
from channels_app.switches.base import BaseSwitch
from common.addresses import network_of_scope
from verto.adapters.asgi import VertoApp
from verto.adapters.driver import Driver
from verto.core.codes import PuntReason
from verto.core.limits import Limits
from verto.core.stats import Stats
from verto.core.switchboard import Switchboard


def session_limits() -> Limits:
    """Return the numbers of the session layer as the operator wants them."""
    return Limits(
        strangers_per_address=settings.STRANGERS_PER_ADDRESS,
        sockets_per_address=settings.SOCKETS_PER_ADDRESS,
        seat_share_percent=settings.SEAT_SHARE_PERCENT,
        grace_seconds=settings.SEAT_KEPT_SECONDS,
    )


class SessionLayerSwitch(BaseSwitch):
    """Puts the parts together; they do nothing until the first socket opens."""

    def __init__(self) -> None:
        self._driver = self._make_driver()
        self._switchboard = self._driver.switchboard

    def _make_driver(self) -> Driver:
        """Return the driver of a session layer that relays in this process. Subclasses may relay otherwise."""
        return Driver(Switchboard(session_limits()), OrmDirectory())

    def members(self, channel_id: str) -> list[str]:
        return self._switchboard.members(channel_id)

    def counts(self) -> Mapping[str, int]:
        return {channel_id: count for channel_id, count in self._switchboard.occupancy().items() if count}

    def connected(self) -> Mapping[str, Sequence[str]]:
        return self._switchboard.connected()

    def has_session(self, client_id: str) -> bool:
        return self._switchboard.layer.roster.live(client_id) is not None

    def counts_here(self) -> Mapping[str, int]:
        return SessionLayerSwitch.counts(self)

    def address_digest(self, client_id: str) -> bytes:
        address = self._switchboard.address_of(client_id)
        return network_digest(address) if address else b""

    def live_from(self, address_digest: bytes) -> Sequence[str]:
        for address in self._switchboard.addresses():
            if network_digest(address) == address_digest:
                return self._switchboard.live_from(address)
        return ()

    def punt(self, sessids: Mapping[str, str], reason: PuntReason) -> None:
        self._driver.punt(sessids, reason)

    def sockets_here(self) -> int | None:
        return self._switchboard.socket_count() if self._driver.is_started else None

    def metrics(self) -> Iterator[Metric]:
        if not self._driver.is_started:
            # The sockets are in another process, which knows.
            return
        sockets = self._switchboard.socket_count()
        yield GaugeMetricFamily("verto_sockets_open", "Sockets open, logged in or not.", value=sockets)
        database = self._driver.is_directory_answering
        yield GaugeMetricFamily("verto_database_up", "Did the database answer the engine?", value=database)
        if self._driver.backplane is not None:
            redis = self._driver.backplane.is_joined
            yield GaugeMetricFamily("verto_redis_up", "Is this engine one of those that share a Redis?", value=redis)

    @property
    def stats(self) -> Stats:
        return self._switchboard.stats

    @property
    def driver(self) -> Driver:
        """The session layer's driver, for a server that speaks to it without ASGI."""
        return self._driver

    def asgi_app(self) -> VertoApp:
        return VertoApp(self._driver, network_of_scope)
