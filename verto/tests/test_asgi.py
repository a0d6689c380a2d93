"""The ASGI adapter against servers whose `send` completes at once, waits, or fails."""

from __future__ import annotations

import asyncio
from typing import Any

from verto.adapters.asgi import AsgiTransport, VertoApp
from verto.adapters.driver import Driver
from verto.core.limits import Limits
from verto.core.switchboard import Switchboard
from verto.tests.builders import ALICE, call_text, login_text
from verto.tests.test_driver import Directory


async def test_a_whole_connection() -> None:
    directory = Directory()
    driver = Driver(Switchboard(), directory)
    incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    app = asyncio.create_task(VertoApp(driver)({"type": "websocket"}, incoming.get, outgoing.put))
    incoming.put_nowait({"type": "websocket.connect"})
    assert await outgoing.get() == {"type": "websocket.accept"}
    incoming.put_nowait({"type": "websocket.receive", "text": login_text(directory.entries[ALICE]).decode()})
    assert "logged in" in (await outgoing.get())["text"]
    assert "clientReady" in (await outgoing.get())["text"]
    incoming.put_nowait({"type": "websocket.receive", "bytes": call_text("echo", {"é": 1})})
    assert '"é":1' in (await outgoing.get())["text"]
    incoming.put_nowait({"type": "websocket.receive", "text": "\ud800"})
    assert "Invalid Request" in (await outgoing.get())["text"]
    incoming.put_nowait({"type": "websocket.disconnect", "code": 1001})
    await app
    assert driver.switchboard.socket_count() == 0
    await driver.stop()


async def test_one_network_too_many_is_closed_before_it_is_accepted() -> None:
    driver = Driver(Switchboard(Limits(strangers_per_address=1)), Directory())
    serve = VertoApp(driver, lambda scope: str(scope["client"][0]))

    async def first_answer(address: str) -> str:
        incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        incoming.put_nowait({"type": "websocket.connect"})
        scope = {"type": "websocket", "client": [address, 40_000]}
        apps.append(asyncio.create_task(serve(scope, incoming.get, outgoing.put)))
        return str((await outgoing.get())["type"])

    apps: list[asyncio.Task[None]] = []
    answers = [await first_answer(address) for address in ("192.0.2.7", "192.0.2.7", "192.0.2.8")]
    assert answers == ["websocket.accept", "websocket.close", "websocket.accept"]
    assert driver.switchboard.socket_count() == 2
    for app in apps:
        app.cancel()
    await asyncio.gather(*apps, return_exceptions=True)
    assert driver.switchboard.socket_count() == 0
    await driver.stop()


async def test_a_server_that_waits_keeps_the_order_and_delays_nobody() -> None:
    gate = asyncio.Event()
    got: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        await gate.wait()
        await asyncio.sleep(0)
        got.append(event)

    transport = AsgiTransport(send)
    for number in range(5):
        transport.send(b"%d" % number)
    transport.close(4002)
    assert got == []
    gate.set()
    async with asyncio.timeout(2):
        while len(got) < 6:
            await asyncio.sleep(0)
    assert [event.get("text", event.get("code")) for event in got] == ["0", "1", "2", "3", "4", 4002]


async def test_a_connection_that_breaks_while_sending_is_no_error_of_ours() -> None:
    async def send(event: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        raise ConnectionResetError

    transport = AsgiTransport(send)
    transport.send(b"1")
    transport.send(b"2")
    async with asyncio.timeout(2):
        while transport._task is not None:
            await asyncio.sleep(0)
