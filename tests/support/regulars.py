"""Clients who are always there: on a thread of their own they log in, talk to each other, and come back when their line drops."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.contract.visitor import post_session
from tests.support.running import Running
from tests.support.site import Site

_SAY_SECONDS = 0.5
_BACK_SECONDS = 0.3, 1.5
"""How long one waits before the next try: about what pages do at first."""


class Regular:
    """One client. `sees` is whom it has in its channel, itself among them, as the server tells."""

    def __init__(self, site: Site, channel: str) -> None:
        self._site = site
        self._channel = channel
        self._credentials = post_session(site, channel, str(uuid.uuid4()))
        self.client_id = str(self._credentials["clientId"])
        self.comes_back = True
        self.is_in = False
        self.sees: set[str] = set()
        self.heard = 0
        self._ids = 0

    async def lives(self) -> None:
        """Be there until the end, or until the line drops if it does not come back."""
        while self.comes_back:
            # Whatever is away just now: a refused connection, an answer of the border, a login that has to wait.
            with contextlib.suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError, _NotNowError):
                await self._visits()
            self.is_in = False
            await asyncio.sleep(random.uniform(*_BACK_SECONDS))  # noqa: S311 - so that not all come at once

    async def _visits(self) -> None:
        address = f"ws://127.0.0.1:{self._site.port}/verto?channel={self._channel}"
        async with connect(address, origin=self._site.url, open_timeout=5) as socket:
            password, sessid = self._credentials["password"], self._credentials["sessid"]
            await self._asks(socket, "login", {"login": self.client_id, "passwd": password, "sessid": sessid})
            subscribed = await self._asks(socket, "verto.subscribe", {"eventChannel": self._channel})
            self.sees = {self.client_id, *subscribed["members"]}
            self.is_in = True
            talking = asyncio.create_task(self._talks(socket))
            try:
                async for text in socket:
                    await self._hears(socket, json.loads(text))
            finally:
                talking.cancel()

    async def _asks(self, socket: ClientConnection, method: str, params: object) -> dict[str, Any]:
        self._ids += 1
        await socket.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": self._ids}))
        async with asyncio.timeout(10):
            while True:
                answer = json.loads(await socket.recv())
                if answer.get("id") == self._ids and "method" not in answer:
                    if "error" in answer:
                        raise _NotNowError
                    return dict(answer["result"])
                await self._hears(socket, answer)

    async def _hears(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        params = frame.get("params", {})
        if frame.get("method") == "verto.ping":
            await socket.send(json.dumps({"jsonrpc": "2.0", "id": frame["id"], "result": {}}))
        elif frame.get("method") == "verto.info":
            self.heard += 1
        elif "joined" in params:
            self.sees.add(params["joined"])
        elif "left" in params:
            self.sees.discard(params["left"])

    async def _talks(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(_SAY_SECONDS)
            for other in sorted(self.sees - {self.client_id})[:1]:
                params = {"msg": {"to": other, "body": "still here"}}
                self._ids += 1
                await socket.send(
                    json.dumps({"jsonrpc": "2.0", "method": "verto.info", "params": params, "id": self._ids})
                )


class _NotNowError(Exception):
    """The server has refused; a page would try again."""


class Regulars(Running):
    """So many in each channel."""

    def __init__(self, site: Site, channels: Sequence[str], in_each: int) -> None:
        with ThreadPoolExecutor(8) as threads:
            wanted = [channel for channel in channels for _ in range(in_each)]
            self._everybody = list(threads.map(lambda channel: Regular(site, channel), wanted))
        self._rooms = [self._everybody[start : start + in_each] for start in range(0, len(wanted), in_each)]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Have all of them come, and return when everybody sees everybody."""
        self._thread.start()
        self.all_are_there(30)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._tasks = [self._loop.create_task(regular.lives()) for regular in self._everybody]
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())

    def some_will_not_come_back(self, of_each: int) -> None:
        """Have the first so many of each channel stay away when their line drops."""
        for room in self._rooms:
            for regular in [one for one in room if one.comes_back][:of_each]:
                regular.comes_back = False

    @property
    def heard(self) -> int:
        """How many messages have arrived, of all."""
        return sum(regular.heard for regular in self._everybody)

    def all_are_there(self, seconds: float) -> float:
        """Wait until those who come back are there and each sees exactly who is; return how long that took."""
        began = time.monotonic()
        while wrong := self._wrong():
            assert time.monotonic() - began < seconds, f"after {seconds} s: {wrong}"
            time.sleep(0.05)
        return time.monotonic() - began

    def _wrong(self) -> list[str]:
        wrong = []
        for number, room in enumerate(self._rooms):
            there = {regular.client_id for regular in room if regular.comes_back or regular.is_in}
            for regular in room:
                if regular.comes_back and not (regular.is_in and regular.sees == there):
                    ghosts, missed = len(regular.sees - there), len(there - regular.sees)
                    wrong.append(f"room {number}: in {regular.is_in}, {ghosts} ghosts, {missed} missed")
        return wrong

    def close(self) -> None:
        """Send everybody home."""
        if self._thread.is_alive():
            for task in self._tasks:
                self._loop.call_soon_threadsafe(task.cancel)
            self._thread.join(20)
        self._loop.close()
