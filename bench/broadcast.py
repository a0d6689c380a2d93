"""Deliveries per second when one says something to ten, a hundred and a thousand subscribers of a channel."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence
from functools import partial

from bench.apps import CHANNEL_SEATS
from bench.dialects import LARGE, Verto, body_of
from bench.lanes import Lane
from bench.load import Burst, Crowd, Watch, settled, talk
from bench.patience import attempt, patience
from bench.records import ROUNDS, SECONDS, Records
from bench.relay import in_turn, keep, others, print_rate, record_of
from bench.systems import EVERY, running

WORKLOAD, DIRECT = "broadcast", "direct beside broadcast"
GROUP = "1.2 KB"
WINDOWS = {10: 32, 100: 16, 1000: 8}
"""Broadcasts under way, by the number of subscribers: enough for the load generator to read several with one call."""
COMPARED_AT = 100
"""Subscribers at which fifty pairs talk in the same rounds, to be compared with."""
MOST_SUBSCRIBERS_FAR = 10
_PAIRS, _WINDOW = 50, 8


class Room:
    """The subscribers of a channel; the first of them speaks."""

    def __init__(self, crowd: Crowd) -> None:
        assert isinstance(crowd.system.dialect, Verto)
        self.crowd = crowd
        self._dialect = crowd.system.dialect
        self._members: list[Lane] = []
        self._frame = self._dialect.broadcast(0, body_of(LARGE))
        self._is_talking = False
        self.sent = 0
        self.arrived = 0

    async def grow(self, count: int) -> None:
        """Subscribe until there are so many."""
        await self.crowd.grow(count)
        for number in range(len(self._members), count):
            lane = self.crowd.lanes[number]
            # One after the other: each arrival is told to all who are there.
            await lane.say(self._dialect.subscribe(number), b'"result"')
            lane.on_arrived = self._count
            self._members.append(lane)

    async def talk(self, window: int, seconds: float) -> Burst:
        """Return the deliveries per second. Raises RuntimeError when one is lost."""
        self.sent = self.arrived = 0
        self._is_talking = True
        self._say(window)
        await asyncio.sleep(min(0.2, seconds / 2))
        before = self.arrived
        watch = Watch(self.crowd.system)
        await asyncio.sleep(seconds)
        elapsed, shares = watch.read()
        rate = (self.arrived - before) / elapsed
        self._is_talking = False
        await settled(lambda: self.arrived == self.sent * len(self._members), self.crowd)
        return Burst(rate, shares)

    def _say(self, count: int) -> None:
        self.sent += count
        self._members[0].write(self._frame * count)

    def _count(self, count: int) -> None:
        size = len(self._members)
        complete = self.arrived // size
        self.arrived += count
        more = self.arrived // size - complete
        if more and self._is_talking:
            self._say(more)


async def run(records: Records, names: Sequence[str] = EVERY, sizes: Sequence[int] = tuple(WINDOWS)) -> None:
    """Measure, print, and keep. peerjs-server has no broadcast."""
    print(f"Broadcast, deliveries per second; {ROUNDS} rounds of {SECONDS:g} s in turn")
    calm = patience()
    with running([name for name in names if name != "peerjs"]) as systems:
        rooms = {system.name: Room(Crowd(system)) for system in systems}
        # Of another channel, which hears nothing of the broadcasts.
        strangers = {system.name: Crowd(system, first=CHANNEL_SEATS) for system in systems}
        direct: dict[str, list[Burst]] = {system.name: [] for system in systems}
        for size in sizes:
            print(f"  {size} subscribers, {GROUP}")
            chosen = [system for system in systems if not system.is_far or size <= MOST_SUBSCRIBERS_FAR]
            for system in chosen:
                await rooms[system.name].grow(size)
            bursts: dict[str, list[Burst]] = {system.name: [] for system in chosen}
            for turn in range(ROUNDS):
                for system in in_turn(chosen, turn):
                    measure = partial(rooms[system.name].talk, WINDOWS[size], SECONDS)
                    burst = await attempt(system.name, calm.undisturbed(measure, others))
                    if burst is None:
                        chosen.remove(system)
                        systems.remove(system)
                        continue
                    bursts[system.name].append(burst)
                    if size == COMPARED_AT:
                        talkers = strangers[system.name]
                        measure = partial(talk, talkers, talkers.frames(_PAIRS, LARGE), _WINDOW, SECONDS)
                        direct[system.name].append(await calm.undisturbed(measure, others))
            for system in chosen:
                keep(records, WORKLOAD, GROUP, size, system.name, bursts[system.name])
            for system in chosen:
                print_rate(records, WORKLOAD, GROUP, size, system.name)
                if direct[system.name] and size == COMPARED_AT:
                    records.add(record_of(DIRECT, GROUP, size, system.name, direct[system.name]))
        for name, room in rooms.items():
            factor = compared_with_direct(records, name)
            if factor is not None:
                print(f"  {name}: broadcast to 100 is {factor:.2f} times direct messages on the same server")
            await room.crowd.leave()
            await strangers[name].leave()


def compared_with_direct(records: Records, name: str) -> float | None:
    """Return deliveries to a hundred subscribers divided by direct messages of fifty pairs, in the same rounds."""
    broadcast, direct = (records.find(each, GROUP, COMPARED_AT, name) for each in (WORKLOAD, DIRECT))
    if broadcast is None or direct is None:
        return None
    return statistics.median(b / d for b, d in zip(broadcast.values, direct.values, strict=True))
