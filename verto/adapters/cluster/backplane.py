"""Joins this process to the others by way of Redis, and joins it anew whenever that breaks.

A process that has lost Redis goes on relaying between its own sockets; nobody can log in, because nobody knows whether there is
a seat. When Redis answers again it takes a new name: all that was under the old one ends with its lease, its seats
are written down anew, and everybody in its channels is greeted again. So nothing has to be known of what broke, and when.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Sequence
from time import monotonic
from typing import Any

from redis.exceptions import RedisError

from verto.adapters.cluster.post import ChannelLayer, Post
from verto.adapters.cluster.script import Digest, SeatScript
from verto.adapters.cluster.store import SWEEP_SECONDS, LeaseLost, Restored, SeatStore
from verto.adapters.driver import Driver
from verto.core.cluster.cluster import Claimed, Cluster
from verto.core.cluster.wire import Part
from verto.core.codes import PuntReason
from verto.core.effects import Claim, ClusterEffect, Release, ToProcess
from verto.core.session import Session

log = logging.getLogger(__name__)

RENEW_SECONDS = 3.0
DUE_SECONDS = 0.25
RETRY_SECONDS = 0.5
JOIN_SECONDS = 5.0
STOP_SECONDS = 2.0
_MOST_AT_ONCE = 500


class Backplane:
    """Everything runs in the driver's loop. No method waits or raises but `stop`."""

    def __init__(self, cluster: Cluster, driver: Driver, store: SeatStore, layer: ChannelLayer) -> None:
        self._cluster = cluster
        self._driver = driver
        self._store = store
        self._layer = layer
        self._process = ""
        self._post: Post | None = None
        self._to_settle: deque[Claim | Release] = deque()
        self._settling: Sequence[Claim | Release] = ()
        self._has_to_settle: asyncio.Event
        self._is_settled: asyncio.Event
        self._task: asyncio.Task[None] | None = None
        self._is_joined = False
        self._is_failing = False

    @property
    def is_joined(self) -> bool:
        """Can clients log in?"""
        return self._is_joined

    def start(self) -> None:
        """Join, in the running loop."""
        self._has_to_settle, self._is_settled = asyncio.Event(), asyncio.Event()
        self._is_settled.set()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Say goodbye, as far as Redis answers."""
        if self._task is None:
            return
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._is_settled.wait()
                if self._is_joined and self._post is not None:
                    await self._post.send_waiting()
                    await self._store.close(self._process)
        except (RedisError, OSError) as problem:
            log.warning("Redis does not answer at the end: %s", type(problem).__name__)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    def perform(self, effect: ClusterEffect) -> None:
        """Do this, or answer soon that it cannot be done."""
        if isinstance(effect, ToProcess):
            if self._post is None or not self._post.put(effect.process, effect.part):
                self._cluster.not_told()
        elif not self._is_failing:
            self._to_settle.append(effect)
            self._has_to_settle.set()
            self._is_settled.clear()
        elif isinstance(effect, Claim):
            asyncio.get_running_loop().call_soon(self._claimed, effect.session, None)

    def heard(self, process: str, parts: Sequence[Part]) -> None:
        """See `Listener`."""
        self._driver.perform(self._cluster.heard(process, parts, self._driver.clock()))

    def missed(self, process: str) -> None:
        """See `Listener`."""
        self._driver.perform(self._cluster.missed(process, self._driver.clock()))

    def understood_nothing(self) -> None:
        """See `Listener`."""
        self._cluster.not_understood()

    def asked_to_punt(self, client_ids: Sequence[str], reason: str) -> None:
        """See `Listener`."""
        if reason in list(PuntReason):
            self._driver.punt(client_ids, PuntReason(reason))
        else:
            self._cluster.not_understood()

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.TaskGroup() as tasks:
                    await self._join(tasks)
            except* LeaseLost:
                self._fail("it forgot this process")
            except* (RedisError, OSError) as group:
                self._fail(type(_first(group)).__name__)
            except* Exception as group:
                # A fault of ours: it must not keep this process alone for ever.
                log.exception("The backplane failed", exc_info=_first(group))
                self._fail("of a fault")
            await asyncio.sleep(RETRY_SECONDS)

    async def _join(self, tasks: asyncio.TaskGroup) -> None:
        former, self._process = self._process, uuid.uuid4().hex
        await self._layer.flush()
        post = Post(self._layer, self._process, self)
        tasks.create_task(post.listen())
        await post.is_heard(JOIN_SECONDS)
        await self._store.open(self._process)
        sessions = self._cluster.seated()
        restored = await self._store.restore(self._process, former, sessions)
        self._post, self._is_joined = post, True
        self._begin(sessions, restored)
        if self._is_failing:
            log.warning("Redis answers again")
        self._is_failing = False
        tasks.create_task(post.send())
        tasks.create_task(self._settle())
        tasks.create_task(self._renew(post))
        tasks.create_task(self._look())

    def _begin(self, sessions: Sequence[Session], restored: Restored) -> None:
        """Tell the core whom else there is in its channels, and which of its seats somebody else has."""
        displaced = [(s.client_id, s.seat_number) for s in sessions if s.client_id in restored.displaced]
        # Who has left while the seats were written down.
        self._to_settle.extend(
            Release(s.channel_id, s.client_id, s.seat_number, is_kept=True, was_seated=True)
            for s in sessions
            if s.is_closed()
        )
        now = self._driver.clock()
        self._driver.perform(self._cluster.replaced(displaced, now))
        self._driver.perform(self._cluster.began_anew(restored.processes, now))

    def _fail(self, why: str) -> None:
        if not self._is_failing:
            log.error("Redis does not answer: %s. Who is here goes on; nobody can log in.", why)
        self._is_failing = True
        self._is_joined = False
        self._post = None
        unsettled, self._settling = [*self._settling, *self._to_settle], ()
        self._to_settle.clear()
        self._is_settled.set()
        for effect in unsettled:
            if isinstance(effect, Claim):
                self._claimed(effect.session, None)

    async def _settle(self) -> None:
        while True:
            await self._has_to_settle.wait()
            self._has_to_settle.clear()
            while self._to_settle:
                batch = [self._to_settle.popleft() for _ in range(min(len(self._to_settle), _MOST_AT_ONCE))]
                self._settling = batch
                answers = await self._store.settle(self._process, batch)
                self._settling = ()
                for effect, answer in zip(batch, answers, strict=True):
                    if isinstance(effect, Claim):
                        self._claimed(effect.session, answer)
            self._is_settled.set()

    def _claimed(self, session: Session, answer: Claimed | None) -> None:
        self._driver.perform(self._cluster.claimed(session, answer, self._driver.clock()))

    async def _renew(self, post: Post) -> None:
        next_sweep = 0.0
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            displaced = await self._store.renew(self._process)
            self._driver.perform(self._cluster.replaced(displaced, self._driver.clock()))
            neighbours = self._cluster.neighbours()
            dead = neighbours - await self._store.alive(neighbours)
            # Who has come in the meantime is not dead.
            alive = self._cluster.neighbours() - dead
            self._driver.perform(self._cluster.checked(alive, self._driver.clock()))
            post.beat(alive)
            if monotonic() >= next_sweep:
                next_sweep = monotonic() + SWEEP_SECONDS
                await self._store.sweep()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(DUE_SECONDS)
            self._driver.perform(self._cluster.due(self._driver.clock()))


def join(driver: Driver, url: str, layer: ChannelLayer, digest: Digest) -> None:
    """Make this driver's process one of those that share the Redis at `url`. Call it before the first socket."""
    switchboard = driver.switchboard
    store = SeatStore(url, SeatScript(switchboard.layer.limits, digest))
    driver.backplane = Backplane(Cluster(switchboard), driver, store, layer)


def _first(group: BaseExceptionGroup[Any]) -> BaseException:
    """Return one of the problems of a group of groups."""
    problem: BaseException = group
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return problem
