"""A WebSocket client (RFC 6455) that is never the bottleneck: prebuilt frames out, frames counted by their headers in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_HANDSHAKE = (
    b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%b\r\n"
)
_MASK = b"\0\0\0\0"
"""A masking key of zeroes leaves the payload as it is, which is allowed and saves the client's time."""


def text_frame(text: bytes) -> bytes:
    """Return one masked text frame, ready to be written any number of times."""
    size = len(text)
    if size < 126:
        head = bytes([0x81, 0x80 | size])
    elif size < 65536:
        head = bytes([0x81, 0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x81, 0x80 | 127]) + size.to_bytes(8, "big")
    return head + _MASK + text


class Client(asyncio.Protocol):
    """One connection. `on_text` gets each text frame's payload, `on_close` is called once; a `verto.ping` is answered here."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.on_text: Callable[[bytes], None] = lambda payload: None
        self.on_close: Callable[[], None] = lambda: None
        self._data = b""
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def connect(cls, port: int, path: str = "/", origin: str | None = None) -> Client:
        """Open a connection to a loopback port."""
        _, client = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        header = b"Origin: %b\r\n" % origin.encode() if origin else b""
        client.transport.write(_HANDSHAKE % (path.encode(), header))
        async with asyncio.timeout(30):
            await client._opened
        return client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        data = self._data + data if self._data else data
        if not self._opened.done():
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._data = head
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self._opened.set_exception(ConnectionError(head.split(b"\r\n")[0].decode()))
                return
            self._opened.set_result(None)
        at = 0
        while len(data) - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if len(data) < start + size:
                break
            if data[at] & 0x0F == 8:
                self.transport.close()
            elif data[at] & 0x0F == 1:
                payload = data[start : start + size]
                if size < 128 and b'"verto.ping"' in payload:
                    self._answer_ping(payload)
                else:
                    self.on_text(payload)
            at = start + size
        self._data = data[at:]

    def _answer_ping(self, payload: bytes) -> None:
        request_id = payload.split(b'"id":')[1].split(b",")[0]
        self.transport.write(text_frame(b'{"jsonrpc":"2.0","id":%b,"result":{}}' % request_id))

    def connection_lost(self, problem: Exception | None) -> None:
        if not self._opened.done():
            self._opened.set_exception(problem or ConnectionError("closed during the handshake"))
        self.on_close()

    def close(self) -> None:
        """Drop the connection."""
        self.transport.abort()

    async def answer(self, text: bytes) -> bytes:
        """Send a frame and return the next text frame that comes back."""
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.on_text = lambda payload: None if answered.done() else answered.set_result(payload)
        self.transport.write(text_frame(text))
        async with asyncio.timeout(30):
            return await answered
