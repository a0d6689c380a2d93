"""Both switches beside each other: the same session layer relays by itself, and by way of a real FreeSWITCH."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from bench.relay import BODY, PAIRS, latency, log_in, make_pairs, throughput
from bench.servers import daphne
from scripts.house.freeswitch import ABSENT, is_named
from tests.support.freeswitch import Freeswitch
from tests.support.ports import free_port

ROUNDS = 5
IDLE_CLIENTS = 300
IDLE_SECONDS = 10.0


@dataclass(frozen=True)
class Setup:
    """A switch to be measured: where browsers connect, and all processes that serve them."""

    name: str
    port: int
    pids: tuple[int, ...]

    def memory(self) -> float:
        """Return the resident memory of all processes in KiB."""
        return sum(psutil.Process(pid).memory_info().rss for pid in self.pids) / 1024

    def cpu_seconds(self) -> float:
        """Return the processor time of all processes since their start."""
        return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in self.pids)


@contextmanager
def embedded() -> Iterator[Setup]:
    """Run the engine alone."""
    with daphne("bench.apps:engine") as server:
        yield Setup("embedded", server.port, (server.pid,))


@contextmanager
def over_freeswitch() -> Iterator[Setup]:
    """Run the guard and a FreeSWITCH with the shipped configuration."""
    port = free_port()
    freeswitch = Freeswitch(f"http://127.0.0.1:{port}/fsapi")
    environment = {"FREESWITCH_VERTO_URL": f"ws://127.0.0.1:{freeswitch.verto_port}"}
    try:
        with daphne("bench.guard:application", environment, port=port) as server:
            freeswitch.start()
            yield Setup("FreeSWITCH", server.port, (server.pid, freeswitch.process.pid))
    finally:
        freeswitch.close()


async def measure(setup: Setup) -> None:
    """Print one row."""
    pairs = await make_pairs(setup.port, PAIRS)
    rates = [await throughput(pairs) for _ in range(ROUNDS)]
    times = sorted(await latency(pairs[0], count=200))
    for pair in pairs:
        pair.sender.close()
        pair.receiver.close()
    before = setup.memory()
    clients = [await log_in(setup.port, 10_000 + number) for number in range(IDLE_CLIENTS)]
    await asyncio.sleep(2)
    each = (setup.memory() - before) / IDLE_CLIENTS
    used, started = setup.cpu_seconds(), time.monotonic()
    await asyncio.sleep(IDLE_SECONDS)
    cpu = (setup.cpu_seconds() - used) / (time.monotonic() - started)
    for client in clients:
        client.close()
    print(
        f"  {setup.name:10} {statistics.median(rates):9,.0f} relays/s ({min(rates):,.0f} to {max(rates):,.0f});"
        f" light load p50 {times[len(times) // 2] * 1000:.2f} ms, p99 {times[int(len(times) * 0.99)] * 1000:.2f} ms;"
        f" idle client {each:.0f} KiB, {cpu / IDLE_CLIENTS * 1e6:.0f} us of processor time a second"
    )


def run() -> None:
    """Print the table; without a FreeSWITCH only its first row."""
    print(f"Switches, {len(BODY)} B bodies, {PAIRS} pairs, {ROUNDS} rounds, {IDLE_CLIENTS} idle clients")
    with embedded() as setup:
        asyncio.run(measure(setup))
    if not is_named():
        print(f"  {ABSENT}")
        return
    with over_freeswitch() as setup:
        asyncio.run(measure(setup))
