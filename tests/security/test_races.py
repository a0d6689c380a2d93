"""D-6: however many log in at once with the same credentials, one is in; who lacks the password or the sessid moves nobody."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from contextlib import suppress
from typing import Any

from websockets.exceptions import ConnectionClosed

from tests.contract.visitor import Guest, Visitor
from tests.support.scale import scaled
from verto.core.codes import CloseCode

RACES = scaled(40, 1_000)
AT_ONCE = 8
SETTLED_SECONDS = 0.5
PATIENCE_SECONDS = 20
LOGIN_ID = 1

Params = dict[str, str]


def strangers(victim: Visitor) -> list[tuple[str, Params]]:
    """Return what somebody tries who knows all that a channel shows of the victim, and more, but not everything."""
    known = victim.login_params()
    return [
        ("login", known | {"passwd": "guess"}),
        ("login", known | {"sessid": str(uuid.uuid4())}),
        ("login", known | {"passwd": known["sessid"]}),
        ("login", {"login": known["login"], "passwd": known["passwd"], "sessid": known["login"]}),
        ("echo", known),
        ("verto.subscribe", known | {"eventChannel": victim.channel}),
        ("verto.info", known | {"sessid": known["sessid"]}),
    ]


class Racer:
    """One socket, and whether it has been let in."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.is_in = False
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                frame = json.loads(await self.visitor.socket.recv())
                self.is_in = self.is_in or (frame.get("id") == LOGIN_ID and "result" in frame)

    def is_open(self) -> bool:
        return self.visitor.socket.close_code is None

    def is_live(self) -> bool:
        return self.is_in and self.is_open()

    async def leaves(self) -> None:
        await self.visitor.hangs_up()
        await self._listening


async def race(first: Visitor, racers: list[Racer]) -> None:
    """Let all log in at once; assert that one stays, and that there are never two once things have settled."""
    params = {"jsonrpc": "2.0", "method": "login", "params": first.login_params(), "id": LOGIN_ID}
    await asyncio.gather(*(racer.visitor.socket.send(json.dumps(params)) for racer in racers))
    started = time.monotonic()
    while sum(racer.is_open() for racer in racers) > 1 or time.monotonic() - started < SETTLED_SECONDS:
        now = time.monotonic() - started
        assert now < PATIENCE_SECONDS
        assert now < SETTLED_SECONDS or sum(racer.is_live() for racer in racers) <= 1
        await asyncio.sleep(0.005)
    assert sum(racer.is_live() for racer in racers) == 1, "one is in"


async def run_race(guest: Guest, sockets: int) -> None:
    """One race from the credentials to the end."""
    first = guest()
    await first.fetches()
    visitors = [Visitor(first.site, first.channel, first.session_id) for _ in range(sockets)]
    await asyncio.gather(*(visitor.dials() for visitor in visitors))
    racers = [Racer(visitor) for visitor in visitors]
    try:
        await race(first, racers)
    finally:
        await asyncio.gather(*(racer.leaves() for racer in racers))


async def test_one_is_in(guest: Guest) -> None:
    chance = random.Random(6)
    bystander = await guest().joins()
    for _ in range(RACES // AT_ONCE):
        await asyncio.gather(*(run_race(guest, chance.randint(2, 8)) for _ in range(AT_ONCE)))
        assert (await bystander.calls("echo", {}))["result"]
    print(f"D-6: {RACES} races of 2 to 8 sockets, never two in after {SETTLED_SECONDS} s, one in each at the end")


async def test_strangers_evict_nobody(guest: Guest) -> None:
    victim = await guest().joins()
    tried = 0
    for method, params in strangers(victim) * scaled(3, 40):
        stranger = guest()
        await stranger.dials()
        answer: dict[str, Any] = await stranger.calls(method, params)
        assert "result" not in answer, (method, params)
        if method == "login":
            assert await stranger.is_closed_with() == CloseCode.REFUSED
        await stranger.hangs_up()
        tried += 1
    assert victim.socket.close_code is None
    assert (await victim.calls("echo", {"x": 1}))["result"]["x"] == 1
    print(f"D-6: {tried} strangers, the victim is still there")
