"""Connect storms: many clients come at once, as after a restart. How many a second are in, and how long the last ones wait."""

from __future__ import annotations

import asyncio
import select
import socket
import struct
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from bench.apps import ORIGIN
from bench.lanes import HANDSHAKE
from bench.latency import at
from bench.load import Burst, Watch
from bench.records import ROUNDS, Record, Records
from bench.relay import print_rate, record_of
from bench.systems import DISTINCT, LABELS, System, running

RATE, WAIT = "storm", "storm p99"
CROWDS = (100, 1000)
PATIENCE = 4.0
"""Seconds after which the clients of a storm count as not let in: the system drops what its queue does not hold."""
# Closing resets the connection, so that the port is free at once and nothing waits.
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Visit:
    """What one client writes: the handshake, and when that is answered the login, if there is one."""

    handshake: bytes
    login: bytes | None
    welcome: bytes


def visit_of(system: System, number: int) -> Visit:
    """Return what a client of this system writes."""
    handshake = HANDSHAKE % (system.dialect.path(number).encode(), ORIGIN.encode())
    return Visit(handshake, system.dialect.login(number), system.dialect.welcome)


class _Visitor:
    __slots__ = ("is_connected", "is_upgraded", "seen", "socket", "started", "visit")

    def __init__(self, port: int, visit: Visit) -> None:
        self.visit = visit
        self.seen = b""
        self.is_connected = self.is_upgraded = False
        self.started = time.perf_counter()
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.socket.connect_ex(("127.0.0.1", port))

    def step(self) -> bool:
        """Do what is next. True when this client is in. Raises ConnectionError when it is refused."""
        if not self.is_connected:
            self.is_connected = True
            self.socket.send(self.visit.handshake)
            return False
        data = self.socket.recv(65536)
        self.seen += data
        if not data or (self.is_upgraded and b'"error"' in self.seen):
            raise ConnectionError(f"refused: {self.seen[-300:]!r}")
        if not self.is_upgraded and b"\r\n\r\n" in self.seen:
            if b" 101 " not in self.seen.split(b"\r\n")[0]:
                raise ConnectionError(f"refused: {self.seen[:300]!r}")
            self.is_upgraded = True
            if self.visit.login is not None:
                self.seen = b""
                self.socket.send(self.visit.login)
        return self.is_upgraded and self.visit.welcome in self.seen


def rush(port: int, visits: Sequence[Visit], at_once: int, patience: float) -> list[float]:
    """Let all come in, so many at a time; return how long each took, and drop them when the last is in.

    When patience is at an end, fewer are in.

    A loop of its own on bare sockets: this costs the load generator less than the cheapest server spends.
    """
    waiting = list(reversed(visits))
    there: dict[int, _Visitor] = {}
    times: list[float] = []
    busy = 0
    deadline = time.perf_counter() + patience
    with closing(select.epoll()) as poll:
        try:
            while len(times) < len(visits) and time.perf_counter() < deadline:
                while waiting and busy < at_once:
                    visitor = _Visitor(port, waiting.pop())
                    there[visitor.socket.fileno()] = visitor
                    poll.register(visitor.socket, select.EPOLLOUT)
                    busy += 1
                for number, _ in poll.poll(0.1):
                    visitor = there[number]
                    if not visitor.is_connected:
                        poll.modify(number, select.EPOLLIN)
                    if visitor.step():
                        times.append(time.perf_counter() - visitor.started)
                        poll.unregister(number)
                        busy -= 1
        finally:
            for visitor in there.values():
                visitor.socket.close()
    return times


async def run(records: Records, names: Sequence[str] = DISTINCT) -> None:
    """Measure, print, and keep."""
    print(f"Connect storms, clients let in per second; {ROUNDS} rounds in turn")
    with running(names) as systems:
        for count in CROWDS:
            chosen = [system for system in systems if not system.is_far or count == CROWDS[0]]
            bursts: dict[str, list[Burst]] = {system.name: [] for system in chosen}
            waits: dict[str, list[float]] = {system.name: [] for system in chosen}
            for turn in range(ROUNDS):
                # Other clients each time: one that comes back too often is told to wait.
                first = turn * count if count < max(CROWDS) else (turn + 1) * count
                for system in chosen:
                    visits = [visit_of(system, first + number) for number in range(count)]
                    watch = Watch(system)
                    times = rush(system.port, visits, count, PATIENCE)
                    elapsed, shares = watch.read()
                    bursts[system.name].append(Burst(len(times) / elapsed, shares))
                    waits[system.name].append(at(times + [PATIENCE] * (count - len(times)), 0.99))
                    await asyncio.sleep(0.3)
            print(f"  {count} at once")
            for system in chosen:
                records.add(record_of(RATE, "", count, system.name, bursts[system.name]))
                records.add(Record(WAIT, "", count, system.name, waits[system.name]))
            for system in chosen:
                print_rate(records, RATE, "", count, system.name)
                wait = records.find(WAIT, "", count, system.name)
                assert wait is not None
                print(f"    {LABELS[system.name]:27} 99 % are in after {wait.median:,.0f} ms")
