"""How long one message takes: while nobody else talks, and at 70 % of what the system was measured to carry."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle

from bench.dialects import LARGE
from bench.load import BUSY, Crowd, Pair, Shares, Watch, settled
from bench.patience import OTHERS, Patience, attempt, patience
from bench.records import ROUNDS, SECONDS, Record, Records
from bench.relay import WORKLOAD as DIRECT
from bench.systems import EVERY, LABELS, System, running

LIGHT, LOADED = "light load", "70 % load"
CLIENTS = (100, 1000)
LOAD = 0.7
LOADED_PAIRS = 50
_TOGETHER, _MOST_UNDER_WAY = 4, 32
_LATE_SECONDS = 0.002
_PATIENCE = 30.0


async def run(records: Records, names: Sequence[str] = EVERY) -> None:
    """Measure, print, and keep."""
    print(f"Latency in milliseconds, 1.2 KB; {ROUNDS} rounds of {SECONDS:g} s in turn")
    calm = patience()
    with running(names) as systems:
        crowds = {system.name: Crowd(system) for system in systems}
        for count in CLIENTS:
            systems = [system for system in systems if not system.is_far or count == CLIENTS[0]]
            await _measure(records, systems, crowds, count, LIGHT, calm)
            if count == 2 * LOADED_PAIRS:
                await _measure(records, list(systems), crowds, count, LOADED, calm)
        for crowd in crowds.values():
            await crowd.leave()


async def _measure(
    records: Records, systems: list[System], crowds: dict[str, Crowd], count: int, group: str, calm: Patience
) -> None:
    print(f"  {group}, {count} clients connected")
    rounds: dict[str, list[Probe]] = {system.name: [] for system in systems}
    for _ in range(ROUNDS):
        for system in list(systems):
            rate = 0.0
            if group == LOADED:
                direct = records.find(DIRECT, "1.2 KB", LOADED_PAIRS, system.name)
                if direct is None:
                    continue
                rate = direct.median * LOAD
            measure = partial(probe, crowds[system.name], count // 2, rate, SECONDS)
            probed = await attempt(system.name, calm.undisturbed(measure, lambda probed: probed.shares.others))
            if probed is None:
                systems.remove(system)
            else:
                rounds[system.name].append(probed)
    for system in systems:
        if not rounds[system.name]:
            print(f"    {LABELS[system.name]:27} not measured: `make bench ARGS=relay` tells what it carries")
            continue
        p50, p99 = (
            records.add(_record_of(name, group, count, system.name, rounds[system.name], share))
            for name, share in (("latency p50", 0.5), ("latency p99", 0.99))
        )
        print(
            f"    {LABELS[system.name]:27} p50 {p50.median:8.3f}  p99 {p99.median:8.3f}"
            f"  cores {p50.server:.2f}, generator {p50.generator:.2f}"
            f"{'  generator-bound' if p50.bound else ''}{f'  others took {p50.others:.2f}' if p50.others > OTHERS else ''}",
            flush=True,
        )


def _record_of(workload: str, group: str, x: int, name: str, rounds: Sequence[Probe], share: float) -> Record:
    return Record(
        workload,
        group,
        x,
        name,
        [at(each.times, share) for each in rounds],
        server=round(statistics.median(each.shares.server for each in rounds), 2),
        generator=round(statistics.median(each.shares.generator for each in rounds), 2),
        others=round(statistics.median(each.shares.others for each in rounds), 2),
        bound=sum(each.bound for each in rounds) * 2 > len(rounds),
    )


def at(times: Sequence[float], share: float) -> float:
    """Return the milliseconds below which this share of the times is."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


@dataclass
class Probe:
    """What one round came to: how long single messages took, and whether the load generator kept its pace meanwhile."""

    times: list[float]
    shares: Shares
    is_late: bool

    @property
    def bound(self) -> bool:
        """Was the load generator the limit, and not the server?"""
        return self.is_late and self.shares.server < BUSY


async def probe(crowd: Crowd, pairs: int, rate: float, seconds: float) -> Probe:
    """Let single messages of one pair be timed while the other pairs say `rate` messages a second."""
    first, *others = await crowd.pair_up(pairs)
    frames = crowd.frames(pairs, LARGE)
    for pair in (first, *others):
        pair.sent = pair.receiver.arrived = 0
    pace = _Pace(list(zip(others, frames[1:], strict=True)), rate)
    load = asyncio.create_task(pace.run()) if rate else None
    times: list[float] = []
    watch = Watch(crowd.system)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        times.append(await _one(first, frames[0]))
        # Not in step with anything.
        await asyncio.sleep(random.uniform(0.001, 0.004))  # noqa: S311 - guards nothing
    _, shares = watch.read()
    if load is not None:
        load.cancel()
    await settled(lambda: all(pair.receiver.arrived == pair.sent for pair in others), crowd)
    return Probe(times, shares, pace.is_late())


async def _one(pair: Pair, frame: bytes) -> float:
    arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    pair.receiver.on_arrived = lambda count: arrived.set_result(time.perf_counter())
    started = time.perf_counter()
    pair.sender.write(frame)
    async with asyncio.timeout(_PATIENCE):
        ended = await arrived
    pair.receiver.on_arrived = None
    return ended - started


class _Pace:
    """Writes so many messages a second, a few of one pair at a time, as browsers say their candidates."""

    def __init__(self, pairs: list[tuple[Pair, bytes]], rate: float) -> None:
        self._turns = cycle(pairs)
        self._rate = rate
        self._lags: list[float] = []

    def is_late(self) -> bool:
        """Was more waiting to be written, most of the time, than the load generator should leave?"""
        return bool(self._lags) and statistics.median(self._lags) > _LATE_SECONDS

    async def run(self) -> None:
        """Write until cancelled. This spins, because a timer's millisecond would make bursts of it."""
        started, sent = time.perf_counter(), 0
        while True:
            due = int((time.perf_counter() - started) * self._rate)
            self._lags.append((due - sent) / self._rate)
            while due - sent >= _TOGETHER:
                pair, frame = next(self._turns)
                sent += _TOGETHER
                # A server that has fallen behind is not buried: its times say enough.
                if pair.sent - pair.receiver.arrived < _MOST_UNDER_WAY:
                    pair.sent += _TOGETHER
                    pair.sender.write(frame * _TOGETHER)
            await asyncio.sleep(0)
