"""The client side of every measurement: connections that count what arrives without taking it apart.

Counting happens at the speed of `bytearray.count`: each message carries `MARK` once, at its end. Nothing is decoded and no
frame is parsed, so that one core of Python keeps any server on the other core busy. What an honest client must do is
done: it answers `verto.ping` and notices when its connection is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from bench.websocket import text_frame

MARK = b"|^|"
"""Ends each message that is relayed, and occurs nowhere else."""
_KEPT = 96
"""Bytes of the chunk before that are kept, for marks and pings that are cut in two."""
_PING = b'"verto.ping"'
_ROOM = 256 * 1024
# One buffer for all: uvloop asks for it, fills it and reports in one go.
_buffer = bytearray(_KEPT + _ROOM)
_room = memoryview(_buffer)[_KEPT:]

HANDSHAKE = (
    b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: %b\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Lane(asyncio.BufferedProtocol):
    """One connection. `on_arrived` is told how many messages came; `on_close` is called once, however it ends."""

    __slots__ = ("_awaited", "_from", "_kept", "_seen", "arrived", "is_closed", "mark", "on_arrived", "transport")

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.arrived = 0
        self.is_closed = False
        self.on_arrived: Callable[[int], None] | None = None
        self._kept: bytes | bytearray = bytes(_KEPT)
        self._seen = b""
        self._awaited: tuple[bytes, asyncio.Future[bytes]] | None = None
        self.count(MARK)

    def count(self, mark: bytes) -> None:
        """Count what carries this mark from now on."""
        self.mark = mark
        self._from = _KEPT - len(mark) + 1

    async def say(self, text: bytes, answer: bytes) -> bytes:
        """Write this, and return all that came until `answer` was in it."""
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._awaited = (answer, future)
        self.transport.write(text)
        async with asyncio.timeout(60):
            return await future

    def write(self, frames: bytes) -> None:
        """Write whole frames; to a closed connection nothing."""
        if not self.is_closed:
            self.transport.write(frames)

    def close(self) -> None:
        """Drop the connection."""
        self.transport.abort()

    # --- What the loop tells ------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class

    def get_buffer(self, sizehint: int) -> memoryview:
        return _room

    def buffer_updated(self, nbytes: int) -> None:
        end = _KEPT + nbytes
        _buffer[:_KEPT] = self._kept
        self._kept = _buffer[nbytes:end]
        if self._awaited is not None:
            self._look(bytes(_buffer[_KEPT:end]))
        if _buffer.find(_PING, _KEPT - len(_PING) + 1, end) >= 0:
            self._answer_pings(bytes(_buffer[:end]))
        count = _buffer.count(self.mark, self._from, end)
        if count:
            self.arrived += count
            if self.on_arrived is not None:
                self.on_arrived(count)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_closed = True
        if self._awaited is not None and not self._awaited[1].done():
            self._awaited[1].set_exception(exc or ConnectionError(f"closed after {self._seen[-200:]!r}"))

    def _look(self, data: bytes) -> None:
        assert self._awaited is not None
        answer, future = self._awaited
        self._seen += data
        if answer in self._seen:
            seen, self._seen, self._awaited = self._seen, b"", None
            if not future.done():
                future.set_result(seen)

    def _answer_pings(self, data: bytes) -> None:
        at = data.find(_PING, _KEPT - len(_PING) + 1)
        while at >= 0:
            number = data[data.rindex(b'"id":', 0, at) + 5 : at].split(b",")[0]
            self.transport.write(text_frame(b'{"jsonrpc":"2.0","id":%b,"result":{}}' % number))
            at = data.find(_PING, at + 1)


async def connect(port: int, path: str, origin: str) -> Lane:
    """Open a WebSocket to a loopback port."""
    _, lane = await asyncio.get_running_loop().create_connection(Lane, "127.0.0.1", port)
    await lane.say(HANDSHAKE % (path.encode(), origin.encode()), b"\r\n\r\n")
    return lane
