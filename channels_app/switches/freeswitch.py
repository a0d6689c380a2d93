"""FreeSWITCH's mod_verto as the switch, on loopback behind a session layer of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import Error, close_old_connections, connection
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from channels_app.directory import OrmDirectory
from channels_app.fsapi.answers import loopback_password
from channels_app.nodes import living
from channels_app.problems import Problem, Refused
from channels_app.switches.base import VERTO_PATH
from channels_app.switches.event_socket import EventSocket
from channels_app.switches.freeswitch_status import ASK_SECONDS, FreeswitchStatus, StatusWatch
from channels_app.switches.nodes import NodeDirectory, NodePlace
from channels_app.switches.punts import Punter, PuntResult
from channels_app.switches.session_layer import SessionLayerSwitch, session_limits
from verto.adapters.asgi import VertoApp
from verto.adapters.driver import Driver
from verto.adapters.guard_links import GuardLinks
from verto.core.codes import PuntReason
from verto.core.guard.guard import Guard
from verto.core.guard.relay import FreeswitchRelay
from verto.core.nodes import home
from verto.core.switchboard import Switchboard

_NODE_ASK_SECONDS = 2.0
"""Whoever has a lease to give up finds out sooner."""
_MUTE_SECONDS = 20.0
"""A relay that has been silent for so long, and not been replaced by the watchdog, makes the node useless."""
_RETRY_SECONDS = 2


class FreeswitchSwitch(SessionLayerSwitch):
    """Browsers meet the session layer only; FreeSWITCH hears of a client when that has let it in."""

    def __init__(self) -> None:
        super().__init__()
        # Two connections: a punt must not wait for a status.
        self._watch = StatusWatch(_event_socket(), _NODE_ASK_SECONDS if settings.SWITCH_NODE else ASK_SECONDS)
        self._punter = Punter(_event_socket())

    def _make_driver(self) -> Driver:
        relay = FreeswitchRelay(loopback_password)
        switchboard = Switchboard(session_limits(), relay=relay)
        name = settings.SWITCH_NODE
        driver = Driver(switchboard, NodeDirectory(name) if name else OrmDirectory())
        if name:
            driver.place = NodePlace(name, driver, self._is_well)
        driver.links = GuardLinks(Guard(switchboard, relay), driver, settings.FREESWITCH_VERTO_URL)
        return driver

    @property
    def moves_channels(self) -> bool:
        """See `BaseSwitch`."""
        return bool(settings.SWITCH_NODE)

    @property
    def path(self) -> str:
        """See `BaseSwitch`."""
        return _path_of(settings.SWITCH_NODE)

    def path_to(self, channel_id: str) -> str:
        """See `BaseSwitch`. One small query, where there are nodes."""
        if not settings.SWITCH_NODE:
            return self.path
        name = home(channel_id, living())
        if name is None:
            raise Refused(Problem.TRY_LATER, retry_after=_RETRY_SECONDS)
        return _path_of(name)

    def _is_well(self) -> bool:
        """Can clients log in to this node's FreeSWITCH, and be heard?"""
        status = self._watch.latest()
        return status is not None and (status.relay_beat_age is None or status.relay_beat_age < _MUTE_SECONDS)

    def versions(self) -> Mapping[str, str]:
        status = self.status()
        found = {"FreeSWITCH": status.version} if status else {}
        if settings.SWITCH_NODE:
            found["FreeSWITCH nodes"] = ", ".join(sorted(node.name for node in living())) or "none is alive"
        return found

    def punt(self, sessids: Mapping[str, str], reason: PuntReason) -> None:
        super().punt(sessids, reason)
        self._punter.punt(sessids.values())

    def status(self) -> FreeswitchStatus | None:
        """Return how FreeSWITCH is, as of the last seconds; None when it does not answer."""
        return self._watch.latest()

    def problem(self) -> str:
        if settings.SWITCH_NODE:
            return _problem_of_nodes()
        return (
            ""
            if self._watch.first()
            else "FreeSWITCH does not answer: nobody can join, and those who talk go on talking."
        )

    def metrics(self) -> Iterator[Metric]:
        status = self.status()
        yield GaugeMetricFamily("freeswitch_up", "1 when FreeSWITCH answered last.", value=int(status is not None))
        if status is not None:
            yield from _gauges(status)
        yield from super().metrics()
        place = self._driver.place
        if place is not None and self._driver.is_started:
            yield GaugeMetricFamily("freeswitch_node_alive", "1 while this node holds its lease.", value=place.is_held)
        punts = CounterMetricFamily("freeswitch_punts", "Sessions that FreeSWITCH was to drop.", labels=["result"])
        for result in PuntResult:
            punts.add_metric([result], self._punter.results[result])
        yield punts

    def asgi_app(self) -> VertoApp:
        self._watch.start()
        return super().asgi_app()


def _problem_of_nodes() -> str:
    """Of several nodes one is enough: those that are away say so themselves."""
    try:
        nodes = living()
    except Error:
        # A database that is away is told of by itself.
        return ""
    finally:
        # Whoever asks may do so in any thread, and that must not keep a connection of the pool.
        if not connection.in_atomic_block:
            close_old_connections()
    return "" if nodes else "No FreeSWITCH node is alive: nobody can join, and those who talk go on talking."


def _path_of(node: str) -> str:
    return f"{VERTO_PATH}/{node}" if node else VERTO_PATH


def _event_socket() -> EventSocket:
    host, port = settings.FREESWITCH_EVENT_SOCKET
    return EventSocket(host, port, settings.FREESWITCH_EVENT_SOCKET_PASSWORD)


def _gauges(status: FreeswitchStatus) -> Iterator[Metric]:
    version = GaugeMetricFamily("freeswitch_info", "Always 1; the label tells the version.", labels=["version"])
    version.add_metric([status.version], 1)
    yield version
    yield GaugeMetricFamily("freeswitch_clients_connected", "Clients logged in to mod_verto.", value=status.clients)
    yield GaugeMetricFamily("freeswitch_sockets_open", "Sockets to mod_verto, logged in or not.", value=status.sockets)
    if status.relay_delay is not None:
        yield GaugeMetricFamily(
            "freeswitch_relay_delay_seconds",
            "Time that the watchdog's last message took through the relay.",
            value=status.relay_delay,
        )
    if status.relay_beat_age is not None:
        yield GaugeMetricFamily(
            "freeswitch_relay_beat_age_seconds",
            "Time since the watchdog's last message came through the relay.",
            value=status.relay_beat_age,
        )
