"""What clients cost that are logged in and silent: memory and processor time, of a thousand and of ten thousand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from bench.load import Crowd, allow_many_sockets
from bench.records import SECONDS, Record, Records
from bench.systems import DISTINCT, LABELS, running

MEMORY, CPU = "idle memory", "idle processor"
FEW, MANY, FAR = 1000, 10_000, 300
WINDOW_SECONDS = max(10.0, 5 * SECONDS)
"""Not less than the ten seconds in which the session layer asks each client once whether it is there."""
_SETTLE_SECONDS = 2.0
_OTHERS = 8000
"""Sockets that the load generator has open besides the many."""


async def run(records: Records, names: Sequence[str] = DISTINCT) -> None:
    """Measure, print, and keep."""
    print(f"Idle clients; processor time over {WINDOW_SECONDS:g} s")
    many = min(MANY, allow_many_sockets() - _OTHERS)
    with running(names) as systems:
        crowds = [Crowd(system) for system in systems]
        await asyncio.sleep(_SETTLE_SECONDS)
        empty = {crowd.system.name: crowd.system.memory() for crowd in crowds}
        for crowd in crowds:
            await crowd.grow(FAR if crowd.system.is_far else FEW)
        await _look(records, crowds, empty)
        for crowd in crowds:
            if crowd.system.is_far or many <= FEW:
                continue
            await crowd.grow(many)
            await _look(records, [crowd], empty)
            await crowd.leave()
        for crowd in crowds:
            await crowd.leave()
    if many < MANY:
        print(f"  {MANY} clients need a limit of {MANY + _OTHERS} open files (ulimit -n): these were {max(many, FEW)}")


async def _look(records: Records, crowds: Sequence[Crowd], empty: dict[str, float]) -> None:
    await asyncio.sleep(_SETTLE_SECONDS)
    used = {crowd.system.name: crowd.system.cpu_seconds() for crowd in crowds}
    started = time.perf_counter()
    await asyncio.sleep(WINDOW_SECONDS)
    elapsed = time.perf_counter() - started
    for crowd in crowds:
        name, count = crowd.system.name, len(crowd.lanes)
        if crowd.lost_connections():
            raise RuntimeError(f"{name} closed {crowd.lost_connections()} connections")
        cpu = (crowd.system.cpu_seconds() - used[name]) / elapsed / count * 1000
        each = (crowd.system.memory() - empty[name]) / count
        records.add(Record(MEMORY, "", count, name, [each]))
        records.add(Record(CPU, "", count, name, [cpu * 100]))
        print(
            f"  {LABELS[name]:27} {count:6,} clients: {each:6.1f} KiB each, {cpu:.2%} of a core per 1,000", flush=True
        )
