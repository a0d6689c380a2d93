"""Boards of several processes that share the seats in a real Redis, and hear each other through a post that tests hold in
their hands. Time is the board's, for the script too."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from redis import Redis

from verto.adapters.cluster import names, script
from verto.adapters.cluster.script import Call, SeatScript
from verto.core.cluster import wire
from verto.core.cluster.cluster import Cluster
from verto.core.cluster.wire import Part
from verto.core.effects import Claim, Release, ToProcess
from verto.core.limits import Limits
from verto.core.outbox import Outbox
from verto.tests.builders import Board

REDIS_URL = "TEST_REDIS_URL"
"""Of the environment: where the tests' Redis is; `conftest.py` starts one."""


@cache
def redis() -> Redis:
    """Return a client of the tests' Redis."""
    return Redis.from_url(os.environ[REDIS_URL])


class Town:
    """What several boards share: the time, the store, the post. While `is_prompt`, post arrives at once."""

    def __init__(self) -> None:
        redis().flushdb()
        self._sha = redis().script_load(script.SOURCE)
        self.boards: dict[str, ClusterBoard] = {}
        self.post: list[tuple[str, str, bytes]] = []
        self.is_prompt = True
        self._is_delivering = False
        self._named = 0

    def new_name(self) -> str:
        """Name a process; the same in every run."""
        self._named += 1
        return f"process{self._named}"

    def runs(self, call: Call) -> Any:
        """Have the store do this; return its answer."""
        return redis().evalsha(self._sha, script.KEYS, *call)

    def delivers(self) -> None:
        """Hand over what is in the post, and what that causes."""
        if self._is_delivering:
            return
        self._is_delivering = True
        while self.post:
            sender, receiver, parts = self.post.pop(0)
            if receiver in self.boards:
                self.boards[receiver].hears(sender, wire.decode(parts))
        self._is_delivering = False

    @contextmanager
    def holds_its_post(self) -> Iterator[None]:
        """Deliver nothing before the end of the block."""
        self.is_prompt = False
        yield
        self.is_prompt = True
        self.delivers()


class ClusterBoard(Board):
    """Like `Board`, one process of a town. With `is_prompt` the store answers at once; else tests say when."""

    def __init__(self, limits: Limits | None = None, town: Town | None = None) -> None:
        super().__init__(limits)
        self.town = town or Town()
        self.cluster = Cluster(self.switchboard)
        self.process = ""
        self.is_prompt = True
        self.unsettled: list[Claim | Release] = []
        limits = self.switchboard.layer.limits
        self._script = SeatScript(limits, lambda address: address.encode(), lambda: int(self.now * 1000))
        self.begins_anew()

    def begins_anew(self) -> None:
        """Take a new name, as after an outage of Redis."""
        former, self.process = self.process, self.town.new_name()
        redis().set(names.LEASES + self.process, "1")
        self.town.boards.pop(former, None)
        self.town.boards[self.process] = self
        self.perform(self.cluster.replaced(self._notes(former), self.now))
        seated = self.cluster.seated()
        processes: dict[str, Sequence[str]] = {}
        for channel_id, call in self._script.restore(self.process, former, seated).items():
            processes[channel_id], lost = script.restored(self.town.runs(call))
            replaced = [(one.client_id, one.seat_number) for one in seated if one.client_id in lost]
            self.perform(self.cluster.replaced(replaced, self.now))
        redis().delete(names.LEASES + former)
        self.perform(self.cluster.began_anew(processes, self.now))

    def renews(self) -> None:
        """Look for what the others have taken over, as with each renewal of the lease."""
        self.perform(self.cluster.replaced(self._notes(self.process), self.now))

    def _notes(self, process: str) -> list[tuple[str, int]]:
        notes = redis().lrange(names.displaced(process), 0, -1)
        assert isinstance(notes, list)
        return [(client_id, int(number)) for client_id, number in map(json.loads, notes)]

    def dies(self) -> None:
        """End without a word, and let the lease run out; the others have not noticed."""
        del self.town.boards[self.process]
        redis().delete(names.LEASES + self.process)

    def seats_taken(self, channel_id: str = "") -> int:
        """See `Board`."""
        channel_id = channel_id or next(iter(self.entries.values())).channel_id
        self.town.runs(self._script.sweep(channel_id))
        return int(redis().hlen(names.seats(channel_id)))

    def perform(self, outbox: Outbox) -> None:
        """Do the effects, as a driver does."""
        super().perform(outbox)
        for effect in outbox.effects:
            if isinstance(effect, ToProcess):
                self.town.post.append((self.process, effect.process, wire.encode([effect.part])))
            elif isinstance(effect, Claim | Release):
                self.unsettled.append(effect)
        if self.is_prompt:
            self.settles()
        if self.town.is_prompt:
            self.town.delivers()

    def settles(self) -> None:
        """Have the store answer."""
        while self.unsettled:
            effect = self.unsettled.pop(0)
            if isinstance(effect, Claim):
                answer = self.town.runs(self._script.claim(self.process, effect))
                self.perform(self.cluster.claimed(effect.session, script.claimed(answer), self.now))
            else:
                self.town.runs(self._script.release(self.process, effect))

    def hears(self, process: str, parts: Sequence[Part]) -> None:
        """Take the post of another process."""
        self.perform(self.cluster.heard(process, parts, self.now))

    def waits(self, seconds: float, step: float = 0.5) -> None:
        """See `Board`."""
        super().waits(seconds, step)
        self.perform(self.cluster.due(self.now))
