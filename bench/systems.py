"""What is measured beside each other, and how each is started."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from bench.dialects import Dialect, Peerjs, Verto
from bench.servers import Server, daphne, module, node
from scripts.house import redis
from scripts.house.freeswitch import is_named
from scripts.house.ports import free_port
from tests.support.freeswitch import Freeswitch

LABELS = {
    "dedicated": "ours, dedicated server",
    "daphne": "ours, under daphne",
    "bare": "bare relay on picows",
    "gather": "bare relay, gathering writes",
    "peerjs": "peerjs-server",
    "ws": "bare relay on node ws",
    "freeswitch": "FreeSWITCH behind the guard",
    "asgi": "bare relay under daphne",
    "beside": "two of ours, talking within each",
    "across": "two of ours, talking across",
}
"""In the order in which they are shown."""
TWO = ("beside", "across")
EVERY = tuple(name for name in LABELS if name not in ("asgi", *TWO))
DISTINCT = tuple(name for name in EVERY if name != "gather")
"""Without what differs in the writing of many messages alone."""


@dataclass(frozen=True)
class System:
    """A running system: where clients connect, what they speak, and all processes that serve them. Of two ports each serves
    every second client, or every second pair of them: see `port_of`."""

    name: str
    port: int
    pids: tuple[int, ...]
    dialect: Dialect
    other_port: int = 0

    @property
    def is_far(self) -> bool:
        """Does it wait for another program, so that it takes few clients and long?"""
        return self.name == "freeswitch"

    def port_of(self, number: int) -> int:
        """Return where a client connects: of each pair the first one sends, the second one receives."""
        is_elsewhere = number % 2 if self.name == "across" else number // 2 % 2
        return self.other_port if self.other_port and is_elsewhere else self.port

    def memory(self) -> float:
        """Return the resident memory of all processes in KiB."""
        return sum(psutil.Process(pid).memory_info().rss for pid in self.pids) / 1024

    def cpu_seconds(self) -> float:
        """Return the processor time of all processes since their start."""
        return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in self.pids)


@contextmanager
def _over_freeswitch() -> Iterator[System]:
    """Run the guard, and a FreeSWITCH with the shipped configuration unless FREESWITCH_VERTO_URL names a running one.

    A running one must ask http://127.0.0.1:BENCH_FSAPI_PORT/fsapi, and may be on this machine only.
    """
    port = int(os.environ.get("BENCH_FSAPI_PORT", "0")) or free_port()
    url = os.environ.get("FREESWITCH_VERTO_URL", "")
    if url:
        environment = {"FREESWITCH_VERTO_URL": url}
        with daphne("bench.guard:application", environment, port=port) as server:
            yield System("freeswitch", port, (server.pid, *_listeners(urlsplit(url).port)), Verto())
        return
    freeswitch = Freeswitch(f"http://127.0.0.1:{port}/fsapi")
    environment = {"FREESWITCH_VERTO_URL": f"ws://127.0.0.1:{freeswitch.verto_port}"}
    try:
        with daphne("bench.guard:application", environment, port=port) as server:
            freeswitch.start()
            yield System("freeswitch", port, (server.pid, freeswitch.process.pid), Verto())
    finally:
        freeswitch.close()


def _listeners(port: int | None) -> set[int]:
    return {
        each.pid
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid
    }


@contextmanager
def _two_processes(name: str) -> Iterator[System]:
    """Run two engines and the Redis that they share."""
    with (
        redis.server() as shared,
        module("bench.dedicated", shared.url) as first,
        module("bench.dedicated", shared.url) as second,
    ):
        yield System(name, first.port, (first.pid, second.pid, shared.pid), Verto(), second.port)


_SERVERS: dict[str, tuple[Callable[[], AbstractContextManager[Server]], Callable[[], Dialect]]] = {
    "daphne": (lambda: daphne("bench.apps:engine"), Verto),
    "asgi": (lambda: daphne("bench.apps:bare"), Verto),
    "dedicated": (lambda: module("bench.dedicated"), Verto),
    "bare": (lambda: module("bench.bare_relay"), Verto),
    "gather": (lambda: module("bench.bare_relay", "gather"), Verto),
    "peerjs": (lambda: node("bench/node/peerjs.mjs"), Peerjs),
    "ws": (lambda: node("bench/node/bare_relay.mjs"), Verto),
}


def is_there(name: str) -> bool:
    """Can this one be started here? FreeSWITCH and Redis are not everywhere."""
    if name in TWO:
        return redis.find() is not None
    return name != "freeswitch" or bool(os.environ.get("FREESWITCH_VERTO_URL")) or is_named()


@contextmanager
def running(names: Sequence[str]) -> Iterator[list[System]]:
    """Run these systems, as far as they are there, while the block runs."""
    with ExitStack() as stack:
        systems: list[System] = []
        for name in filter(is_there, names):
            if name == "freeswitch":
                systems.append(stack.enter_context(_over_freeswitch()))
                continue
            if name in TWO:
                systems.append(stack.enter_context(_two_processes(name)))
                continue
            start, speak = _SERVERS[name]
            server = stack.enter_context(start())
            systems.append(System(name, server.port, (server.pid,), speak()))
        yield systems
