"""How long one message takes: while nobody else talks, and at 70 % of what the system was measured to carry."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle

from bench.dialects import LARGE
from bench.load import Crowd, Pair, Watch, settled
from bench.patience import Patience, attempt, patience
from bench.records import ROUNDS, SECONDS, Record, Records
from bench.relay import WORKLOAD as DIRECT
from bench.systems import EVERY, LABELS, System, running

LIGHT, LOADED = "light load", "70 % load"
CLIENTS = (100, 1000)
LOAD = 0.7
LOADED_PAIRS = 50
_MOST_UNDER_WAY = 32
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
    rounds: dict[str, list[list[float]]] = {system.name: [] for system in systems}
    for _ in range(ROUNDS):
        for system in list(systems):
            rate = 0.0
            if group == LOADED:
                direct = records.find(DIRECT, "1.2 KB", LOADED_PAIRS, system.name)
                if direct is None:
                    continue
                rate = direct.median * LOAD
            measure = partial(probe, crowds[system.name], count // 2, rate, SECONDS)
            probed = await attempt(system.name, calm.undisturbed(measure, lambda probed: probed[1]))
            if probed is None:
                systems.remove(system)
            else:
                rounds[system.name].append(probed[0])
    for system in systems:
        if not rounds[system.name]:
            print(f"    {LABELS[system.name]:27} not measured: `make bench ARGS=relay` tells what it carries")
            continue
        p50, p99 = (
            records.add(Record(name, group, count, system.name, [at(times, share) for times in rounds[system.name]]))
            for name, share in (("latency p50", 0.5), ("latency p99", 0.99))
        )
        print(f"    {LABELS[system.name]:27} p50 {p50.median:8.3f}  p99 {p99.median:8.3f}", flush=True)


def at(times: Sequence[float], share: float) -> float:
    """Return the milliseconds below which this share of the times is."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


async def probe(crowd: Crowd, pairs: int, rate: float, seconds: float) -> tuple[list[float], float]:
    """Return the seconds that single messages of one pair took while the other pairs said `rate` messages a second, and
    what else ran on the machine."""
    first, *others = await crowd.pair_up(pairs)
    frames = crowd.frames(pairs, LARGE)
    for pair in (first, *others):
        pair.sent = pair.receiver.arrived = 0
    load = asyncio.create_task(_pace(list(zip(others, frames[1:], strict=True)), rate)) if rate else None
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
    return times, shares.others


async def _one(pair: Pair, frame: bytes) -> float:
    arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    pair.receiver.on_arrived = lambda count: arrived.set_result(time.perf_counter())
    started = time.perf_counter()
    pair.sender.write(frame)
    async with asyncio.timeout(_PATIENCE):
        ended = await arrived
    pair.receiver.on_arrived = None
    return ended - started


async def _pace(pairs: list[tuple[Pair, bytes]], rate: float) -> None:
    """Write evenly: this spins, because a timer's millisecond would make bursts of it."""
    turns: Iterator[tuple[Pair, bytes]] = cycle(pairs)
    started, sent = time.perf_counter(), 0
    while True:
        due = int((time.perf_counter() - started) * rate)
        for _ in range(due - sent):
            pair, frame = next(turns)
            # A server that has fallen behind is not buried: its times say enough.
            if pair.sent - pair.receiver.arrived < _MOST_UNDER_WAY:
                pair.sent += 1
                pair.sender.write(frame)
        sent = due
        await asyncio.sleep(0)
