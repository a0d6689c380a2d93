"""Several FreeSWITCH nodes: one is killed and comes back. Who moves, how long they are without a line, how many at once.

With `FREESWITCH` each node has a real one, else a fake; engines, web application, nginx and database are real.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Sequence
from statistics import median, quantiles

from tests.support.fake_freeswitch import FakeFreeswitch
from tests.support.freeswitch import BINARY, Freeswitch
from tests.support.lodger import Lodgers, are_at, homes, move_in, until
from tests.support.nodes import NodeSite
from verto.core.nodes import JOINING_SECONDS, LEASE_SECONDS

NODES = 3
CHANNELS = int(os.environ.get("BENCH_CHANNELS", "120"))
EACH = 3
PATIENCE = 120.0
LIMIT_SECONDS = LEASE_SECONDS + 20.0
"""Until the last one of a dead node is back at another: the lease, the longest delay of a page twice, and the logins."""


def run() -> None:
    """Print the table. Raises `RuntimeError` when somebody is hit who should not be, or comes back too late."""
    print(
        f"{NODES} nodes, {CHANNELS} channels with {EACH} people each, {'FreeSWITCH' if BINARY else 'a fake FreeSWITCH'}"
    )
    with NodeSite(NODES, Freeswitch if BINARY else FakeFreeswitch) as site:
        site.grow_up()
        asyncio.run(_run(site))


async def _run(site: NodeSite) -> None:
    channels = [await asyncio.to_thread(site.make_channel, "Room") for _ in range(CHANNELS)]
    lodgers = await move_in(site, site.port, channels, EACH)
    where, without = homes("abc", lodgers), homes("ac", lodgers)
    await until(lambda: are_at(lodgers, where), PATIENCE, "not all have met")
    hit = [lodger for lodger in lodgers if where[lodger.channel] == "b"]
    spared = [lodger for lodger in lodgers if where[lodger.channel] != "b"]
    shares = Counter(where.values())
    _tell("channels at each node", ", ".join(f"{name} {shares[name]}" for name in sorted(shares)))

    began = asyncio.get_running_loop().time()
    node = site.nodes["b"]
    if isinstance(node.freeswitch, Freeswitch):
        await asyncio.to_thread(node.freeswitch.stop, signal.SIGKILL)
    await asyncio.to_thread(node.dies)
    await until(lambda: are_at(lodgers, without), PATIENCE, "those of the dead node have not met elsewhere")
    heirs = Counter(without[channel] for channel in where if where[channel] == "b")
    _tell(
        "channels that moved", f"{shares['b']} of {CHANNELS}: " + ", ".join(f"{heirs[name]} to {name}" for name in "ac")
    )
    back = [lodger.seated_at - began for lodger in hit]
    _tell("kill -9, until its people are back", _times(back))
    _tell("people of other nodes who noticed", str(sum(bool(lodger.closes) for lodger in spared)))

    await asyncio.to_thread(site.revive, "b")
    began = asyncio.get_running_loop().time()
    await until(lambda: are_at(lodgers, where), PATIENCE, "not all have come back")
    closes = [lodger.closes[-1][0] for lodger in hit]
    gaps = [lodger.seated_at - lodger.closes[-1][0] for lodger in hit]
    _tell("back again: all channels moved after", f"{max(closes) - began:.1f} s ({JOINING_SECONDS:.0f} wanted)")
    _tell("sockets closed in one second, at most", f"{max(Counter(int(at) for at in closes).values())} of {len(hit)}")
    _tell("each without a line for", _times(gaps))
    _tell("people of other nodes who noticed", str(sum(bool(lodger.closes) for lodger in spared)))
    for lodger in lodgers:
        await lodger.leaves()
    _judge(back, spared)


def _judge(back: Sequence[float], spared: Lodgers) -> None:
    is_well = max(back) <= LIMIT_SECONDS and not any(lodger.closes for lodger in spared)
    print(f"  at most {LIMIT_SECONDS:.0f} s wanted, and nobody else: {'ok' if is_well else 'MISSED'}")
    if not is_well:
        raise RuntimeError("a node that dies costs too much")


def _times(seconds: Sequence[float]) -> str:
    last = quantiles(seconds, n=20)[-1]
    return f"median {median(seconds):.1f} s, p95 {last:.1f} s, last {max(seconds):.1f} s"


def _tell(what: str, figure: str) -> None:
    print(f"  {what:38}{figure}", flush=True)
