"""The least a relay on picows and uvloop can do: decode each frame, find the receivers, pass the frame on, acknowledge.

`python -m bench.bare_relay PORT`. No login is judged, no rule applied, no message written anew: what the dedicated server
could reach at best.
"""

from __future__ import annotations

import sys
from collections import defaultdict

import msgspec
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

_ACK = b'{"jsonrpc":"2.0","id":1,"result":{"message":"SENT"}}'
_decode = msgspec.json.Decoder().decode
_clients: dict[str, WSTransport] = {}
_rooms: defaultdict[str, set[WSTransport]] = defaultdict(set)


class Connection(WSListener):
    """One client."""

    name = ""

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
                receiver.send(WSMsgType.TEXT, raw)
        elif method == "verto.broadcast":
            for member in _rooms[params["eventChannel"]]:
                member.send(WSMsgType.TEXT, raw)
        elif method == "login":
            self.name = params["login"]
            _clients[self.name] = transport
        elif method == "verto.subscribe":
            _rooms[params["eventChannel"]].add(transport)
        transport.send(WSMsgType.TEXT, _ACK)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Forget the client."""
        if _clients.get(self.name) is transport:
            del _clients[self.name]
        for room in _rooms.values():
            room.discard(transport)


def _answer(request: WSUpgradeRequest) -> WSListener:
    return Connection()


async def main(port: int) -> None:
    """Serve until the process is ended. The settings of the transport are those of `verto/adapters/sockets.py`."""
    server = await ws_create_server(
        _answer, "127.0.0.1", port, read_buffer_init_size=2048, use_aiofastnet=False, backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
