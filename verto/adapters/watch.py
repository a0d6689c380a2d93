"""The engine's timers: ticks of the session layer, the history, and the look for clients whose right has ended."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from verto.core.codes import PuntReason
from verto.core.ports import Directory, Ended
from verto.core.switchboard import TICKS

if TYPE_CHECKING:
    from verto.adapters.driver import Driver

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
ROLL_CALL_SECONDS = 10.0
MOST_UNRECORDED = 50_000


Step = Callable[[], Awaitable[None]]


class Watch:
    """Two tasks: one that only knows the session layer and so never waits, one that talks to the directory.

    Truth about ends is in the directory, and this look finds it whichever process wrote it. A directory that does not
    answer leaves everybody where they are; it is logged once until it answers again.
    """

    def __init__(self, directory: Directory, driver: Driver) -> None:
        self.logged_in: list[str] = []
        self.left: list[str] = []
        self._directory = directory
        self._driver = driver
        self._tasks: list[asyncio.Task[None]] = []
        self.is_failing = False

    def start(self) -> None:
        """Start in the running loop. Tasks of a loop that has ended are forgotten."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._tick()), loop.create_task(self._look())]

    async def stop(self) -> None:
        """End both tasks, and write down what is left of the history."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if self.logged_in or self.left:
            await self._try(self._record)

    async def _tick(self) -> None:
        for part in cycle(range(TICKS)):
            await asyncio.sleep(TICK_SECONDS / TICKS)
            try:
                self._driver.perform(self._driver.switchboard.tick(self._driver.clock(), part))
            except Exception:
                log.exception("A tick failed")

    async def _look(self) -> None:
        next_roll_call = self._driver.clock() + ROLL_CALL_SECONDS
        while True:
            await asyncio.sleep(TICK_SECONDS)
            live = self._driver.switchboard.live_ids()
            is_roll_call = self._driver.clock() >= next_roll_call
            if is_roll_call:
                next_roll_call = self._driver.clock() + ROLL_CALL_SECONDS
            steps: list[Step] = []
            if self.logged_in or self.left:
                steps.append(self._record)
            # With nobody here the answer matters to nobody; that there is one is the health of this process.
            if live or is_roll_call:
                steps.append(lambda: self._punt_all(self._directory.ended_lately()))
            if live and is_roll_call:
                steps.append(partial(self._call_roll, live))
            await self._try(*steps)

    async def _call_roll(self, live: Sequence[str]) -> None:
        await self._punt_all(self._directory.ended_among(live))

    async def _record(self) -> None:
        logged_in, self.logged_in = self.logged_in, []
        left, self.left = self.left, []
        try:
            await self._directory.record(logged_in, left)
        except BaseException:
            # For the next time; but a directory that stays away must not fill the memory.
            self.logged_in = (logged_in + self.logged_in)[-MOST_UNRECORDED:]
            self.left = (left + self.left)[-MOST_UNRECORDED:]
            raise

    async def _punt_all(self, question: Awaitable[Sequence[Ended]]) -> None:
        by_reason: dict[PuntReason, list[str]] = defaultdict(list)
        for ended in await question:
            by_reason[ended.reason].append(ended.client_id)
        for reason, client_ids in by_reason.items():
            self._driver.perform(self._driver.switchboard.punt(client_ids, reason, self._driver.clock()))

    async def _try(self, *steps: Step) -> None:
        """Take each step, whatever becomes of the others."""
        if not steps:
            return
        problems: list[str] = []
        for step in steps:
            try:
                await step()
            except Exception as problem:  # noqa: BLE001 - whatever the directory raises, the sockets stay
                problems.append(type(problem).__name__)
        if problems and not self.is_failing:
            log.error("The directory does not answer: %s", problems[0])
        elif self.is_failing and not problems:
            log.warning("The directory answers again")
        self.is_failing = bool(problems)
