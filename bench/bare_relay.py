"""The least a relay on picows and uvloop can do: decode each frame, find the receivers, pass the frame on, acknowledge.

`python -m bench.bare_relay PORT [gather]`. No login is judged, no rule applied, no message written anew: what the dedicated
server could reach at best. With `gather`, what one turn of the loop sends to a socket is written with one system call, as the
dedicated server does.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict

import msgspec
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

_ACK = b'{"jsonrpc":"2.0","id":1,"result":{"message":"SENT"}}'
_decode = msgspec.json.Decoder().decode
_clients: dict[str, Connection] = {}
_rooms: defaultdict[str, set[Connection]] = defaultdict(set)


class Connection(WSListener):
    """One client. Each frame is written at once."""

    name = ""

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Keep the transport."""
        self.transport = transport

    def send(self, text: bytes) -> None:
        """Send one text frame."""
        self.transport.send(WSMsgType.TEXT, text)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Relay, and say so."""
        if frame.msg_type != WSMsgType.TEXT:
            transport.disconnect()
            return
        raw = frame.get_payload_as_bytes()
        message = _decode(raw)
        method, params = message["method"], message["params"]
        if method == "verto.info":
            receiver = _clients.get(params["msg"]["to"])
            if receiver is not None:
                receiver.send(raw)
        elif method == "verto.broadcast":
            for member in _rooms[params["eventChannel"]]:
                member.send(raw)
        elif method == "login":
            self.name = params["login"]
            _clients[self.name] = self
        elif method == "verto.subscribe":
            _rooms[params["eventChannel"]].add(self)
        self.send(_ACK)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Forget the client."""
        if _clients.get(self.name) is self:
            del _clients[self.name]
        for room in _rooms.values():
            room.discard(self)


class Gathering(Connection):
    """One client. Its frames wait until everything that can be read now has been read."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def send(self, text: bytes) -> None:
        """Send one text frame, together with all others of this turn of the loop."""
        if not self._waiting:
            if not _to_flush:
                asyncio.get_running_loop().call_soon(_flush)
            _to_flush.append(self)
        size = len(text)
        head = bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")
        self._waiting.append(head + text)

    def flush(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        self.transport.underlying_transport.write(b"".join(waiting))


_to_flush: list[Gathering] = []


def _flush() -> None:
    for connection in _to_flush:
        connection.flush()
    _to_flush.clear()


async def main(port: int, connection: type[Connection]) -> None:
    """Serve until the process is ended. The settings of the transport are those of `verto/adapters/sockets.py`."""

    def answer(request: WSUpgradeRequest) -> WSListener:
        return connection()

    server = await ws_create_server(
        answer, "127.0.0.1", port, read_buffer_init_size=2048, use_aiofastnet=False, backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), Gathering if "gather" in sys.argv else Connection))
