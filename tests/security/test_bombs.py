"""D-14: frames that are small to send and large to take: the server says no at once, stays small, and serves the others."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
import pytest

from bench.websocket import Client, text_frame
from tests.contract.visitor import Guest, Visitor
from tests.support.scale import FULL
from tests.support.site import Site

TIMES = 5 if FULL else 1
ANSWER_SECONDS = 0.5 if FULL else 2.0
"""In `make test` other programs share the machine, and the figure says only that nothing hangs."""
BYSTANDER_SECONDS = 0.1 if FULL else 1.0
GROWTH_BYTES = 8 * 1024 * 1024


def header(size: int, first: int = 0x81) -> bytes:
    """Return the head of a masked frame that promises so many bytes (RFC 6455 section 5.2)."""
    if size < 126:
        return bytes([first, 0x80 | size]) + bytes(4)
    if size < 65536:
        return bytes([first, 0x80 | 126]) + size.to_bytes(2, "big") + bytes(4)
    return bytes([first, 0x80 | 127]) + size.to_bytes(8, "big") + bytes(4)


def echo(params: bytes) -> bytes:
    return b'{"jsonrpc":"2.0","id":1,"method":"echo","params":' + params + b"}"


BOMBS: dict[str, Callable[[], bytes]] = {
    "one byte over 64 KiB": lambda: text_frame(b"x" * (64 * 1024 + 1)),
    "one byte over 256 KiB": lambda: text_frame(b"x" * (256 * 1024 + 1)),
    "a gigabyte promised": lambda: header(1 << 30) + b"x" * 1000,
    "the largest length there is": lambda: header((1 << 63) - 1) + b"x" * 1000,
    "a length with its top bit": lambda: b"\x81\xff" + b"\xff" * 8 + bytes(4) + b"x" * 1000,
    "brackets": lambda: text_frame(b"[" * 60_000),
    "braces": lambda: text_frame(echo(b'{"a":' * 10_000 + b"1" + b"}" * 10_000)),
    "many keys": lambda: text_frame(echo(b"{" + b",".join(b'"%x":1' % n for n in range(6000)) + b"}")),
    "the same key": lambda: text_frame(echo(b"{" + b",".join([b'"a":1'] * 9000) + b"}")),
    "a long number": lambda: text_frame(echo(b"9" * 60_000)),
    "a huge exponent": lambda: text_frame(echo(b"1e999999999")),
    "not a number": lambda: text_frame(echo(b"NaN")),
    "a lone surrogate": lambda: text_frame(echo(b'"\\ud800"')),
    "bytes that are no text": lambda: text_frame(echo(b'"\xff\xfe\xc0\xaf"')),
    "NUL": lambda: text_frame(echo(b'"\x00"')),
    "a large batch": lambda: text_frame(b"[" + b",".join([b"{}"] * 10_000) + b"]"),
    "batches in batches": lambda: text_frame(b"[" * 20 + echo(b"1") + b"]" * 20),
    "fragments without end": lambda: header(1, 0x01) + b"x" + (header(1, 0x00) + b"x") * 65_536,
    "empty fragments": lambda: header(0, 0x01) + header(0, 0x00) * 65_536,
    "pings": lambda: (header(100, 0x89) + b"x" * 100) * 2_000,
    "compressed without having agreed": lambda: deflated(b"x" * 10_000_000),
    "a ping too long": lambda: header(126, 0x89) + b"x" * 126,
    "a fragmented close": lambda: header(2, 0x08) + b"\x03\xe8",
    "an unknown opcode": lambda: header(0, 0x83),
    "no mask": lambda: b"\x81\x05hello",
    "a close with half a code": lambda: header(1, 0x88) + b"\x03",
}


def deflated(text: bytes) -> bytes:
    packed = zlib.compress(text)[2:-4]
    return header(len(packed), 0xC1) + packed


@dataclass
class Target:
    """One socket, and what it got."""

    client: Client
    said: list[bytes] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.client.on_text = self._hear
        self.client.on_close = self._close

    def _hear(self, text: bytes) -> None:
        self.said.append(text)
        self.answered.set()

    def _close(self) -> None:
        self.closed.set()
        self.answered.set()


async def probe(alice: Visitor, bob: Visitor, until: asyncio.Event) -> list[float]:
    """Let two members talk while the bombs fall; return how long each word took, in seconds."""
    took = []
    while not until.is_set():
        started = time.perf_counter()
        await alice.calls("verto.info", {"msg": {"to": bob.client_id, "body": "still here"}})
        await bob.hears(lambda frame: frame.get("method") == "verto.info")
        took.append(time.perf_counter() - started)
        await asyncio.sleep(0.01)
    return took


MANY_FRAMES = {"fragments without end", "empty fragments", "pings"}
"""Thousands of frames that the server in front takes apart and answers before we see any, and daphne takes its time for each."""
MANY_FRAMES_SECONDS = 10.0
MANY_FRAMES_BYTES = 24 * 1024 * 1024


@pytest.mark.parametrize("many", [False, True], ids=["few frames", "many frames"])
async def test_they_are_refused_at_once_and_hurt_nobody(site: Site, guest: Guest, many: bool) -> None:
    bombs = [name for name in BOMBS if (name in MANY_FRAMES) == many]
    seconds = MANY_FRAMES_SECONDS if many else ANSWER_SECONDS
    alice, bob = await guest().joins(), await guest().joins()
    process = psutil.Process(site.process.pid)
    # A server that has read large frames of friends has grown once, and that is not the bombs' doing.
    for _ in range(5):
        for letter in "ab":
            await alice.calls("echo", {"x": letter * 60_000})
            await alice.calls("echo", {"x": [letter] * 12_000})
    before = process.memory_info().rss
    over = asyncio.Event()
    talk = asyncio.create_task(probe(alice, bob, over))
    slowest = ("", 0.0)
    for name in bombs * TIMES:
        bomb = BOMBS[name]()
        target = Target(await Client.connect(site.port, "/verto", site.url))
        started = time.perf_counter()
        target.client.transport.write(bomb)
        if many:
            # These need no answer: then the next message must get one.
            target.client.transport.write(header(0, 0x80) + text_frame(echo(b"1")))
        try:
            async with asyncio.timeout(seconds):
                await target.answered.wait()
        except TimeoutError:
            pytest.fail(f"{name}: neither an answer nor an end within {seconds} s")
        slowest = max(slowest, (name, time.perf_counter() - started), key=lambda one: one[1])
        assert target.closed.is_set() or b'"error"' in target.said[0], (name, target.said[:1])
        target.client.transport.abort()
    grown = process.memory_info().rss - before
    over.set()
    took = sorted(await talk)
    assert "Traceback" not in site.log.read_text()
    assert grown < (MANY_FRAMES_BYTES if many else GROWTH_BYTES), f"{grown} bytes"
    assert took[int(len(took) * 0.99)] < (MANY_FRAMES_SECONDS if many else BYSTANDER_SECONDS)
    print(
        f"D-14: {len(bombs)} bombs, slowest answer {slowest[1] * 1000:.0f} ms ({slowest[0]}), "
        f"memory {grown / 2**20:+.1f} MiB, bystanders p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms"
    )
