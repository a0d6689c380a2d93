"""The engine that ships with this project, in this process; with Redis, in several."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from redis import RedisError

from channels_app.bans import network_digest
from channels_app.switches.session_layer import SessionLayerSwitch
from verto.adapters.cluster import names
from verto.adapters.cluster.backplane import join
from verto.adapters.cluster.post import punt_message
from verto.adapters.cluster.presence import Everybody, Presence
from verto.adapters.driver import Driver
from verto.core.codes import PuntReason

log = logging.getLogger(__name__)

_OLD_SECONDS = 1.0
"""What pages show may be so old; what decides is read anew."""
_TELL_SECONDS = 1.0


class EmbeddedSwitch(SessionLayerSwitch):
    """The session layer relays by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._presence = Presence(settings.REDIS_URL) if settings.REDIS_URL else None

    def _make_driver(self) -> Driver:
        driver = super()._make_driver()
        if settings.REDIS_URL:
            join(driver, settings.REDIS_URL, get_channel_layer(), network_digest)
        return driver

    def counts(self) -> Mapping[str, int]:
        everybody = self._everybody(_OLD_SECONDS)
        if everybody is None:
            return super().counts()
        return {channel_id: len(room) for channel_id, room in everybody.items()}

    def connected(self) -> Mapping[str, Sequence[str]]:
        everybody = self._everybody(_OLD_SECONDS)
        if everybody is None:
            return super().connected()
        return {channel_id: list(room) for channel_id, room in everybody.items()}

    def has_session(self, client_id: str) -> bool:
        everybody = self._everybody()
        if everybody is None:
            return super().has_session(client_id)
        return any(client_id in room for room in everybody.values())

    def address_digest(self, client_id: str) -> bytes:
        everybody = self._everybody()
        if everybody is None:
            return super().address_digest(client_id)
        return next((room[client_id].address for room in everybody.values() if client_id in room), b"")

    def live_from(self, address_digest: bytes) -> Sequence[str]:
        everybody = self._everybody()
        if everybody is None:
            return super().live_from(address_digest)
        return [
            client_id
            for room in everybody.values()
            for client_id, present in room.items()
            if present.address == address_digest
        ]

    def punt(self, sessids: Mapping[str, str], reason: PuntReason) -> None:
        super().punt(sessids, reason)
        everybody = self._everybody() or {}
        by_process: dict[str, list[str]] = {}
        for room in everybody.values():
            for client_id in room.keys() & sessids.keys():
                by_process.setdefault(room[client_id].process, []).append(client_id)
        if by_process:
            try:
                async_to_sync(_tell)(by_process, reason)
            except (RedisError, OSError) as problem:
                log.warning("Redis carried no hint, the database has it: %s", type(problem).__name__)

    def processes(self) -> int | None:
        try:
            return None if self._presence is None else self._presence.processes()
        except (RedisError, OSError):
            return None

    def versions(self) -> Mapping[str, str]:
        try:
            return {} if self._presence is None else {"Redis": self._presence.version()}
        except (RedisError, OSError):
            return {}

    def problem(self) -> str:
        if self._presence is None or self._everybody(_OLD_SECONDS) is not None:
            return ""
        return "Redis does not answer: nobody can join, those who talk go on talking, and who is here cannot be shown."

    def _everybody(self, at_most_old: float = 0.0) -> Everybody | None:
        """Return who is connected in all processes; None where this is the only one, or Redis does not answer."""
        if self._presence is None:
            return None
        try:
            return self._presence.everybody(at_most_old)
        except (RedisError, OSError):
            return None


async def _tell(by_process: Mapping[str, Sequence[str]], reason: PuntReason) -> None:
    layer = get_channel_layer()
    async with asyncio.timeout(_TELL_SECONDS):
        for process, client_ids in by_process.items():
            await layer.send(names.inbox(process), punt_message(client_ids, reason))
