"""The engine on a port of its own: WebSockets (RFC 6455) by picows, without ASGI in between.

picows checks masks, lengths and the order of control frames; what it leaves to its user is done here: reserved bits,
fragments, and the closing handshake.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus

from picows import (
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)

from verto.adapters.driver import Driver
from verto.adapters.quiet import QUIET
from verto.core.limits import MAX_FRAME_BYTES
from verto.core.session import Session

log = logging.getLogger(__name__)

HANDSHAKE_SECONDS = 5.0
CLOSE_SECONDS = 2.0
"""How long a client may take to answer a close before its connection is cut."""
_MOST_BYTES = 4 * MAX_FRAME_BYTES
"""Above what the session layer takes, so that its close code tells the browser why; beyond this picows says 1009."""
_WHOLE_TEXT = 0x81
_TEXT, _BINARY = WSMsgType.TEXT, WSMsgType.BINARY
_CONTINUATION, _CLOSE = WSMsgType.CONTINUATION, WSMsgType.CLOSE
_READ_BUFFER_BYTES = 2048
"""One for each socket; it grows where a client sends more at once."""

IsOwnOrigin = Callable[[Sequence[str]], bool]
NetworkOf = Callable[[str, Sequence[str]], str]


class Sockets:
    """Serves one path. `is_own_origin` judges all Origin headers of a request; `network_of` tells from the address at
    the other end and all X-Forwarded-For headers from which network a socket comes."""

    def __init__(self, driver: Driver, path: str, is_own_origin: IsOwnOrigin, network_of: NetworkOf) -> None:
        self.driver = driver
        self._path = path.encode()
        self._is_own_origin = is_own_origin
        self._network_of = network_of
        self._server: asyncio.Server | None = None
        self._open: set[Socket] = set()
        self._all_gone: asyncio.Event | None = None
        self._framed_text = self._frame = b""
        self._to_flush: list[Socket] = []

    async def listen(self, host: str, port: int) -> int:
        """Accept connections; return the port, which the system chooses for 0. Raises OSError where it is taken."""
        self._server = await ws_create_server(
            self._answer,
            host,
            port,
            websocket_handshake_timeout=HANDSHAKE_SECONDS,
            logger_name=QUIET,
            max_frame_size=_MOST_BYTES,
            read_buffer_init_size=_READ_BUFFER_BYTES,
            use_aiofastnet=False,
            backlog=4096,
        )
        self.driver.start()
        return int(self._server.sockets[0].getsockname()[1])

    async def drain(self, seconds: float) -> None:
        """Take no more connections, close all with 4012, and give them this long to go."""
        if self._server is not None:
            self._server.close()
        self._all_gone = asyncio.Event()
        await self.driver.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                if self._open:
                    await self._all_gone.wait()
        for socket in list(self._open):
            socket.abort()

    def opened(self, socket: Socket, transport: WSTransport) -> Session | None:
        """Let a socket in, or return None where its network has too many."""
        peer = transport.underlying_transport.get_extra_info("peername")
        address = self._network_of(peer[0] if peer else "", transport.request.headers.getall("X-Forwarded-For", []))
        if not self.driver.may_open(address):
            return None
        self._open.add(socket)
        return self.driver.opened(socket, address)

    def closed(self, socket: Socket) -> None:
        """Forget a socket that was let in."""
        self._open.discard(socket)
        if self._all_gone is not None and not self._open:
            self._all_gone.set()

    def has_waiting(self, socket: Socket) -> None:
        """Flush this socket when everything that can be read now has been read.

        A system call costs more than all the rest of a message, and in one turn of a busy loop each socket is sent several.
        """
        if not self._to_flush:
            asyncio.get_running_loop().call_soon(self._flush)
        self._to_flush.append(socket)

    def _flush(self) -> None:
        sockets, self._to_flush = self._to_flush, []
        for socket in sockets:
            try:
                socket.flush()
            except Exception:
                log.exception("A socket could not be written to")

    def frame_of(self, text: bytes) -> bytes:
        """Return the frame in which a text goes out. What goes to many sockets is framed once, and never copied."""
        if text is not self._framed_text:
            self._framed_text, self._frame = text, _head(len(text)) + text
        return self._frame

    def _answer(self, request: WSUpgradeRequest) -> WSListener | WSUpgradeResponseWithListener | None:
        # What follows is for the proxy, which sends those of one channel to one process.
        if request.path.partition(b"?")[0] != self._path:
            return None
        try:
            is_welcome = self._is_own_origin(request.headers.getall("Origin", []))
        except Exception:
            # picows would send its text to the client.
            log.exception("A handshake failed")
            return _refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        return Socket(self) if is_welcome else _refusal(HTTPStatus.FORBIDDEN)


def _refusal(status: HTTPStatus) -> WSUpgradeResponseWithListener:
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status), None)


class Socket(WSListener):
    """One connection: picows' listener and the driver's transport."""

    __slots__ = (
        "_fragments",
        "_fragments_size",
        "_is_text",
        "_session",
        "_sockets",
        "_transport",
        "_waiting",
        "_write",
    )

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._session: Session | None = None
        self._transport: WSTransport | None = None
        self._write: Callable[[bytes], None] | None = None
        self._fragments: list[bytes] | None = None
        self._fragments_size = 0
        self._is_text = True
        self._waiting: list[bytes] = []

    # --- What picows tells ------------------------------------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._write = transport.underlying_transport.write
        self._session = self._sockets.opened(self, transport)
        if self._session is None:
            # The address is known only now that the connection is accepted. Nobody is told why.
            self._close(WSCloseCode.TRY_AGAIN_LATER)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if self._session is None or transport.is_close_frame_sent:
            if kind is _CLOSE:
                transport.disconnect()
        elif frame.rsv1 or frame.rsv2 or frame.rsv3:
            self._close(WSCloseCode.PROTOCOL_ERROR)
        elif kind is _TEXT or kind is _BINARY:
            if self._fragments is not None:
                self._close(WSCloseCode.PROTOCOL_ERROR)
            elif frame.fin:
                self._receive(self._session, frame.get_payload_as_bytes(), kind is _TEXT)
            else:
                self._fragments, self._fragments_size, self._is_text = [], 0, kind is _TEXT
                self._gather(self._session, frame)
        elif kind is _CONTINUATION:
            self._gather(self._session, frame)
        elif kind is _CLOSE:
            code = frame.get_close_code()
            self.flush()
            self._write = None
            transport.send_close(WSCloseCode.OK if code == WSCloseCode.NO_INFO else code)
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = self._write = None
        self._sockets.closed(self)
        if self._session is not None:
            session, self._session = self._session, None
            self._sockets.driver.closed(session)

    def pause_writing(self) -> None:
        """Nothing to do: the session layer's credit bounds what waits for a slow reader."""

    def resume_writing(self) -> None:
        """See `pause_writing`."""

    # --- What the driver asks ---------------------------------------------------------------------------------------

    def send(self, text: bytes) -> None:
        """Send one text frame, together with all others of this turn of the loop."""
        if self._write is None:
            return
        if not self._waiting:
            self._sockets.has_waiting(self)
        self._waiting.append(self._sockets.frame_of(text))

    def flush(self) -> None:
        """Write what waits, unless picows has closed the socket meanwhile for a mistake of the client."""
        waiting, self._waiting = self._waiting, []
        transport = self._transport
        if self._write is not None and waiting and transport is not None and not transport.is_close_frame_sent:
            self._write(waiting[0] if len(waiting) == 1 else b"".join(waiting))

    def close(self, code: int) -> None:
        """Close after what was sent before."""
        self._close(code)

    def abort(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def _gather(self, session: Session, frame: WSFrame) -> None:
        if self._fragments is None:
            self._close(WSCloseCode.PROTOCOL_ERROR)
            return
        self._fragments.append(frame.get_payload_as_bytes())
        self._fragments_size += frame.payload_size
        # Too much already: the session layer says so, and the rest is not waited for.
        if frame.fin or self._fragments_size > MAX_FRAME_BYTES:
            raw, self._fragments = b"".join(self._fragments), None
            self._receive(session, raw, self._is_text)

    def _receive(self, session: Session, raw: bytes, is_text: bool) -> None:
        if is_text and len(raw) <= MAX_FRAME_BYTES and not _is_utf8(raw):
            self._close(WSCloseCode.INVALID_TEXT)
        else:
            self._sockets.driver.received(session, raw)

    def _close(self, code: int | WSCloseCode) -> None:
        self.flush()
        self._write = None
        transport = self._transport
        if transport is None:
            return
        if not transport.is_close_frame_sent:
            transport.send_close(code)  # type: ignore[arg-type]  # any number is taken
        # Who does not read keeps a connection open that is only asked to close, whoever asked first.
        asyncio.get_running_loop().call_later(CLOSE_SECONDS, self.abort)


def _head(size: int) -> bytes:
    """Return the header of a whole text frame (RFC 6455, section 5.2)."""
    if size < 126:
        return bytes((_WHOLE_TEXT, size))
    if size < 1 << 16:
        return bytes((_WHOLE_TEXT, 126)) + size.to_bytes(2, "big")
    return bytes((_WHOLE_TEXT, 127)) + size.to_bytes(8, "big")


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
