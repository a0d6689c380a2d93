"""The load: pairs that keep a number of messages under way, and what the processor did meanwhile."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

from bench.dialects import body_of, come_in
from bench.lanes import MARK, Lane
from bench.systems import System

BUSY = 0.9
"""Share of a core above which a process has no more to give."""
HEARTBEAT_SECONDS = 5.0
DRAIN_SECONDS = 10.0
WAVE_SECONDS = 5.0
NEWS_SECONDS = 0.5
_AT_ONCE = 64


def allow_many_sockets() -> int:
    """Raise the limit of open files as far as it goes; return it. The servers inherit it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


@dataclass
class Shares:
    """Shares of one core: the server's, the load generator's, and what everything else on the machine took meanwhile."""

    server: float
    generator: float
    others: float

    @property
    def bound(self) -> bool:
        """Was the load generator the limit, and not the server?"""
        return self.generator > BUSY and self.server < BUSY


class Watch:
    """Measures processor time from its start."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._server, self._own, self._all = system.cpu_seconds(), time.process_time(), _machine_seconds()
        self._started = time.perf_counter()

    def read(self) -> tuple[float, Shares]:
        """Return the seconds since the start, and the shares."""
        elapsed = time.perf_counter() - self._started
        server = (self._system.cpu_seconds() - self._server) / elapsed
        own = (time.process_time() - self._own) / elapsed
        others = (_machine_seconds() - self._all) / elapsed - server - own
        return elapsed, Shares(server, own, max(0.0, others))


def _machine_seconds() -> float:
    """Return the processor time used since the machine started, what its host took away included."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + getattr(times, "steal", 0.0))


class Pair:
    """One sends, the other receives; each message that arrives starts another."""

    def __init__(self, sender: Lane, receiver: Lane) -> None:
        self.sender, self.receiver = sender, receiver
        self.frame = b""
        self.sent = 0
        receiver.on_arrived = None

    def start(self, frame: bytes, window: int) -> None:
        """Put the first messages on their way."""
        self.frame = frame
        self.receiver.on_arrived = self._again
        self._again(window)

    def stop(self) -> None:
        """Start nothing more."""
        self.receiver.on_arrived = None

    def _again(self, count: int) -> None:
        self.sent += count
        self.sender.write(self.frame * count if count > 1 else self.frame)


class Crowd:
    """The clients of one system that the load generator plays; `first` is the number of the first one."""

    def __init__(self, system: System, first: int = 0) -> None:
        self.system = system
        self._first = first
        self.lanes: list[Lane] = []
        self.pairs: list[Pair] = []
        self._beating: asyncio.Task[None] | None = None

    async def grow(self, count: int) -> None:
        """Log in until there are so many clients."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(number: int) -> Lane:
            async with gate:
                return await come_in(self.system.port_of(number), self.system.dialect, self._first + number)

        self.lanes += await asyncio.gather(*(one(number) for number in range(len(self.lanes), count)))
        if self.system.other_port:
            # A client speaks to whom its own process has announced; these here speak without waiting for that.
            await asyncio.sleep(NEWS_SECONDS)
        if self.system.dialect.heartbeat is not None and self._beating is None:
            self._beating = asyncio.create_task(self._beat(self.system.dialect.heartbeat))

    async def pair_up(self, count: int) -> list[Pair]:
        """Return so many pairs, logged in."""
        await self.grow(2 * count)
        for number in range(len(self.pairs), count):
            sender, receiver = self.lanes[2 * number], self.lanes[2 * number + 1]
            if self.system.dialect.ack is not None:
                sender.count(self.system.dialect.ack)
            receiver.count(MARK)
            self.pairs.append(Pair(sender, receiver))
        return self.pairs[:count]

    def frames(self, count: int, size: int) -> list[bytes]:
        """Return what each of so many pairs says: a body of this size to its receiver."""
        body = body_of(size)
        return [self.system.dialect.direct(self._first + 2 * number + 1, body) for number in range(count)]

    async def leave(self) -> None:
        """Drop all connections, and give the server a moment to notice."""
        if self._beating is not None:
            self._beating.cancel()
        for lane in self.lanes:
            lane.close()
        self.lanes, self.pairs, self._beating = [], [], None
        await asyncio.sleep(0.5)

    def lost_connections(self) -> int:
        """Return how many connections the server has closed."""
        return sum(lane.is_closed for lane in self.lanes)

    async def _beat(self, frame: bytes) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            for lane in self.lanes:
                lane.write(frame)


@dataclass
class Burst:
    """What one round of pairs came to."""

    rate: float
    shares: Shares


async def talk(crowd: Crowd, frames: Sequence[bytes], window: int, seconds: float) -> Burst:
    """Let one pair for each frame talk as fast as it goes. Raises RuntimeError when a message or its answer is lost."""
    pairs = await crowd.pair_up(len(frames))
    for pair, frame in zip(pairs, frames, strict=True):
        pair.sent = pair.sender.arrived = pair.receiver.arrived = 0
        pair.start(frame, window)

    def arrived() -> int:
        return sum(pair.receiver.arrived for pair in pairs)

    # A slow system answers in waves: what is under way must have come back, before and while it is measured.
    wave = window * len(pairs)
    await asyncio.sleep(min(0.2, seconds / 2))
    await _is_soon(lambda: arrived() >= wave, WAVE_SECONDS)
    before = arrived()
    watch = Watch(crowd.system)
    await asyncio.sleep(seconds)
    await _is_soon(lambda: arrived() >= before + 2 * wave, WAVE_SECONDS)
    elapsed, shares = watch.read()
    rate = (arrived() - before) / elapsed
    for pair in pairs:
        pair.stop()
    await settled(lambda: all(is_done(pair, has_ack=crowd.system.dialect.ack is not None) for pair in pairs), crowd)
    return Burst(rate, shares)


async def _is_soon(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until this is true, but not for ever."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.01)
    return True


def is_done(pair: Pair, *, has_ack: bool) -> bool:
    """Has all that was sent arrived, and been answered where that is due?"""
    return pair.receiver.arrived == pair.sent and (not has_ack or pair.sender.arrived == pair.sent)


async def settled(is_settled: Callable[[], bool], crowd: Crowd | None = None) -> None:
    """Wait until this is true. Raises RuntimeError when that takes too long, or a connection was closed."""

    def lost() -> int:
        return crowd.lost_connections() if crowd is not None else 0

    is_soon = await _is_soon(lambda: is_settled() or lost() > 0, DRAIN_SECONDS)
    if lost():
        raise RuntimeError(f"the server closed {lost()} connections")
    if not is_soon:
        raise RuntimeError("messages were lost, or arrived twice")
