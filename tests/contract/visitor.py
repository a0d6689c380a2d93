"""A visitor without a browser: fetches credentials and talks verto over a real socket, with a client not of ours."""

from __future__ import annotations

import asyncio
import json
import urllib.request
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect

from tests.support.site import Site


class Address(Protocol):
    """Where a site is."""

    @property
    def url(self) -> str: ...


def forwarded(network: str) -> dict[str, str]:
    """Return what a trusted proxy would say of a visitor from there; nothing without a proxy."""
    return {"X-Forwarded-For": network} if network else {}


def post_session(
    site: Address, channel: str, session_id: str, network: str = "", *, ice_only: bool = False
) -> dict[str, Any]:
    """Return the answer of the sessions endpoint."""
    request = urllib.request.Request(
        f"{site.url}/peers/{channel}/sessions",
        data=json.dumps({"sessionId": session_id, **({"iceOnly": True} if ice_only else {})}).encode(),
        headers={"Content-Type": "application/json", "Origin": site.url, "Sec-Fetch-Site": "same-origin"}
        | forwarded(network),
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return dict(json.load(answer))


class Visitor:
    """One person on one socket. `network` is an address to play, on a site with TRUSTED_PROXIES=127.0.0.1."""

    def __init__(self, site: Site, channel: str, session_id: str | None = None, network: str = "") -> None:
        self.site = site
        self.network = network
        self.channel = channel
        self.session_id = session_id or str(uuid.uuid4())
        self.credentials: dict[str, Any] = {}
        self.socket: ClientConnection
        self.left: set[str] = set()
        self._last_id = 0

    @property
    def client_id(self) -> str:
        return str(self.credentials["clientId"])

    async def dials(self, port: int = 0, path: str = "/verto", **options: Any) -> None:
        """Open the socket, where the site is or at another port."""
        options.setdefault("origin", self.site.url)
        options.setdefault("additional_headers", forwarded(self.network))
        self.socket = await connect(f"ws://127.0.0.1:{port or self.site.port}{path}", **options)

    async def joins(self) -> Visitor:
        """Fetch credentials, log in, subscribe."""
        await self.fetches()
        await self.dials()
        await self.calls("login", self.login_params())
        await self.calls("verto.subscribe", {"eventChannel": self.channel})
        return self

    async def fetches(self) -> None:
        """Fetch credentials."""
        self.credentials = await asyncio.to_thread(post_session, self.site, self.channel, self.session_id, self.network)

    def login_params(self) -> dict[str, str]:
        return {
            "login": self.client_id,
            "passwd": self.credentials["password"],
            "sessid": self.credentials["sessid"],
        }

    async def calls(self, method: str, params: object) -> dict[str, Any]:
        """Make a request; return its reply and pass over what else comes."""
        self._last_id += 1
        await self.socket.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": self._last_id}))
        return await self.hears(lambda frame: frame.get("id") == self._last_id and "method" not in frame)

    async def hears(self, wanted: Any, seconds: float = 10) -> dict[str, Any]:
        """Return the next frame for which `wanted` is true; answer pings on the way."""
        async with asyncio.timeout(seconds):
            while True:
                frame = json.loads(await self.socket.recv())
                if not isinstance(frame, dict):
                    continue
                if frame.get("method") == "verto.event" and "left" in frame["params"]:
                    self.left.add(frame["params"]["left"])
                if frame.get("method") == "verto.ping":
                    await self.socket.send(json.dumps({"jsonrpc": "2.0", "id": frame["id"], "result": {}}))
                if wanted(frame):
                    return dict(frame)

    async def hangs_up(self) -> None:
        """Drop the connection, if there is one, without a goodbye."""
        if hasattr(self, "socket"):
            self.socket.transport.abort()
            await self.socket.wait_closed()

    async def is_closed_with(self, seconds: float = 10) -> int:
        """Wait for the close; return its code."""
        async with asyncio.timeout(seconds):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code


Guest = Callable[..., Visitor]
"""Makes a visitor: of the test's channel, or of another; of a new session, or of this one."""


@asynccontextmanager
async def guests_of(site: Site, channel: str) -> AsyncIterator[Guest]:
    """Make visitors, and send them home afterwards."""
    guests: list[Visitor] = []

    def make(session_id: str | None = None, channel: str = channel) -> Visitor:
        guests.append(Visitor(site, channel, session_id))
        return guests[-1]

    yield make
    for visitor in guests:
        await visitor.hangs_up()
