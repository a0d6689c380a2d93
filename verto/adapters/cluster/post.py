"""Carries what processes tell each other, in batches, over a channel layer (https://channels.readthedocs.io, channel layers).

A channel layer may lose messages. Batches are numbered, from 1 for each pair of processes, so that the loss is noticed.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from verto.adapters.cluster import names
from verto.core.cluster import wire
from verto.core.cluster.wire import Event, Info, Part

SEND_SECONDS = 2.0
MOST_BYTES = 256 * 1024
"""A batch is sent when it has so many, about."""
MOST_WAITING = 50_000
"""Parts that wait for one process; what comes then is lost, which the process notices."""
PUNT = "peers.punt"
_BATCH, _PROBE = "peers.batch", "peers.probe"


class ChannelLayer(Protocol):
    """What channels-redis has."""

    async def send(self, channel: str, message: dict[str, Any]) -> None: ...

    async def receive(self, channel: str) -> dict[str, Any]: ...

    async def flush(self) -> None: ...


class Listener(Protocol):
    """Who reads the post."""

    def heard(self, process: str, parts: Sequence[Part]) -> None:
        """Another process has said this."""

    def missed(self, process: str) -> None:
        """Something of what it said was lost."""

    def understood_nothing(self) -> None:
        """Something has arrived that no process of this version says."""

    def asked_to_punt(self, client_ids: Sequence[str], reason: str) -> None:
        """Somebody's right to be here has ended; the directory says so as well."""


class Post:
    """The post of one process under one name. Every coroutine may raise what the layer raises, and TimeoutError."""

    def __init__(self, layer: ChannelLayer, process: str, listener: Listener) -> None:
        self._layer = layer
        self._process = process
        self._listener = listener
        self._heard: defaultdict[str, int] = defaultdict(int)
        self._sent: defaultdict[str, int] = defaultdict(int)
        self._waiting: defaultdict[str, list[Part]] = defaultdict(list)
        self._has_waiting = asyncio.Event()
        self._probed = asyncio.Event()

    def put(self, process: str, part: Part) -> bool:
        """Have this sent soon, after what was put before. False if it is lost."""
        waiting = self._waiting[process]
        if len(waiting) >= MOST_WAITING:
            # A number that never comes.
            self._sent[process] += 1
            return False
        waiting.append(part)
        self._has_waiting.set()
        return True

    def beat(self, processes: Iterable[str]) -> None:
        """Have something sent to each of these, so that it notices if the last that it was told was lost."""
        for process in processes:
            self._waiting.setdefault(process, [])
        self._has_waiting.set()

    async def send(self) -> None:
        """Send what is put, until cancelled. While one batch is on its way the next one grows."""
        while True:
            await self._has_waiting.wait()
            await self.send_waiting()

    async def send_waiting(self) -> None:
        """Send what has been put until now."""
        self._has_waiting.clear()
        waiting, self._waiting = self._waiting, defaultdict(list)
        for process, parts in waiting.items():
            for batch in _batches(parts):
                self._sent[process] += 1
                message = {"type": _BATCH, "from": self._process, "seq": self._sent[process], "parts": batch}
                await self._send(process, message)

    async def listen(self) -> None:
        """Hand over what arrives, until cancelled."""
        while True:
            self._take(await self._layer.receive(names.inbox(self._process)))

    async def is_heard(self, within: float) -> None:
        """Wait until what is sent to this process arrives, which takes as long as subscribing. `listen` must run."""
        async with asyncio.timeout(within):
            while not self._probed.is_set():
                await self._send(self._process, {"type": _PROBE})
                await _soon(self._probed)

    async def _send(self, process: str, message: dict[str, Any]) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await self._layer.send(names.inbox(process), message)

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"type": kind} if kind == _PROBE:
                self._probed.set()
            case {"type": kind, "clients": [*client_ids], "reason": str(reason)} if kind == PUNT:
                self._listener.asked_to_punt(client_ids, reason)
            case {"type": kind, "from": str(process), "seq": int(seq), "parts": bytes(raw)} if kind == _BATCH:
                self._take_batch(process, seq, raw)
            case _:
                self._listener.understood_nothing()

    def _take_batch(self, process: str, seq: int, raw: bytes) -> None:
        is_whole = seq == self._heard[process] + 1
        self._heard[process] = seq
        try:
            parts = wire.decode(raw)
        except ValueError:
            # Of another version, perhaps, while one takes the place of the other.
            self._listener.understood_nothing()
            return
        self._listener.heard(process, parts)
        if not is_whole:
            self._listener.missed(process)


async def _soon(event: asyncio.Event, within: float = 0.1) -> None:
    try:
        async with asyncio.timeout(within):
            await event.wait()
    except TimeoutError:
        return


def _batches(parts: Sequence[Part]) -> Iterator[bytes]:
    batch: list[Part] = []
    size = 0
    for part in parts:
        batch.append(part)
        size += 200 + (len(part.body) if isinstance(part, Info) else len(part.data) if isinstance(part, Event) else 0)
        if size >= MOST_BYTES:
            yield wire.encode(batch)
            batch, size = [], 0
    if batch or not parts:
        yield wire.encode(batch)


def punt_message(client_ids: Sequence[str], reason: str) -> dict[str, Any]:
    """Return what to send to a process so that it sends these clients away now."""
    return {"type": PUNT, "clients": list(client_ids), "reason": reason}
