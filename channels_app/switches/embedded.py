"""The engine that ships with this project, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from channels_app.directory import OrmDirectory
from channels_app.switches.base import BaseSwitch
from verto.adapters.asgi import VertoApp
from verto.adapters.driver import Driver
from verto.core.codes import PuntReason
from verto.core.stats import Stats
from verto.core.switchboard import Switchboard


class EmbeddedSwitch(BaseSwitch):
    """Puts the engine's parts together; they do nothing until the first socket opens."""

    def __init__(self) -> None:
        self._switchboard = Switchboard()
        self._driver = Driver(self._switchboard, OrmDirectory())

    def members(self, channel_id: str) -> list[str]:
        return self._switchboard.members(channel_id)

    def counts(self) -> Mapping[str, int]:
        return {channel_id: count for channel_id, count in self._switchboard.occupancy().items() if count}

    def connected(self) -> Mapping[str, Sequence[str]]:
        return self._switchboard.connected()

    def punt(self, client_ids: Iterable[str], reason: PuntReason) -> None:
        self._driver.punt(client_ids, reason)

    @property
    def stats(self) -> Stats:
        return self._switchboard.stats

    @property
    def driver(self) -> Driver:
        """The engine's driver, for a server that speaks to it without ASGI."""
        return self._driver

    def asgi_app(self) -> VertoApp:
        return VertoApp(self._driver)
