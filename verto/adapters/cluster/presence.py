"""Who is connected in all processes, for whoever is none of them: read from Redis, from any thread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import RedisError
from redis.retry import Retry

from verto.adapters.cluster import names

ANSWER_SECONDS = 0.5
AGAIN_SECONDS = 1.0
"""So long after a failure nobody else is kept waiting for the same."""


@dataclass(frozen=True, slots=True)
class Present:
    """A client that has a socket: in which process, and the digest of the network it comes from, empty where that is
    not known."""

    process: str
    address: bytes = field(repr=False)


Everybody = Mapping[str, Mapping[str, Present]]
"""By channel, by client ID."""


class Presence:
    """Reads, and writes nothing."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._lock = Lock()
        self._newest: Everybody = {}
        self._at = self._failed_at = -1e9

    def everybody(self, at_most_old: float = 0.0) -> Everybody:
        """Return who is connected, as it was at most so many seconds ago. Raises `redis.RedisError`."""
        with self._lock:
            if monotonic() - self._failed_at < AGAIN_SECONDS:
                raise NoConnection("Redis did not answer a moment ago")
            if monotonic() - self._at > at_most_old:
                try:
                    self._newest, self._at = self._read(), monotonic()
                except (RedisError, OSError):
                    self._failed_at = monotonic()
                    raise
            return self._newest

    def processes(self) -> int:
        """Return how many processes say that they live. Raises `redis.RedisError`."""
        return sum(1 for _ in self._redis.scan_iter(match=names.LEASES + "?" * names.PROCESS_LENGTH, count=1000))

    def version(self) -> str:
        """Return which Redis it is. Raises `redis.RedisError`."""
        return str(self._redis.info("server")["redis_version"])

    def _read(self) -> Everybody:
        channels = list(self._redis.smembers(names.CHANNELS))
        with self._redis.pipeline(transaction=False) as pipe:
            for name in channels:
                pipe.hgetall(name)
            found = pipe.execute()
        everybody = {names.channel_of(name): _present(seats) for name, seats in zip(channels, found, strict=True)}
        processes = {present.process for room in everybody.values() for present in room.values()}
        return _of_the_living(everybody, self._alive(processes))

    def _alive(self, processes: set[str]) -> set[str]:
        if not processes:
            return set()
        asked = sorted(processes)
        leases = self._redis.mget([names.LEASES + process for process in asked])
        return {process for process, lease in zip(asked, leases, strict=True) if lease is not None}


def _present(seats: Mapping[bytes, bytes]) -> dict[str, Present]:
    """Return those of a channel that have a socket; `seats.lua` says how a seat is written."""
    found: dict[str, Present] = {}
    for client_id, text in seats.items():
        process, _, address, kept_until, _ = json.loads(text)
        if not kept_until:
            found[client_id.decode()] = Present(process, bytes.fromhex(address))
    return found


def _of_the_living(everybody: Everybody, alive: set[str]) -> Everybody:
    living = {
        channel_id: {client_id: seat for client_id, seat in room.items() if seat.process in alive}
        for channel_id, room in everybody.items()
    }
    return {channel_id: room for channel_id, room in living.items() if room}
