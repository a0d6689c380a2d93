"""A client that speaks to mod_verto itself, as nobody should be able to, and says whatever it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.contract.visitor import post_session
from tests.support.guarded_site import GuardedSite

Frame = dict[str, Any]
QUIET_SECONDS = 0.4
"""Messages take 16 to 50 ms through an idle FreeSWITCH: what has not come by then does not come."""


@dataclass(frozen=True)
class Person:
    """Somebody whom Django knows, with the password under which FreeSWITCH knows them."""

    site: GuardedSite
    channel: str
    client_id: str
    sessid: str

    @property
    def passwd(self) -> str:
        """The loopback password, which no browser ever gets."""
        text = (self.client_id + self.sessid).encode()
        return hmac.new(self.site.switch_secret.encode(), text, sha256).hexdigest()

    def login_params(self, **changes: object) -> Frame:
        """Return the params of a login; a change to None leaves the field out."""
        params: Frame = {"login": self.client_id, "passwd": self.passwd, "sessid": self.sessid} | changes
        return {name: value for name, value in params.items() if value is not None}


def enlist(site: GuardedSite, channel: str) -> Person:
    """Let Django issue credentials for a new client of this channel."""
    credentials = post_session(site, channel, str(uuid.uuid4()))
    return Person(site, channel, credentials["clientId"], credentials["sessid"])


class Direct:
    """One socket. Frames that answer nothing are kept in `heard`; answers to batches are counted."""

    def __init__(self, socket: ClientConnection, person: Person) -> None:
        self.person = person
        self.heard: list[Frame] = []
        self.batches = 0
        self._socket = socket
        self._replies: dict[int, asyncio.Future[Frame]] = {}
        self._news = asyncio.Event()
        self._last_id = 1000
        self._task = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, person: Person) -> Direct:
        """Connect, and say nothing."""
        port = person.site.freeswitch.verto_port
        # mod_verto answers no pings and takes them for messages.
        return cls(await connect(f"ws://127.0.0.1:{port}", ping_interval=None, max_size=None), person)

    @classmethod
    async def approved(cls, person: Person) -> Direct:
        """Connect as who one is: log in, wait for the rights, subscribe."""
        socket = await cls.open(person)
        try:
            reply = await socket.calls("login", person.login_params())
            assert "result" in reply, reply
            await socket.hears(lambda frame: data_of(frame) == {"ready": person.channel})
            reply = await socket.calls("verto.subscribe", {"eventChannel": person.channel})
            assert reply["result"]["subscribedChannels"] == [person.channel]
        except BaseException:
            await socket.leaves()
            raise
        return socket

    async def calls(self, method: str, params: object, seconds: float = 10, **more: object) -> Frame:
        """Make a request; return its reply."""
        self._last_id += 1
        reply = self._replies[self._last_id] = asyncio.get_running_loop().create_future()
        await self.says({"jsonrpc": "2.0", "method": method, "params": params, "id": self._last_id, **more})
        async with asyncio.timeout(seconds):
            return await reply

    async def says(self, message: object) -> None:
        """Send a frame; text and bytes go out as they are. Raises ConnectionError on a closed socket."""
        try:
            await self._socket.send(message if isinstance(message, str | bytes) else json.dumps(message))
        except ConnectionClosed as closed:
            raise ConnectionError("mod_verto has closed the socket") from closed

    async def tells(self, to: str, body: str, **more: object) -> Frame:
        """Send a message; the reply says SENT even where nobody gets it."""
        return await self.calls("verto.info", {"msg": {"to": to, "body": body, **more}})

    async def hears(self, wanted: Callable[[Frame], bool], seconds: float = 5) -> Frame:
        """Return and take out the first frame for which `wanted` is true."""
        async with asyncio.timeout(seconds):
            while True:
                for frame in self.heard:
                    if wanted(frame):
                        self.heard.remove(frame)
                        return frame
                self._news.clear()
                await self._news.wait()

    async def hears_body(self, body: str, seconds: float = 5) -> Frame:
        """Wait for a relayed message with this body; return its `eventData`."""
        frame = await self.hears(lambda frame: (data_of(frame) or {}).get("body") == body, seconds)
        return dict(frame["params"]["eventData"])

    async def does_hear(self, wanted: Callable[[Frame], bool], seconds: float = QUIET_SECONDS) -> bool:
        """Say whether such a frame comes in time."""
        try:
            await self.hears(wanted, seconds)
        except TimeoutError:
            return False
        return True

    async def does_hear_text(self, text: str) -> bool:
        """Say whether any frame with this text in it comes in time."""
        return await self.does_hear(lambda frame: text in json.dumps(frame))

    async def is_closed(self, seconds: float = 5) -> bool:
        """Say whether mod_verto closes the socket in time."""
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(self._task)
        except TimeoutError:
            return False
        return True

    async def leaves(self) -> None:
        """Hang up."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self._socket.close()

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for raw in self._socket:
                frame = json.loads(raw)
                if isinstance(frame, list):
                    self.batches += 1
                    continue
                waiting = self._replies.pop(frame.get("id"), None) if "method" not in frame else None
                if waiting is not None and not waiting.done():
                    waiting.set_result(frame)
                else:
                    self.heard.append(frame)
                self._news.set()
        for waiting in self._replies.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("mod_verto has closed the socket"))
                # Whoever asked may have gone: then nobody takes this exception, and that is no fault.
                waiting.exception()


def data_of(frame: Frame) -> Frame | None:
    """Return the `eventData` of a `verto.event`."""
    params = frame.get("params")
    data = params.get("eventData") if isinstance(params, dict) else None
    return data if isinstance(data, dict) else None
