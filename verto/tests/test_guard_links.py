"""The guard's sockets against a small server that speaks as mod_verto does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve

from verto.adapters.driver import Driver
from verto.adapters.guard_links import GuardLinks
from verto.core.codes import CloseCode
from verto.core.guard.guard import Guard
from verto.core.guard.relay import FreeswitchRelay
from verto.core.switchboard import Switchboard
from verto.tests.builders import ALICE, BOB, CHANNEL, call_text, entry_for, login_text
from verto.tests.test_driver import Directory, Transport


class ModVerto:
    """Logs everybody in and relays inside the one channel."""

    def __init__(self) -> None:
        self.sockets: dict[str, ServerConnection] = {}
        self.is_mute = False
        self.server: Server

    async def serve(self, port: int = 0) -> int:
        self.server = await serve(self._talk, "127.0.0.1", port, ping_interval=None)
        return int(self.server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self.server.close()
        await self.server.wait_closed()

    async def _talk(self, socket: ServerConnection) -> None:
        client_id = ""
        async for raw in socket:
            request = json.loads(raw)
            params = request["params"]
            if self.is_mute:
                continue
            await self._say(socket, id=request["id"], result={})
            if request["method"] == "login":
                client_id = params["login"]
                self.sockets[client_id] = socket
                await self._event(socket, params["sessid"], {"ready": CHANNEL})
            elif request["method"] == "verto.info":
                message = params["msg"]
                receiver = message["to"]
                data = {"from": client_id, "body": message["body"]}
                await self._event(self.sockets[receiver], entry_for(receiver).sessid, data)

    async def _event(self, socket: ServerConnection, address: str, data: object) -> None:
        await self._say(socket, id=1, method="verto.event", params={"eventChannel": address, "eventData": data})

    async def _say(self, socket: ServerConnection, **message: Any) -> None:
        await socket.send(json.dumps({"jsonrpc": "2.0", **message}))


@asynccontextmanager
async def guarded(url: str) -> AsyncIterator[Driver]:
    relay = FreeswitchRelay(lambda client_id, sessid: "x")
    switchboard = Switchboard(relay=relay)
    driver = Driver(switchboard, Directory())
    driver.links = GuardLinks(Guard(switchboard, relay), driver, url)
    try:
        yield driver
    finally:
        await driver.stop()


@asynccontextmanager
async def both() -> AsyncIterator[tuple[ModVerto, Driver]]:
    mod_verto = ModVerto()
    port = await mod_verto.serve()
    try:
        async with guarded(f"ws://127.0.0.1:{port}") as driver:
            yield mod_verto, driver
    finally:
        await mod_verto.stop()


async def comes_in(driver: Driver, client_id: str) -> tuple[Transport, Any]:
    transport = Transport()
    session = driver.opened(transport)
    driver.received(session, login_text(entry_for(client_id)))
    return transport, session


async def test_what_one_says_reaches_the_other_by_way_of_the_switch() -> None:
    async with both() as (_, driver):
        alice, session = await comes_in(driver, ALICE)
        bob, _ = await comes_in(driver, BOB)
        await alice.hears("verto.clientReady")
        await bob.hears("verto.clientReady")
        driver.received(session, call_text("verto.info", {"msg": {"to": BOB, "body": "über"}}))
        heard = await bob.hears("verto.info")
        assert heard["params"] == {"msg": {"from": f"{ALICE}@pbx", "to": f"{BOB}@pbx", "body": "über"}}


async def test_a_client_that_leaves_closes_its_socket_to_the_switch() -> None:
    async with both() as (mod_verto, driver):
        alice, session = await comes_in(driver, ALICE)
        await alice.hears("verto.clientReady")
        driver.closed(session)
        async with asyncio.timeout(5):
            await mod_verto.sockets[ALICE].wait_closed()
        assert mod_verto.sockets[ALICE].close_code == 1000


async def test_a_switch_that_goes_away_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    mod_verto = ModVerto()
    port = await mod_verto.serve()
    async with guarded(f"ws://127.0.0.1:{port}") as driver:
        alice, _ = await comes_in(driver, ALICE)
        await alice.hears("verto.clientReady")
        await mod_verto.stop()
        async with asyncio.timeout(5):
            while alice.close_code is None:
                alice.arrived.clear()
                await alice.arrived.wait()
        assert alice.close_code == CloseCode.RESTART
        for _ in range(2):
            again, _ = await comes_in(driver, ALICE)
            refused: Any = await again.hears("error")
            assert refused["error"]["data"]["code"] == "try_later"
        assert caplog.text.count("takes no connections") == 1
        await mod_verto.serve(port)
        back, _ = await comes_in(driver, ALICE)
        await back.hears("verto.clientReady")
        assert "FreeSWITCH answers again" in caplog.text
        await mod_verto.stop()


async def test_a_crowd_is_let_in_a_few_at_a_time_and_completely() -> None:
    async with both() as (_, driver):
        directory = driver._look_ups._directory
        assert isinstance(directory, Directory)
        ids = [f"00000000-0000-4000-8000-{number:012x}" for number in range(90)]
        directory.entries |= {client_id: entry_for(client_id, capacity=100) for client_id in ids}
        crowd = [(await comes_in(driver, client_id))[0] for client_id in ids]
        for person in crowd:
            await person.hears("verto.clientReady")


async def test_what_is_not_a_websocket_is_no_switch() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, guarded(f"ws://127.0.0.1:{port}") as driver:
        alice, _ = await comes_in(driver, ALICE)
        refused: Any = await alice.hears("error")
        assert refused["error"]["data"]["code"] == "try_later"


async def test_a_fault_of_the_guard_ends_one_client(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with both() as (_, driver):
        alice, session = await comes_in(driver, ALICE)
        bob, _ = await comes_in(driver, BOB)
        await alice.hears("verto.clientReady")
        await bob.hears("verto.clientReady")

        def fail(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(Guard, "heard", fail)
        driver.received(session, call_text("verto.info", {"msg": {"to": BOB, "body": "x"}}))
        async with asyncio.timeout(5):
            while alice.close_code is None:
                alice.arrived.clear()
                await alice.arrived.wait()
        assert alice.close_code == CloseCode.RESTART
        assert "The guard failed on a frame" in caplog.text
