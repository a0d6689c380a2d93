"""The applications that are measured beside each other: the engine with all its rules, and the least a relay can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec

from verto.adapters.asgi import VertoApp
from verto.adapters.driver import Driver
from verto.core.limits import Limits
from verto.core.ports import Ended, Entry
from verto.core.rules import hash_password
from verto.core.switchboard import Switchboard

CHANNEL = "b2d6c509-7c19-4aac-a153-b0bbf766d812"
PASSWORD = "bench"  # noqa: S105 - opens nothing but this bench


class EverybodyDirectory:
    """Knows everybody, by the same password, so that the relay is measured and not a database."""

    async def look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        hashed = hash_password(PASSWORD)
        return {name: Entry(name, CHANNEL, hashed, name, None, 100_000) for name in client_ids}

    async def record(self, logged_in: Sequence[str], left: Sequence[str]) -> None: ...

    async def ended_lately(self) -> Sequence[Ended]:
        return []

    async def ended_among(self, client_ids: Sequence[str]) -> Sequence[Ended]:
        return []


# Every rule runs, the rate's too; only its number is out of the way.
engine = VertoApp(Driver(Switchboard(Limits(deliveries_per_second=1e9, delivery_burst=1e9)), EverybodyDirectory()))

_sends: dict[str, Callable[[dict[str, Any]], Awaitable[None]]] = {}
_decode = msgspec.json.Decoder().decode
_ACK = {"type": "websocket.send", "text": '{"jsonrpc":"2.0","id":1,"result":{"message":"SENT"}}'}


async def bare(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Any) -> None:
    """Decode each frame, find the receiver, pass the text on, acknowledge. No login, no rule, no new message."""
    await receive()
    await send({"type": "websocket.accept"})
    name = ""
    while True:
        event = await receive()
        if event["type"] != "websocket.receive":
            _sends.pop(name, None)
            return
        message = _decode(event["text"])
        if message["method"] == "login":
            name = message["params"]["login"]
            _sends[name] = send
            await send(_ACK)
            continue
        receiver = _sends.get(message["params"]["msg"]["to"])
        if receiver is not None:
            await receiver({"type": "websocket.send", "text": event["text"]})
        await send(_ACK)
