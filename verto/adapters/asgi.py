"""The engine as an ASGI application (ASGI 3, WebSocket message format 2.4), for daphne or any other server."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from verto.adapters.driver import Driver

Event = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
AsgiSend = Callable[[Event], Coroutine[Any, Any, None]]


class VertoApp:
    """Serves WebSocket connections; the path and the Origin are checked by whoever routes here.

    `address_of` tells the network from which a connection comes; without it nothing is counted by address.
    """

    def __init__(self, driver: Driver, address_of: Callable[[Scope], str] | None = None) -> None:
        self.driver = driver
        self._address_of = address_of

    async def __call__(self, scope: Scope, receive: Receive, send: AsgiSend) -> None:
        """Serve one connection until it ends."""
        assert scope["type"] == "websocket"
        await receive()
        driver = self.driver
        address = self._address_of(scope) if self._address_of is not None else ""
        if not driver.may_open(address):
            # Closed before it is accepted: the server answers 403.
            await send({"type": "websocket.close"})
            return
        session = driver.opened(AsgiTransport(send), address)
        try:
            await send({"type": "websocket.accept"})
            while True:
                event = await receive()
                if event["type"] != "websocket.receive":
                    break
                text = event.get("text")
                # A lone surrogate cannot come from UTF-8; should a server let one through, the parser refuses it.
                raw = event["bytes"] if text is None else text.encode("utf-8", "surrogatepass")
                driver.received(session, raw)
        finally:
            driver.closed(session)


class AsgiTransport:
    """Sends without waiting, so that a slow reader never delays the others.

    daphne's `send` completes at once, so its coroutine is stepped here and no task is made. Where a server's `send`
    waits for a full buffer, the rest of it becomes a task, and what follows queues behind; the session layer's credit
    bounds that queue.
    """

    def __init__(self, send: AsgiSend) -> None:
        self._send = send
        self._queue: deque[Event] = deque()
        self._task: asyncio.Task[None] | None = None

    def send(self, text: bytes) -> None:
        """Send one text frame."""
        self._put({"type": "websocket.send", "text": text.decode()})

    def close(self, code: int) -> None:
        """Close after what was sent before."""
        self._put({"type": "websocket.close", "code": code})

    def _put(self, event: Event) -> None:
        if self._task is not None:
            self._queue.append(event)
            return
        sending = self._send(event)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except OSError:
            return
        self._task = asyncio.get_running_loop().create_task(self._finish(sending, waits_for))

    async def _finish(self, sending: Coroutine[Any, Any, None], waits_for: object) -> None:
        try:
            await _Started(sending, waits_for)
            while self._queue:
                await self._send(self._queue.popleft())
        except OSError:
            self._queue.clear()
        finally:
            self._task = None


class _Started:
    """Awaits a coroutine that has been stepped once already and waits for something."""

    def __init__(self, sending: Coroutine[Any, Any, None], waits_for: object) -> None:
        self._sending = sending
        self._waits_for = waits_for

    def __await__(self) -> Any:
        waits_for = self._waits_for
        while True:
            try:
                value = yield waits_for
            except BaseException as problem:  # noqa: BLE001 - cancellation goes on into the send
                try:
                    waits_for = self._sending.throw(problem)
                except StopIteration:
                    return
            else:
                try:
                    waits_for = self._sending.send(value)
                except StopIteration:
                    return
