"""A visitor that comes back as pages do (static/js/verto/client.js): with growing delays, and asking where to go."""

from __future__ import annotations

import asyncio
import json
import random
import urllib.error
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin

from tests.contract.visitor import Address, post_session
from verto.core.codes import CloseCode, Refusal
from verto.core.nodes import JOINING_SECONDS, Node, home

_BASE_SECONDS, _MOST_SECONDS = 0.5, 8.0
_PATIENCE = 2
_POSTS_AT_ONCE = 16


class Lodger:
    """One person in one channel for as long as `leaves` is not called. `node` is the name at the end of its address.

    `closes` are the times and codes of sockets that have ended, `seen` all who were ever there, `here` who is there now.
    """

    def __init__(self, site: Address, port: int, channel: str, posts: asyncio.Semaphore) -> None:
        self.channel = channel
        self.client_id = ""
        self.here: set[str] = set()
        self.bodies: list[str] = []
        self.closes: list[tuple[float, int]] = []
        self.refusals: list[str] = []
        self.seated = asyncio.Event()
        self.seated_at = 0.0
        self.path = ""
        self._site, self._port, self._posts = site, port, posts
        self._session_id = str(uuid.uuid4())
        self._credentials: dict[str, Any] = {}
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def node(self) -> str:
        """The node at which it is, or tries to be."""
        return self.path.rpartition("/")[2]

    def __repr__(self) -> str:
        closes = [code for _, code in self.closes]
        return f"<{self.channel[:4]} at {self.node}, {closes=}, {self.refusals=}, {self.seated.is_set()}, {len(self.here)}>"

    async def joins(self) -> Lodger:
        """Fetch credentials, log in, and stay."""
        self._credentials = await self._post()
        self.client_id = self._credentials["clientId"]
        self.path = urlsplit(self._credentials["url"]).path
        self._task = asyncio.create_task(self._stays())
        await self.seated.wait()
        return self

    async def leaves(self) -> None:
        """Leave for good."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._socket is not None:
            self._socket.transport.abort()
            await self._socket.wait_closed()

    async def tells(self, client_id: str, body: str) -> None:
        """Say something to another one."""
        await self._send("verto.info", {"msg": {"to": client_id, "body": body}}, 9)

    async def _stays(self) -> None:
        losses, code = 0, 0
        while True:
            if code == CloseCode.MOVED or losses > _PATIENCE:
                await self._asks()
            if losses and code != CloseCode.MOVED:
                await asyncio.sleep(random.uniform(0, min(_MOST_SECONDS, _BASE_SECONDS * 2 ** (losses - 1))))
            refusal = await self._tries()
            if self.seated.is_set():
                losses = 0
                await self._hears_out()
                code = self._closed()
            else:
                # What to do about it is the same.
                code = CloseCode.MOVED if refusal == Refusal.WRONG_NODE and losses == 0 else 0
            losses += 1

    async def _asks(self) -> None:
        with suppress(urllib.error.URLError, TimeoutError, ConnectionError):
            self.path = urlsplit((await self._post(ice_only=True))["url"]).path

    async def _post(self, *, ice_only: bool = False) -> dict[str, Any]:
        ask = partial(post_session, self._site, self.channel, self._session_id, ice_only=ice_only)
        async with self._posts:
            return await asyncio.to_thread(ask)

    async def _tries(self) -> str:
        """Dial and log in; return why not."""
        try:
            self._socket = await connect(
                f"ws://127.0.0.1:{self._port}{self.path}",
                origin=Origin(self._site.url),
                open_timeout=10,
                compression=None,
            )
            names = {"login": "clientId", "passwd": "password", "sessid": "sessid"}
            await self._send("login", {name: self._credentials[key] for name, key in names.items()}, 1)
            await self._send("verto.subscribe", {"eventChannel": self.channel}, 2)
            async with asyncio.timeout(15):
                while not self.seated.is_set():
                    frame = json.loads(await self._socket.recv())
                    if frame.get("id") == 1 and "error" in frame:
                        self.refusals.append(frame["error"]["data"]["code"])
                        return self.refusals[-1]
                    if frame.get("id") == 2 and "result" in frame:
                        self.here = set(frame["result"]["members"])
                        self.seated_at = asyncio.get_running_loop().time()
                        self.seated.set()
        except (OSError, TimeoutError, WebSocketException) as problem:
            return type(problem).__name__
        return ""

    async def _hears_out(self) -> None:
        assert self._socket
        # A host that has lost its power says no goodbye.
        with suppress(ConnectionClosed):
            async for raw in self._socket:
                frame = json.loads(raw)
                params = frame.get("params", {})
                match frame.get("method"):
                    case "verto.ping":
                        await self._socket.send(json.dumps({"jsonrpc": "2.0", "id": frame["id"], "result": {}}))
                    case "verto.info":
                        self.bodies.append(params["msg"]["body"])
                    case "verto.event" if "joined" in params:
                        self.here.add(params["joined"])
                    case "verto.event" if "left" in params:
                        self.here.discard(params["left"])

    def _closed(self) -> int:
        assert self._socket
        code = self._socket.close_code or 1006
        self.closes.append((asyncio.get_running_loop().time(), code))
        self.seated.clear()
        self.here = set()
        return code

    async def _send(self, method: str, params: object, request_id: int) -> None:
        assert self._socket
        await self._socket.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": request_id}))


Lodgers = list[Lodger]


async def move_in(site: Address, port: int, channels: list[str], each: int) -> Lodgers:
    """Have so many people in each of these channels."""
    posts = asyncio.Semaphore(_POSTS_AT_ONCE)
    lodgers = [Lodger(site, port, channel, posts) for channel in channels for _ in range(each)]
    async with asyncio.timeout(120):
        for start in range(0, len(lodgers), _POSTS_AT_ONCE):
            await asyncio.gather(*(lodger.joins() for lodger in lodgers[start : start + _POSTS_AT_ONCE]))
    return lodgers


def have_met(lodgers: Lodgers) -> bool:
    """Is everybody of each channel at one node, and does each know of all the others there, and of nobody else?"""
    by_channel: dict[str, Lodgers] = {}
    for lodger in lodgers:
        by_channel.setdefault(lodger.channel, []).append(lodger)
    return all(
        lodger.seated.is_set() and lodger.node == those[0].node and lodger.here == {one.client_id for one in those}
        for those in by_channel.values()
        for lodger in those
    )


def homes(names: str, lodgers: Lodgers) -> dict[str, str]:
    """Return where each channel belongs when these nodes are alive and grown up."""
    nodes = [Node(name, 10 * JOINING_SECONDS) for name in names]
    return {lodger.channel: str(home(lodger.channel, nodes)) for lodger in lodgers}


def are_at(lodgers: Lodgers, where: dict[str, str]) -> bool:
    """Has everybody met, each channel at the node that is named?"""
    return have_met(lodgers) and all(lodger.node == where[lodger.channel] for lodger in lodgers)


async def until(what: Callable[[], bool | Awaitable[bool]], seconds: float, why: str, about: object = "") -> float:
    """Wait until it is so; return how many seconds that took. Fails with `why` and how things are then."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    while True:
        answer = what()
        if (await answer) if isinstance(answer, Awaitable) else answer:
            return loop.time() - started
        assert loop.time() - started < seconds, f"{why} {about}"
        await asyncio.sleep(0.05)
