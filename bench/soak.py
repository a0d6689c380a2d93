"""Ten thousand logged-in clients held for minutes while a thousand messages a second go between them: none lost, none closed."""

from __future__ import annotations

import asyncio
import time

from bench.dialects import LARGE
from bench.latency import at
from bench.load import Crowd, Pair, Watch, allow_many_sockets, settled
from bench.records import SECONDS, Record, Records
from bench.systems import LABELS, running

WORKLOAD = "soak"
CLIENTS, RATE = 10_000, 1000
DURATION = 150 * SECONDS
_SPARE = 1000


class _Courier:
    """Has at most one message under way, and notes how long each took."""

    __slots__ = ("_frame", "_pair", "_started", "_times")

    def __init__(self, pair: Pair, frame: bytes, times: list[float]) -> None:
        self._pair, self._frame, self._times = pair, frame, times
        self._started = 0.0
        pair.receiver.on_arrived = self._arrived

    def is_free(self) -> bool:
        """Has the last message arrived?"""
        return self._started == 0.0

    def go(self) -> None:
        """Send one."""
        self._pair.sent += 1
        self._started = time.perf_counter()
        self._pair.sender.write(self._frame)

    def _arrived(self, count: int) -> None:
        self._times.append(time.perf_counter() - self._started)
        self._started = 0.0


async def run(records: Records) -> None:
    """Measure, print, and keep."""
    clients = min(CLIENTS, allow_many_sockets() - _SPARE)
    print(f"Soak: {clients:,} clients, {RATE:,} messages of 1.2 KB a second, {DURATION:g} s")
    with running(["dedicated"]) as [system]:
        crowd = Crowd(system)
        pairs = await crowd.pair_up(clients // 2)
        times: list[float] = []
        couriers = [
            _Courier(pair, frame, times) for pair, frame in zip(pairs, crowd.frames(len(pairs), LARGE), strict=True)
        ]
        watch = Watch(system)
        sent = 0
        started = time.perf_counter()
        while (elapsed := time.perf_counter() - started) < DURATION:
            while sent < int(elapsed * RATE):
                courier = couriers[sent % len(couriers)]
                if not courier.is_free():
                    raise RuntimeError(f"a message was under way for longer than {len(couriers) / RATE:g} s")
                courier.go()
                sent += 1
            await asyncio.sleep(0.001)
        _, shares = watch.read()
        lost = 0
        try:
            await settled(lambda: all(pair.receiver.arrived == pair.sent for pair in pairs))
        except RuntimeError:
            lost = sent - sum(pair.receiver.arrived for pair in pairs)
        closed = crowd.lost_connections()
        await crowd.leave()
    figures = {
        "seconds": round(DURATION, 1),
        "closed": float(closed),
        "lost": float(lost),
        "p50 ms": at(times, 0.5),
        "p99 ms": at(times, 0.99),
        "server, % of a core": shares.server * 100,
    }
    for group, value in figures.items():
        records.add(Record(WORKLOAD, group, clients, "dedicated", [value]))
    print(f"  {LABELS['dedicated']}: " + ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))
