"""D-17: eight members at full speed, with what multiplies most, while two others talk in a channel of their own."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.contract.visitor import Guest, Visitor
from tests.support.scale import scaled
from tests.support.site import Site
from verto.core.codes import CloseCode

FLOODERS = 8
# The figures that hold are those of `make soak`; in `make test` other suites have the two cores as well.
LIMITED_SECONDS = scaled(5.0, 1.0)
CUT_SECONDS = scaled(10.0, 5.0)
SLOWEST = scaled(5.0, 1.0)
"""Seconds for a word of a bystander: flood, bystanders and daphne share two cores. The table has what was measured."""


def request(method: str, params: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "method": method, "params": params, "id": 7}


class Flood(NamedTuple):
    """What became of one flooder: when it was first told, when it was cut, and with what code. Seconds from its start."""

    limited: float
    cut: float
    code: int | None


async def flood(url: str, origin: str, login: dict[str, str], frame: str) -> Flood:
    """Log in, then write as fast as the socket takes it until it is closed."""
    # Reads without end, however slowly it gets rid of what it writes, or it would not notice that it is cut.
    async with connect(url, origin=origin, max_queue=None) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps(request("login", login)))
        while "clientReady" not in str(await socket.recv()):
            pass
        started, limited = time.monotonic(), 0.0

        async def listen() -> None:
            nonlocal limited
            async for text in socket:
                if "rate_limited" in str(text):
                    limited = limited or time.monotonic() - started
                elif "verto.ping" in str(text):
                    answer = json.dumps({"jsonrpc": "2.0", "id": json.loads(text)["id"], "result": {}})
                    answers.append(asyncio.create_task(socket.send(answer)))

        answers: list[asyncio.Task[None]] = []
        listening = asyncio.create_task(listen())
        with suppress(ConnectionClosed):
            while True:
                await socket.send(frame)
                await asyncio.sleep(0)
        with suppress(ConnectionClosed):
            await listening
        await socket.wait_closed()
        await asyncio.gather(*answers, return_exceptions=True)
        return Flood(limited, time.monotonic() - started, socket.close_code)


def flood_together(url: str, origin: str, attacks: list[tuple[dict[str, str], str]]) -> list[Flood]:
    """All at once, in a process of their own: their speed must not be the bystanders' slowness."""

    async def all_of_them() -> list[Flood]:
        return await asyncio.gather(*(flood(url, origin, login, frame) for login, frame in attacks))

    return asyncio.run(all_of_them())


@dataclass
class Bystanders:
    """Two who talk, message by message, and read all that comes, as browsers do."""

    one: Visitor
    other: Visitor
    delays: list[float] = field(default_factory=list)

    async def talk_until(self, is_over: asyncio.Event) -> None:
        """Each message must arrive before the next is sent; one that does not come ends this with a TimeoutError."""
        arrived = asyncio.Event()
        body = ""

        def note(frame: dict[str, Any]) -> bool:
            if frame.get("params", {}).get("msg", {}).get("body") == body:
                arrived.set()
            return False

        reading = [asyncio.create_task(visitor.hears(note, seconds=60)) for visitor in (self.one, self.other)]
        while not is_over.is_set():
            body, started = f"word {len(self.delays)}", time.monotonic()
            arrived.clear()
            talk = request("verto.info", {"msg": {"to": self.other.client_id, "body": body}})
            await self.one.socket.send(json.dumps(talk))
            async with asyncio.timeout(10):
                await arrived.wait()
            self.delays.append(time.monotonic() - started)
            await asyncio.sleep(0.01)
        for task in reading:
            task.cancel()
        await asyncio.wait(reading)


async def test_who_floods_is_limited_and_cut_in_time_and_bystanders_lose_nothing(
    site: Site, channel: str, guest: Guest
) -> None:
    nearby = await asyncio.to_thread(site.make_channel, "Nearby")
    bystanders = Bystanders(await guest(channel=nearby).joins(), await guest(channel=nearby).joins())
    target = await guest().joins()
    broadcast = request("verto.broadcast", {"eventChannel": channel, "localBroadcast": True, "eventData": "x" * 200})
    frames = [
        json.dumps(broadcast),
        json.dumps([broadcast] * 10),
        json.dumps(request("verto.info", {"msg": {"to": target.client_id, "body": "y" * 4_000}})),
        json.dumps(request("echo", {"z": "z" * 60_000})),
    ]
    attackers = [guest() for _ in range(FLOODERS)]
    for attacker in attackers:
        await attacker.fetches()
    attacks = [(one.login_params(), frames[n % len(frames)]) for n, one in enumerate(attackers)]
    is_over = asyncio.Event()
    talking = asyncio.create_task(bystanders.talk_until(is_over))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        url = f"ws://127.0.0.1:{site.port}/verto"
        async with asyncio.timeout(40):
            floods = await asyncio.get_running_loop().run_in_executor(process, flood_together, url, site.url, attacks)
    is_over.set()
    await talking
    print(f"{floods}\nslowest words of bystanders: {sorted(bystanders.delays)[-3:]} of {len(bystanders.delays)}")
    # Who asks for more than it reads is cut for that, and perhaps before it is told of the rate.
    assert {one.code for one in floods} <= {CloseCode.FLOOD, CloseCode.SLOW_READER}
    assert sum(one.code == CloseCode.FLOOD for one in floods) >= FLOODERS // 2
    assert all(0 < one.limited <= LIMITED_SECONDS for one in floods if one.code == CloseCode.FLOOD)
    assert all(one.cut <= CUT_SECONDS for one in floods)
    assert max(bystanders.delays) <= SLOWEST
    # It may have been cut itself, as one who cannot read so fast; its seat was kept.
    again = await guest(target.session_id).joins()
    assert (await again.calls("echo", {"still": "here"}))["result"]["still"] == "here"
