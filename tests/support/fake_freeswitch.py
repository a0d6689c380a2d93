"""A FreeSWITCH that is none: as much of mod_verto, of our Lua and of the event socket as a guard can tell from outside.

Whom it lets in is asked at the site's real /fsapi. Pace, order and faults of the real one are not its business: the tests of the
guard have those.
"""

from __future__ import annotations

import asyncio
import json
import logging
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import suppress
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from channels_app.tests.fake_event_socket import PASSWORD, FakeEventSocket
from scripts.house.ports import free_port

_QUIET = logging.getLogger("fake_freeswitch")
_QUIET.setLevel(logging.ERROR)
_HEALTHY = {
    "version short": "0.0.0-fake\n",
    "verto jsonstatus": json.dumps({"profiles": [{"name": "p", "users": []}]}),
    "hash select/watch/delay_us": "24500",
}


class FakeFreeswitch:
    """Has the methods of `tests.support.freeswitch.Freeswitch` that a node needs. Its thread ends with `stop`."""

    def __init__(self, fsapi_url: str, *, FS_FSAPI_SECRET: str) -> None:  # noqa: N803 - named as for the real one
        self._fsapi_url, self._fsapi_secret = fsapi_url, FS_FSAPI_SECRET
        self._port = free_port()
        self._event_socket = FakeEventSocket(_HEALTHY)
        self._clients: dict[str, tuple[ServerConnection, str, str]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ends: asyncio.Event | None = None
        self._thread: Thread | None = None

    def settings(self) -> dict[str, str]:
        """Return what a guard must know to work with it."""
        host, port = self._event_socket.address
        return {
            "FREESWITCH_VERTO_URL": f"ws://127.0.0.1:{self._port}",
            "FREESWITCH_EVENT_SOCKET": f"{host}:{port}",
            "FREESWITCH_EVENT_SOCKET_PASSWORD": PASSWORD,
        }

    def is_running(self) -> bool:
        """True from `start` to `stop`."""
        return self._thread is not None

    def start(self) -> None:
        """Listen. It is started once: a node that dies takes its FreeSWITCH along or leaves it."""
        listens = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._run(listens)), daemon=True)
        self._thread.start()
        assert listens.wait(10)
        self._event_socket.__enter__()

    def stop(self) -> None:
        """Hang up and listen no more."""
        if self._thread is not None:
            assert self._loop and self._ends
            self._loop.call_soon_threadsafe(self._ends.set)
            self._thread.join(10)
            self._thread = None
            self._event_socket.stop()

    def close(self) -> None:
        """The same."""
        self.stop()

    async def _run(self, listens: Event) -> None:
        self._loop, self._ends = asyncio.get_running_loop(), asyncio.Event()
        async with serve(self._serve, "127.0.0.1", self._port, ping_interval=None, compression=None, logger=_QUIET):
            listens.set()
            await self._ends.wait()

    async def _serve(self, socket: ServerConnection) -> None:
        login = ""
        with suppress(ConnectionClosed):
            async for raw in socket:
                request = json.loads(raw)
                params = request["params"]
                match request["method"]:
                    case "login":
                        login = params["login"]
                        await self._answer(socket, request)
                        if login not in self._clients or self._clients[login][0] is not socket:
                            await self._approve(socket, login, params["sessid"])
                    case "verto.subscribe":
                        await self._answer(socket, request)
                    case "verto.info":
                        await self._answer(socket, request)
                        await self._relay(login, params["msg"])
        if login in self._clients and self._clients[login][0] is socket:
            del self._clients[login]

    async def _answer(self, socket: ServerConnection, request: dict[str, Any]) -> None:
        await socket.send(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {}}))

    async def _approve(self, socket: ServerConnection, login: str, sessid: str) -> None:
        """Ask as the login worker does."""
        address = "{}:{}".format(*socket.remote_address[:2])
        form = {"action": "verto-login", "login": login, "sessid": sessid, "address": address}
        answer = await asyncio.to_thread(self._ask, form)
        word, _, channel = answer.partition(" ")
        if word == "ok":
            self._clients[login] = (socket, sessid, channel)
            await socket.send(_event(sessid, {"ready": channel}))

    def _ask(self, form: dict[str, str]) -> str:
        basic = b64encode(f"freeswitch:{self._fsapi_secret}".encode()).decode()
        request = urllib.request.Request(
            self._fsapi_url, urlencode(form).encode(), {"Authorization": f"Basic {basic}"}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, TimeoutError):
            return ""

    async def _relay(self, sender: str, message: dict[str, str]) -> None:
        if sender not in self._clients:
            return
        channel, data = self._clients[sender][2], {"from": sender, "body": message["body"]}
        for login, (socket, sessid, where) in list(self._clients.items()):
            if where == channel and message["to"] in (login, channel):
                await socket.send(_event(sessid if message["to"] == login else channel, data))


def _event(address: str, data: object) -> str:
    params = {"eventChannel": address, "eventData": data}
    return json.dumps({"jsonrpc": "2.0", "id": 7, "method": "verto.event", "params": params})
