"""Relays per second and latency under daphne: the engine with all its rules beside a bare ASGI relay, and idle memory."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from dataclasses import dataclass

import psutil

from bench.apps import PASSWORD
from bench.servers import Server, daphne
from bench.websocket import Client, text_frame

PAIRS = 50
IN_FLIGHT = 8
ROUNDS = 7
ROUND_SECONDS = 1.5
BODY = json.dumps({"v": 1, "type": "description", "dialog": None, "seq": 1, "payload": {"sdp": "a=mid:0 \r\n" * 90}})


def name_of(number: int) -> str:
    """Return one of many client IDs."""
    return f"00000000-0000-4000-8000-{number:012x}"


def call(method: str, params: object) -> bytes:
    """Return a request as a browser writes it."""
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": 1}, separators=(",", ":")).encode()


async def log_in(port: int, number: int) -> Client:
    """Connect and log in."""
    client = await Client.connect(port)
    name = name_of(number)
    reply = await client.answer(call("login", {"login": name, "passwd": PASSWORD, "sessid": name}))
    assert b"result" in reply, reply
    return client


@dataclass
class Pair:
    """One sends, the other receives; as many as `IN_FLIGHT` messages are under way."""

    sender: Client
    receiver: Client
    frame: bytes
    received: int = 0

    def start(self) -> None:
        """Put the first messages on their way; each that arrives starts another."""
        self.sender.on_text = lambda payload: None
        self.receiver.on_text = self._arrived
        self.sender.transport.write(self.frame * IN_FLIGHT)

    def stop(self) -> None:
        """Let what is under way arrive, and start nothing more."""
        self.receiver.on_text = lambda payload: None

    def _arrived(self, payload: bytes) -> None:
        if b'"msg"' in payload:
            self.received += 1
            self.sender.transport.write(self.frame)


async def make_pairs(port: int, count: int) -> list[Pair]:
    """Log in two clients for each pair."""
    clients = [await log_in(port, number) for number in range(2 * count)]
    return [
        Pair(
            clients[2 * n],
            clients[2 * n + 1],
            text_frame(call("verto.info", {"msg": {"to": name_of(2 * n + 1), "body": BODY}})),
        )
        for n in range(count)
    ]


async def throughput(pairs: list[Pair]) -> float:
    """Return relays per second with every pair talking."""
    for pair in pairs:
        pair.received = 0
        pair.start()
    started = time.perf_counter()
    await asyncio.sleep(ROUND_SECONDS)
    total = sum(pair.received for pair in pairs)
    elapsed = time.perf_counter() - started
    for pair in pairs:
        pair.stop()
    await asyncio.sleep(0.3)
    return total / elapsed


async def latency(pair: Pair, count: int = 400) -> list[float]:
    """Return the seconds that single messages took, one after the other, a few milliseconds apart."""
    times: list[float] = []
    arrived = asyncio.Event()
    pair.receiver.on_text = lambda payload: arrived.set()
    for _ in range(count):
        arrived.clear()
        started = time.perf_counter()
        pair.sender.transport.write(pair.frame)
        await arrived.wait()
        times.append(time.perf_counter() - started)
        await asyncio.sleep(0.002)
    return times


async def idle_memory(server: Server, first: int, count: int = 1000) -> float:
    """Return KiB of the server's resident memory for each of `count` more clients that are logged in and silent."""
    process = psutil.Process(server.pid)
    before = process.memory_info().rss
    clients = [await log_in(server.port, first + number) for number in range(count)]
    await asyncio.sleep(0.5)
    grown = process.memory_info().rss - before
    for client in clients:
        client.close()
    return grown / count / 1024


async def measure(engine: Server, bare: Server) -> None:
    """Take turns, so that both meet the same moods of the machine; print medians and the ratio."""
    pairs = {"engine": await make_pairs(engine.port, PAIRS), "bare": await make_pairs(bare.port, PAIRS)}
    rates: dict[str, list[float]] = {"engine": [], "bare": []}
    for _ in range(ROUNDS):
        for name in rates:
            rates[name].append(await throughput(pairs[name]))
    for name, values in rates.items():
        times = sorted(await latency(pairs[name][0]))
        p50, p99 = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
        print(
            f"  {name:7} {statistics.median(values):8,.0f} relays/s (spread {min(values):,.0f} to {max(values):,.0f});"
            f" light load p50 {p50:.2f} ms, p99 {p99:.2f} ms"
        )
    ratio = statistics.median(e / b for e, b in zip(rates["engine"], rates["bare"], strict=True))
    print(f"  ratio   {ratio:8.0%} of the bare relay (at least 60 % wanted): {'ok' if ratio >= 0.6 else 'MISSED'}")
    print(
        f"  memory  {await idle_memory(engine, 10_000):8.1f} KiB for each idle client, bare {await idle_memory(bare, 10_000):.1f}"
    )


def run() -> None:
    """Print the table."""
    print(f"Relay under daphne, {len(BODY)} B bodies, {PAIRS} pairs, {IN_FLIGHT} in flight, {ROUNDS} rounds in turn")
    with daphne("bench.apps:engine") as engine, daphne("bench.apps:bare") as bare:
        asyncio.run(measure(engine, bare))
