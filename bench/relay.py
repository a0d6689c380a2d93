"""Direct messages per second, of two sizes, with one, fifty and five hundred pairs talking at once."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from functools import partial

from bench.dialects import LARGE, SMALL
from bench.load import Burst, Crowd, talk
from bench.patience import OTHERS, Patience, attempt, patience
from bench.records import ROUNDS, SECONDS, Record, Records
from bench.systems import EVERY, LABELS, System, running

WORKLOAD = "direct"
PER_CORE = " per core"
"""Ends the name of a workload whose figures are divided by the server's share of a core."""
SIZES = {"1.2 KB": LARGE, "200 B": SMALL}
PAIRS = (1, 50, 500)
MOST_PAIRS_FAR = 50
WINDOW = 8
WINDOW_ALONE = 64
"""Messages under way for each pair, and for a single one."""


async def run(
    records: Records, names: Sequence[str] = EVERY, pairs: Sequence[int] = PAIRS, workload: str = WORKLOAD
) -> None:
    """Measure, print, and keep."""
    print(f"Direct messages per second; {ROUNDS} rounds of {SECONDS:g} s in turn")
    calm = patience()
    with running(names) as systems:
        crowds = {system.name: Crowd(system) for system in systems}
        for count in pairs:
            for group in SIZES:
                await _measure(records, systems, crowds, workload, group, count, calm)
        for crowd in crowds.values():
            await crowd.leave()


async def _measure(
    records: Records,
    systems: list[System],
    crowds: dict[str, Crowd],
    workload: str,
    group: str,
    count: int,
    calm: Patience,
) -> None:
    print(f"  {count} pair{'s' if count > 1 else ''}, {group}")
    chosen = [system for system in systems if not system.is_far or count <= MOST_PAIRS_FAR]
    bursts: dict[str, list[Burst]] = {system.name: [] for system in chosen}
    frames = {system.name: crowds[system.name].frames(count, SIZES[group]) for system in chosen}
    window = WINDOW if count > 1 else WINDOW_ALONE
    for turn in range(ROUNDS):
        for system in in_turn(chosen, turn):
            measure = partial(talk, crowds[system.name], frames[system.name], window, SECONDS)
            burst = await attempt(system.name, calm.undisturbed(measure, others))
            if burst is None:
                chosen.remove(system)
                systems.remove(system)
            else:
                bursts[system.name].append(burst)
    for system in chosen:
        keep(records, workload, group, count, system.name, bursts[system.name])
    for system in chosen:
        print_rate(records, workload, group, count, system.name)


def others(burst: Burst) -> float:
    """Return what else ran during a round."""
    return burst.shares.others


def in_turn(systems: Sequence[System], turn: int) -> list[System]:
    """Return the systems in the order of this round: each begins with another one."""
    first = turn % len(systems) if systems else 0
    return [*systems[first:], *systems[:first]]


def record_of(workload: str, group: str, x: int, name: str, bursts: Sequence[Burst]) -> Record:
    """Return the figure of several rounds; it is bound by the generator when most of them were."""
    return Record(
        workload,
        group,
        x,
        name,
        [burst.rate for burst in bursts],
        server=round(statistics.median(burst.shares.server for burst in bursts), 2),
        generator=round(statistics.median(burst.shares.generator for burst in bursts), 2),
        others=round(statistics.median(burst.shares.others for burst in bursts), 2),
        bound=sum(burst.shares.bound for burst in bursts) * 2 > len(bursts),
    )


def keep(records: Records, workload: str, group: str, x: int, name: str, bursts: Sequence[Burst]) -> None:
    """Keep the figure of several rounds, and the same for each second of processor time that the server spent.

    The second one does not care much what else runs on the machine.
    """
    records.add(record_of(workload, group, x, name, bursts))
    spent = [burst.rate / max(burst.shares.server, 0.01) for burst in bursts]
    records.add(Record(workload + PER_CORE, group, x, name, spent))


def print_rate(records: Records, workload: str, group: str, x: int, name: str) -> None:
    """Print a row: the median, the spread, and what the dedicated server does in comparison."""
    record = records.find(workload, group, x, name)
    assert record is not None
    ratio = records.ratio(workload, group, x, "dedicated", name)
    compared = f"; dedicated/this {ratio:6.2f}" if ratio is not None and name != "dedicated" else ""
    spent = records.find(workload + PER_CORE, group, x, name)
    each = f", {spent.median:,.0f} for a core's second" if spent is not None else ""
    print(
        f"    {LABELS.get(name, name):27} {record.median:9,.0f} ({min(record.values):,.0f} to {max(record.values):,.0f})"
        f" cores {record.server:.2f}, generator {record.generator:.2f}{each}{compared}"
        f"{'  generator-bound' if record.bound else ''}"
        f"{f'  others took {record.others:.2f}' if record.others > OTHERS else ''}",
        flush=True,
    )
