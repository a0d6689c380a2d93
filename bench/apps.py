"""The engine as it is measured, and under daphne the least that an ASGI relay can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec
from channels_redis.pubsub import RedisPubSubChannelLayer

from verto.adapters.asgi import VertoApp
from verto.adapters.cluster.backplane import join
from verto.adapters.driver import Driver
from verto.core.limits import Limits
from verto.core.ports import Ended, Entry
from verto.core.rules import hash_password
from verto.core.switchboard import Switchboard

CHANNEL = "b2d6c509-7c19-4aac-a153-000000000000"
"""Of the first thousand clients."""
CHANNEL_SEATS = 1000
PASSWORD = "bench"  # noqa: S105 - opens nothing but this bench
PATH = "/verto"
ORIGIN = "http://bench.test"

# Every rule runs; only their numbers are out of the way of many clients at one address, each saying all it can.
LIMITS = Limits(
    deliveries_per_second=1e9,
    delivery_burst=1e9,
    strangers_per_address=1_000_000,
    sockets_per_address=1_000_000,
    seat_share_percent=100,
)


def name_of(number: int) -> str:
    """Return one of many client IDs."""
    return f"00000000-0000-4000-8000-{number:012x}"


def channel_of(client_id: str) -> str:
    """Return the channel of a client: each thousand of them has one, as large as channels get."""
    number = int(client_id[-12:], 16) // CHANNEL_SEATS
    return f"{CHANNEL[:24]}{number:012x}"


class EverybodyDirectory:
    """Knows everybody, by the same password, so that the relay is measured and not a database."""

    async def look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        hashed = hash_password(PASSWORD)
        return {name: Entry(name, channel_of(name), hashed, name, None, CHANNEL_SEATS) for name in client_ids}

    async def record(self, logged_in: Sequence[str], left: Sequence[str]) -> None: ...

    async def ended_lately(self) -> Sequence[Ended]:
        return []

    async def ended_among(self, client_ids: Sequence[str]) -> Sequence[Ended]:
        return []


def make_driver(redis_url: str = "") -> Driver:
    """Return an engine that relays in its own process, and, with a Redis, to others."""
    driver = Driver(Switchboard(LIMITS), EverybodyDirectory())
    if redis_url:
        join(driver, redis_url, RedisPubSubChannelLayer(hosts=[redis_url]), str.encode)
    return driver


def _address_of(scope: dict[str, Any]) -> str:
    return str(scope["client"][0])


engine = VertoApp(make_driver(), _address_of)

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
