"""The guard's sockets to mod_verto: one for each client, over loopback, in the driver's event loop.

Sends no pings: mod_verto answers none and takes their payload for messages.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from verto.adapters.driver import Driver
from verto.adapters.quiet import QUIET
from verto.core.guard.guard import Guard
from verto.core.guard.wire import MAX_FRAME_BYTES
from verto.core.outbox import Outbox
from verto.core.session import Session

log = logging.getLogger(__name__)

OPENING_AT_ONCE = 32
"""mod_verto makes a thread for each socket: a crowd that comes at once is let in quickly, but not in one moment."""
OPEN_SECONDS = 5.0
RETRY_SECONDS = 0.25
MOST_UNREAD_BYTES = 1_000_000
"""What may wait in one socket. More means that mod_verto has stopped reading it."""


class GuardLinks:
    """See `verto.adapters.driver.Links`. Made once per process, for the guard whose effects `driver` does."""

    def __init__(self, guard: Guard, driver: Driver, url: str) -> None:
        self._guard = guard
        self._driver = driver
        self._url = url
        self._sockets: dict[Session, _Socket] = {}
        self._queue: deque[_Socket] = deque()
        self._opening: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._wakes_at = 0.0
        self._is_away = False

    def open(self, session: Session) -> None:
        """Connect for this client, soon; the guard hears of it."""
        socket = self._sockets[session] = _Socket(self, session)
        self._queue.append(socket)
        self._open_next()

    def send(self, session: Session, text: bytes) -> None:
        """Send a text frame; what is sent to a socket that is not open is lost."""
        socket = self._sockets.get(session)
        if socket is not None:
            socket.send(text)

    def close(self, session: Session) -> None:
        """Close the client's socket, opened or not. The guard is not told of it."""
        socket = self._sockets.pop(session, None)
        if socket is not None:
            socket.close()

    def wake(self, at: float) -> None:
        """Call `Guard.due` at this time, unless it is due earlier."""
        if self._timer is not None:
            if self._wakes_at <= at:
                return
            self._timer.cancel()
        self._wakes_at = at
        self._timer = asyncio.get_running_loop().call_later(max(0.0, at - self._driver.clock()), self._due)

    def _due(self) -> None:
        self._timer = None
        try:
            self._driver.perform(self._guard.due(self._driver.clock()))
        except Exception:
            # A fault of ours. Without the next call, leases and deadlines would stop for everybody.
            log.exception("The guard failed when time had passed")
            self.wake(self._driver.clock() + RETRY_SECONDS)

    def _open_next(self) -> None:
        while self._queue and len(self._opening) < OPENING_AT_ONCE:
            socket = self._queue.popleft()
            if not socket.is_closed:
                task = asyncio.get_running_loop().create_task(self._open(socket))
                self._opening.add(task)
                task.add_done_callback(self._opened)

    def _opened(self, task: asyncio.Task[None]) -> None:
        self._opening.discard(task)
        self._open_next()

    async def _open(self, socket: _Socket) -> None:
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await ws_connect(
                    lambda: socket,
                    self._url,
                    logger_name=QUIET,
                    max_frame_size=MAX_FRAME_BYTES,
                    enable_auto_pong=False,
                    max_redirects=0,
                    websocket_handshake_timeout=OPEN_SECONDS,
                )
        except Exception as problem:  # noqa: BLE001 - whatever it is, there is no socket
            self._say_away(type(problem).__name__)
            self.lost(socket)

    def connected(self, socket: _Socket) -> None:
        """mod_verto has taken this socket."""
        if self._is_away:
            log.warning("FreeSWITCH answers again")
        self._is_away = False
        self._perform(socket, self._guard.opened)

    def heard(self, socket: _Socket, raw: bytes) -> None:
        """A frame has arrived on this socket."""
        self._perform(socket, lambda session, now: self._guard.heard(session, raw, now))

    def lost(self, socket: _Socket) -> None:
        """This socket has ended without being told to."""
        if self._sockets.pop(socket.session, None) is not None:
            socket.close()
            self._driver.perform(self._guard.lost(socket.session, self._driver.clock()))

    def _perform(self, socket: _Socket, verb: Callable[[Session, float], Outbox]) -> None:
        try:
            outbox = verb(socket.session, self._driver.clock())
        except Exception:
            # A fault of ours. The traceback names code, never what a client wrote.
            log.exception("The guard failed on a frame")
            self.lost(socket)
        else:
            self._driver.perform(outbox)

    def _say_away(self, problem: str) -> None:
        if not self._is_away:
            log.error("FreeSWITCH takes no connections: %s", problem)
        self._is_away = True


class _Socket(WSListener):
    """One socket to mod_verto. Events are passed on only while the socket is wanted."""

    def __init__(self, links: GuardLinks, session: Session) -> None:
        self.session = session
        self.is_closed = False
        self._links = links
        self._transport: WSTransport | None = None

    def send(self, text: bytes) -> None:
        transport = self._transport
        if transport is None:
            return
        transport.send(WSMsgType.TEXT, text)
        if transport.underlying_transport.get_write_buffer_size() > MOST_UNREAD_BYTES:
            self._end()

    def close(self) -> None:
        self.is_closed = True
        transport, self._transport = self._transport, None
        if transport is not None:
            is_read = transport.underlying_transport.get_write_buffer_size() == 0
            transport.send_close(WSCloseCode.OK)
            transport.disconnect(graceful=is_read)

    def on_ws_connected(self, transport: WSTransport) -> None:
        if self.is_closed:
            transport.disconnect(graceful=False)
            return
        self._transport = transport
        self._links.connected(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if self.is_closed:
            return
        if frame.msg_type == WSMsgType.TEXT and frame.fin:
            self._links.heard(self, frame.get_payload_as_bytes())
        elif frame.msg_type != WSMsgType.PING:
            # A close; or what mod_verto never sends, and then it is not what we think it is.
            self._end()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._end()

    def _end(self) -> None:
        """Tell the guard in a later turn: it may be in the middle of one."""
        if not self.is_closed:
            self.is_closed = True
            asyncio.get_running_loop().call_soon(self._links.lost, self)
