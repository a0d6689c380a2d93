"""This process as one of several FreeSWITCH nodes: it serves the channels that belong to it, and no others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import Error

from channels_app.directory import OrmDirectory, lately_here, look_up
from channels_app.nodes import living, renew
from common.database import in_database_thread
from verto.adapters.driver import Driver
from verto.core.codes import Refusal
from verto.core.nodes import Node, refuse_channel
from verto.core.ports import Entry

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


class NodeDirectory(OrmDirectory):
    """Refuses clients of channels that belong to another node: with `wrong_node`, so that they ask where to go. Lets those of
    a locked channel back in that were in it when it moved."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        """See `OrmDirectory`. One query more for all of them: which nodes are alive;
        another where a channel is locked."""
        return await in_database_thread(self._look_up, client_ids, addresses)

    def _look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        entries, nodes = look_up(client_ids, addresses), living()
        # A seat waits at the node that gave it. Whoever had one in a channel that is locked by now is not new here either.
        locked = [client_id for client_id, entry in entries.items() if entry.locked]
        known = lately_here(locked, settings.SEAT_KEPT_SECONDS) if locked else set()
        return {
            client_id: replace(
                entry,
                refusal=entry.refusal or refuse_channel(entry.channel_id, nodes, self._name),
                locked=entry.locked and client_id not in known,
            )
            for client_id, entry in entries.items()
        }


class NodePlace:
    """See `verto.adapters.driver.Place`. Every second: renews the lease while `is_well` says that FreeSWITCH is, looks
    which nodes are alive, and closes the sockets of channels that belong to another one by now.

    A database that does not answer moves nobody: no other node can tell its clients anything either.
    """

    def __init__(self, name: str, driver: Driver, is_well: Callable[[], bool]) -> None:
        self._name = name
        self._driver = driver
        self._is_well = is_well
        self._task: asyncio.Task[None] | None = None
        self._is_held = False

    @property
    def is_held(self) -> bool:
        """Was this node alive at the last look?"""
        return self._is_held

    def start(self) -> None:
        """Begin in the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        """Look no more. The lease runs out by itself, so a restart that is quicker moves nobody."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _keep(self) -> None:
        while True:
            try:
                self._take(await in_database_thread(_look, self._name if self._is_well() else ""))
            except Error:
                # The database's own watch has said so already.
                self._is_held = False
            except Exception:
                self._is_held = False
                log.exception("The node could not keep its place")
            await asyncio.sleep(LOOK_SECONDS)

    def _take(self, nodes: Collection[Node]) -> None:
        is_held = any(node.name == self._name for node in nodes)
        if is_held is not self._is_held:
            log.warning("This FreeSWITCH node is %s", "alive" if is_held else "out: its lease is over")
        self._is_held = is_held
        switchboard = self._driver.switchboard
        moved = [
            channel_id
            for channel_id in switchboard.occupancy()
            if refuse_channel(channel_id, nodes, self._name) is Refusal.WRONG_NODE
        ]
        if moved:
            log.info("%d channels have moved to another FreeSWITCH node", len(moved))
            self._driver.perform(switchboard.vacate(moved, self._driver.clock()))


def _look(renewed: str) -> list[Node]:
    if renewed:
        renew(renewed)
    return living()
