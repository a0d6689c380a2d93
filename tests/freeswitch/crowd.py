"""Many clients of the guard in one process, cheap enough that they are not what is measured."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.websocket import Client, text_frame
from tests.contract.visitor import post_session
from tests.support.site import Site

Frame = dict[str, Any]


def request(method: str, params: object, request_id: int = 1) -> bytes:
    """Return a request as a browser writes it."""
    message = {"jsonrpc": "2.0", "method": method, "params": params, "id": request_id}
    return json.dumps(message, separators=(",", ":")).encode()


def info(to: str, body: str) -> bytes:
    """Return a message to a client."""
    return request("verto.info", {"msg": {"to": to, "body": body}}, 5)


def publication(channel: str, data: object) -> bytes:
    """Return a message to a channel."""
    return request("verto.broadcast", {"eventChannel": channel, "localBroadcast": True, "eventData": data}, 6)


@dataclass(frozen=True)
class Place:
    """Where a site is; a `Site` is one too."""

    port: int
    url: str


class Member:
    """One client of one channel, from its login to its departure."""

    def __init__(self, site: Site | Place, channel: str, session_id: str | None = None) -> None:
        self.site = site
        self.channel = channel
        self.session_id = session_id or str(uuid.uuid4())
        self.credentials: dict[str, str] = {}
        self.client: Client
        self.on_message: Callable[[Frame], None] = lambda frame: None

    @property
    def client_id(self) -> str:
        return self.credentials["clientId"]

    async def fetches(self) -> Member:
        """Get credentials."""
        self.credentials = await asyncio.to_thread(post_session, self.site, self.channel, self.session_id)
        return self

    async def joins(self) -> Member:
        """Log in and subscribe. Raises `PermissionError` with the answer when refused, `ConnectionError` when hung up on."""
        if not self.credentials:
            await self.fetches()
        self.client = await Client.connect(self.site.port, "/verto", self.site.url)
        params = {
            "login": self.credentials["clientId"],
            "passwd": self.credentials["password"],
            "sessid": self.credentials["sessid"],
        }
        await self._asks(request("login", params))
        await self._asks(request("verto.subscribe", {"eventChannel": self.channel}, 2))
        self.client.on_text = self._hear
        return self

    def sends(self, text: bytes) -> None:
        """Send a frame."""
        self.client.transport.write(text_frame(text))

    def leaves(self) -> None:
        """Drop the connection."""
        self.client.close()

    async def _asks(self, text: bytes) -> None:
        answered: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()

        def hear(payload: bytes) -> None:
            frame = json.loads(payload)
            if "method" in frame:
                self.on_message(frame)
            elif not answered.done():
                answered.set_result(frame)

        def fail() -> None:
            if not answered.done():
                answered.set_exception(ConnectionError("closed before the answer"))

        self.client.on_text, self.client.on_close = hear, fail
        self.sends(text)
        async with asyncio.timeout(30):
            answer = await answered
        if "error" in answer:
            raise PermissionError(answer)

    def _hear(self, payload: bytes) -> None:
        self.on_message(json.loads(payload))


class Bystanders:
    """Pairs of members who talk to each other all the time, and measure how long each message takes."""

    def __init__(self, site: Site | Place, channel: str, pairs: int = 1) -> None:
        self._pairs = [(Member(site, channel), Member(site, channel)) for _ in range(pairs)]
        self._tasks: list[asyncio.Task[None]] = []
        self.times: list[float] = []

    async def __aenter__(self) -> Bystanders:
        for pair in self._pairs:
            for member in pair:
                await member.joins()
            self._tasks.append(asyncio.create_task(self._talk(*pair)))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for pair in self._pairs:
            for member in pair:
                member.leaves()

    def p99(self) -> float:
        """Return milliseconds, of all messages so far."""
        times = sorted(self.times)
        return times[int(len(times) * 0.99)] * 1000

    async def _talk(self, one: Member, other: Member) -> None:
        arrived = asyncio.Event()
        other.on_message = lambda frame: arrived.set() if frame.get("method") == "verto.info" else None
        # A few messages a second, as two people in the middle of negotiating: mod_verto hands a message over only when
        # the receiving socket has been silent for 50 ms, and both sides of a call are.
        while True:
            arrived.clear()
            started = time.perf_counter()
            one.sends(info(other.client_id, "x" * 2000))
            async with asyncio.timeout(10):
                await arrived.wait()
            self.times.append(time.perf_counter() - started)
            await asyncio.sleep(0.1)
