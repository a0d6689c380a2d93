"""The engine's own WebSocket server, byte by byte: what RFC 6455 allows, what it forbids, and how it ends."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from verto.adapters.driver import Driver
from verto.adapters.sockets import Sockets
from verto.core.limits import MAX_FRAME_BYTES, Limits
from verto.core.switchboard import Switchboard
from verto.tests.builders import ALICE, call_text, login_text
from verto.tests.test_driver import Directory

OURS = "http://127.0.0.1:8000"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
ECHO = call_text("login", {"é": 1})
"""A frame that any stranger gets an answer to."""


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True) -> bytes:
    """Return one frame of a client, right or wrong."""
    size = len(payload)
    if size < 126:
        length = bytes([size])
    else:
        length = b"\x7e" + size.to_bytes(2, "big") if size <= 0xFFFF else b"\x7f" + size.to_bytes(8, "big")
    head = bytes([fin << 7 | reserved << 4 | opcode, masked << 7 | length[0]]) + length[1:]
    return head + (b"\0\0\0\0" if masked else b"") + payload


@dataclass
class Browser:
    """One connection, as bytes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def gets(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame of the server."""
        async with asyncio.timeout(5):
            first, second = await self.reader.readexactly(2)
            assert first >> 7 == 1 and second < 128, "the server neither fragments nor masks"
            size = second
            if size >= 126:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
            return first & 0xF, await self.reader.readexactly(size)

    async def close_code(self) -> int:
        """Return the code with which the server closes, whatever it says before."""
        while True:
            opcode, payload = await self.gets()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big")

    async def is_gone(self) -> bool:
        """Wait for the end of the connection."""
        async with asyncio.timeout(5):
            return await self.reader.read() == b""

    def says(self, *frames: bytes) -> None:
        self.writer.write(b"".join(frames))


@dataclass
class Place:
    """A running server."""

    sockets: Sockets
    driver: Driver
    directory: Directory
    port: int
    browsers: list[Browser] = field(default_factory=list)

    async def asks(self, path: str = "/verto", origin: str | None = OURS, more: str = "") -> tuple[int, Browser, bytes]:
        """Knock; return the status, the connection and what came with the refusal."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.browsers.append(Browser(reader, writer))
        header = f"Origin: {origin}\r\n" if origin is not None else ""
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{header}{more}"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        async with asyncio.timeout(5):
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head.split()[1])
            rest = b"" if status == 101 else await reader.read()
        return status, self.browsers[-1], rest

    async def opens(self, **knock: str) -> Browser:
        """Connect."""
        status, browser, _ = await self.asks(**knock)
        assert status == 101
        return browser


def is_own_origin(origins: Sequence[str]) -> bool:
    return list(origins) == [OURS]


def network_of(peer: str, forwarded: Sequence[str]) -> str:
    return ",".join([peer, *forwarded])


@asynccontextmanager
async def serving(limits: Limits | None = None) -> AsyncIterator[Place]:
    directory = Directory()
    driver = Driver(Switchboard(limits), directory)
    sockets = Sockets(driver, "/verto", is_own_origin, network_of)
    port = await sockets.listen("127.0.0.1", 0)
    place = Place(sockets, driver, directory, port)
    try:
        yield place
    finally:
        for browser in place.browsers:
            browser.writer.transport.abort()
        await sockets.drain(1)
        await asyncio.gather(*(browser.writer.wait_closed() for browser in place.browsers), return_exceptions=True)


async def test_a_whole_visit() -> None:
    async with serving() as place:
        alice = await place.opens()
        alice.says(frame(TEXT, login_text(place.directory.entries[ALICE])))
        assert b"logged in" in (await alice.gets())[1]
        assert b"clientReady" in (await alice.gets())[1]
        alice.says(frame(TEXT, call_text("echo", {"é": 1})))
        assert '"é":1' in (await alice.gets())[1].decode()
        alice.says(frame(PING, b"are you there"))
        assert await alice.gets() == (PONG, b"are you there")
        alice.says(frame(CLOSE, (1001).to_bytes(2, "big")))
        assert await alice.close_code() == 1001
        assert await alice.is_gone()
        assert place.driver.switchboard.socket_count() == 0


async def test_fragments_are_one_message_and_pings_may_come_between() -> None:
    async with serving() as place:
        alice = await place.opens()
        cut = ECHO.index("é".encode()) + 1
        alice.says(
            frame(TEXT, ECHO[:cut], fin=False),
            frame(PING),
            frame(CONTINUATION, ECHO[cut:], fin=False),
            frame(CONTINUATION),
        )
        assert await alice.gets() == (PONG, b"")
        assert json.loads((await alice.gets())[1])["error"]["code"] == -32000


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([frame(TEXT, ECHO, masked=False)], 1002),
        ([frame(TEXT, ECHO, reserved=4)], 1002),
        ([frame(TEXT, ECHO, reserved=1)], 1002),
        ([frame(CONTINUATION, ECHO)], 1002),
        ([frame(TEXT, ECHO, fin=False), frame(TEXT, ECHO)], 1002),
        ([frame(0x3, ECHO)], 1002),
        ([frame(PING, b"x", fin=False)], 1002),
        ([frame(TEXT, b"\xed\xa0\x80")], 1007),
        ([frame(TEXT, b'{"a":"\xc3', fin=False), frame(CONTINUATION, b'"}')], 1007),
        ([frame(TEXT, b"x" * (MAX_FRAME_BYTES + 1))], 4009),
        ([frame(TEXT, b"x" * 40_000, fin=False), frame(CONTINUATION, b"x" * 40_000, fin=False)], 4009),
        ([frame(TEXT, b"x" * (8 * MAX_FRAME_BYTES))], 1009),
    ],
)  # fmt: skip
async def test_what_is_forbidden_closes_the_socket_that_sent_it(frames: list[bytes], code: int) -> None:
    async with serving() as place:
        alice, bystander = await place.opens(), await place.opens()
        alice.says(*frames)
        assert await alice.close_code() == code
        # What follows is not heard, whether the client answers the close or not.
        alice.says(frame(TEXT, ECHO), frame(CLOSE, code.to_bytes(2, "big")))
        assert await alice.is_gone()
        bystander.says(frame(TEXT, ECHO))
        assert b"-32000" in (await bystander.gets())[1]


async def test_who_breaks_the_rules_and_does_not_read_is_cut() -> None:
    async with serving(Limits(gone_seconds=1)) as place:
        alice = await place.opens()
        alice.says(frame(TEXT, login_text(place.directory.entries[ALICE])))
        assert b"logged in" in (await alice.gets())[1]
        [here] = place.sockets._open
        assert here._transport is not None
        line: asyncio.BaseTransport
        for line in (here._transport.underlying_transport, alice.writer.transport):
            for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                line.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, buffer, 4096)
        alice.reader._transport.pause_reading()  # type: ignore[attr-defined]
        # Less than makes a slow reader, more than the line holds.
        alice.says(*[frame(TEXT, call_text("echo", {"x": "y" * 40_000}))] * 3, frame(0x3))
        async with asyncio.timeout(10):
            while place.driver.switchboard.socket_count():
                await asyncio.sleep(0.05)


async def test_what_picows_has_closed_gets_no_more_text() -> None:
    async with serving() as place:
        alice = await place.opens()
        alice.says(frame(TEXT, ECHO), frame(0x3))
        assert await alice.close_code() == 1002
        [here] = place.sockets._open
        here.send(b"too late")
        assert await alice.is_gone()


async def test_binary_frames_are_read_like_text() -> None:
    async with serving() as place:
        alice = await place.opens()
        alice.says(frame(BINARY, ECHO), frame(BINARY, b"\xff"))
        assert b"-32000" in (await alice.gets())[1]
        assert b"-32600" in (await alice.gets())[1]


@pytest.mark.parametrize("origin", [None, "null", OURS + "/", "http://evil.example"])
async def test_another_origin_is_refused_before_the_upgrade(origin: str | None) -> None:
    async with serving() as place:
        status, _, rest = await place.asks(origin=origin)
        assert (status, rest) == (403, b"")
        assert place.driver.switchboard.socket_count() == 0


async def test_two_origins_are_none() -> None:
    async with serving() as place:
        assert (await place.asks(more=f"Origin: {OURS}\r\n"))[0] == 403


async def test_other_paths_do_not_exist() -> None:
    async with serving() as place:
        assert (await place.asks(path="/verto/"))[0] == 404


async def test_a_fault_in_the_handshake_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as place:
        place.sockets._is_own_origin = lambda origins: bool(1 / 0)
        status, _, rest = await place.asks()
        assert (status, rest) == (500, b"")
    assert "A handshake failed" in caplog.text


async def test_a_network_with_too_many_sockets_gets_no_more() -> None:
    async with serving(Limits(strangers_per_address=1)) as place:
        await place.opens(more="X-Forwarded-For: 192.0.2.7\r\n")
        assert await (await place.opens(more="X-Forwarded-For: 192.0.2.7\r\n")).close_code() == 1013
        other = await place.opens(more="X-Forwarded-For: 192.0.2.8\r\n")
        other.says(frame(TEXT, ECHO))
        assert b"-32000" in (await other.gets())[1]
        assert place.driver.switchboard.socket_count() == 2


async def test_a_drain_closes_everybody_cuts_who_does_not_answer_and_writes_the_history() -> None:
    async with serving() as place:
        alice, mute = await place.opens(), await place.opens()
        alice.says(frame(TEXT, login_text(place.directory.entries[ALICE])))
        await alice.gets()
        draining = asyncio.create_task(place.sockets.drain(0.5))
        for browser in (alice, mute):
            assert await browser.close_code() == 4012
        alice.says(frame(CLOSE, (4012).to_bytes(2, "big")))
        await draining
        assert await mute.is_gone()
        assert sum(logged_in.count(ALICE) for logged_in, _ in place.directory.recorded) == 1
        assert sum(left.count(ALICE) for _, left in place.directory.recorded) == 1
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", place.port)


async def test_history_that_cannot_be_written_is_written_later() -> None:
    async with serving() as place:
        wanted, place.directory.record = place.directory.record, _failing  # type: ignore[method-assign]
        alice = await place.opens()
        alice.says(frame(TEXT, login_text(place.directory.entries[ALICE])))
        async with asyncio.timeout(5):
            while place.driver.is_directory_answering:
                await asyncio.sleep(0.01)
        place.directory.record = wanted  # type: ignore[method-assign]
        async with asyncio.timeout(5):
            while not place.driver.is_directory_answering:
                await asyncio.sleep(0.01)
        assert place.directory.recorded == [([ALICE], [])]


async def _failing(logged_in: Sequence[str], left: Sequence[str]) -> None:
    raise ConnectionError("the database is away")
