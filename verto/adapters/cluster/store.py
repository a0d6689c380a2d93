"""The seats of all processes, in Redis (7 or later). Each decision is one script, which Redis runs undisturbed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from verto.adapters.cluster import names, script
from verto.adapters.cluster.script import Call, SeatScript
from verto.core.cluster.cluster import Claimed
from verto.core.effects import Claim, Release
from verto.core.session import Session

LEASE_SECONDS = 12.0
"""A process that does not say for so long that it lives is taken for dead, and its seats are free."""
ANSWER_SECONDS = 2.0
SWEEP_SECONDS = 60.0
_CHANNELS_AT_ONCE = 200


class LeaseLost(Exception):
    """Redis does not know this process any more, so its seats may be somebody else's."""


@dataclass(frozen=True, slots=True)
class Restored:
    """By channel the other processes that have somebody in it, and the clients whose seats somebody else has by now."""

    processes: Mapping[str, Sequence[str]]
    displaced: Collection[str]


class SeatStore:
    """One connection. Every method may raise `redis.RedisError` or OSError."""

    def __init__(self, url: str, seat_script: SeatScript) -> None:
        # Whoever calls tries again, and as a whole: an answer of unknown worth is no answer.
        self._redis = Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            single_connection_client=True,
            retry=Retry(NoBackoff(), 0),
        )
        self._script = seat_script
        self._sha = ""

    async def open(self, process: str) -> None:
        """Connect anew, and give this process a lease."""
        await self._redis.aclose()
        await self._redis.initialize()
        self._sha = await self._redis.script_load(script.SOURCE)
        await self._redis.set(names.LEASES + process, "1", px=int(LEASE_SECONDS * 1000))

    async def close(self, process: str) -> None:
        """Give the lease back."""
        await self._redis.delete(names.LEASES + process)
        await self._redis.aclose()

    async def renew(self, process: str) -> list[tuple[str, int]]:
        """Keep the lease; return the seats that have passed on to other processes, by client ID and number. Raises
        `LeaseLost`."""
        notes = names.displaced(process)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(names.LEASES + process, "1", px=int(LEASE_SECONDS * 1000), xx=True)
            pipe.lrange(notes, 0, -1)
            pipe.delete(notes)
            is_kept, displaced, _ = await pipe.execute()
        if not is_kept:
            raise LeaseLost
        return _seats(displaced)

    async def alive(self, processes: Collection[str]) -> set[str]:
        """Return those of these processes that have a lease."""
        asked = list(processes)
        if not asked:
            return set()
        leases = await self._redis.mget([names.LEASES + process for process in asked])
        return {process for process, lease in zip(asked, leases, strict=True) if lease is not None}

    async def settle(self, process: str, effects: Sequence[Claim | Release]) -> list[Claimed | None]:
        """Do this in its order, in one round trip; return the answers to claims, and None for a release."""
        answers = await self._run(
            self._script.claim(process, effect) if isinstance(effect, Claim) else self._script.release(process, effect)
            for effect in effects
        )
        return [
            script.claimed(answer) if isinstance(effect, Claim) else None
            for effect, answer in zip(effects, answers, strict=True)
        ]

    async def restore(self, process: str, former: str, sessions: Sequence[Session]) -> Restored:
        """Take the seats of these sockets under a new name of this process, without asking whether they may sit; the lease
        of the former name ends."""
        # Some may have passed on just before, and have been left since.
        notes = {number for _, number in _seats(await self._redis.lrange(names.displaced(former), 0, -1))}
        displaced = {session.client_id for session in sessions if session.seat_number in notes}
        kept = [session for session in sessions if session.client_id not in displaced]
        calls = list(self._script.restore(process, former, kept).items())
        processes: dict[str, Sequence[str]] = {}
        for start in range(0, len(calls), _CHANNELS_AT_ONCE):
            chunk = calls[start : start + _CHANNELS_AT_ONCE]
            answers = await self._run(call for _, call in chunk)
            for (channel_id, _), answer in zip(chunk, answers, strict=True):
                processes[channel_id], lost = script.restored(answer)
                displaced.update(lost)
        if former:
            await self._redis.delete(names.LEASES + former)
        return Restored(processes, displaced)

    async def sweep(self) -> None:
        """Remove seats that nobody has any more from channels that nobody visits, unless another process has done so."""
        if await self._redis.set(names.JANITOR, "1", nx=True, px=int(SWEEP_SECONDS * 1000)):
            channels = await self._redis.smembers(names.CHANNELS)
            await self._run(self._script.sweep(names.channel_of(name)) for name in channels)

    async def _run(self, calls: Iterable[Call]) -> list[Any]:
        async with self._redis.pipeline(transaction=False) as pipe:
            for call in calls:
                pipe.evalsha(self._sha, script.KEYS, *call)
            return list(await pipe.execute())


def _seats(notes: Iterable[bytes | str]) -> list[tuple[str, int]]:
    return [(str(client_id), int(number)) for client_id, number in map(json.loads, notes)]
