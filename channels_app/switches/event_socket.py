"""Commands to FreeSWITCH over its event socket: connect, authenticate, one command, one reply.

The text protocol of mod_event_socket: blocks of headers that end with an empty line, with a body where there is a
Content-Length. Events are never asked for, so whatever comes unasked is a fault.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from threading import Lock
from time import monotonic
from types import TracebackType

CONNECT_SECONDS = 1.0
REPLY_SECONDS = 2.0
MAX_HEADER_BYTES = 4096
MAX_BODY_BYTES = 4 * 1024 * 1024
"""A line for each of some thousands of clients."""

_COMMAND = re.compile(r"[ -~]{1,1024}")
_HEADER = re.compile(rb"([A-Za-z-]{1,64}): ?([^\n]*)")
_LENGTH = re.compile(r"[0-9]{1,9}")
_CHUNK = 65_536


class EventSocketProblem(StrEnum):
    """Why there is no reply."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    CLOSED = "closed"
    GARBLED = "garbled"
    TOO_LARGE = "too_large"


class EventSocketError(Exception):
    """There is no reply, and the connection was given up. `code` says why; programs compare it."""

    def __init__(self, code: EventSocketProblem) -> None:
        super().__init__(code.value)
        self.code = code


class EventSocket:
    """One connection, made at first use and again after a failure. Any thread may use it; commands wait their turn."""

    def __init__(
        self,
        host: str,
        port: int,
        password: str,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        reply_seconds: float = REPLY_SECONDS,
    ) -> None:
        self._address = (host, port)
        self._password = password
        self._connect_seconds = connect_seconds
        self._reply_seconds = reply_seconds
        self._lock = Lock()
        self._connection: _Connection | None = None
        self._made = 0

    def __enter__(self) -> EventSocket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """How many connections there were: another number, maybe another FreeSWITCH."""
        return self._made

    def api(self, command: str) -> str:
        """Run a command of FreeSWITCH and return what it printed, `-ERR ...` included.

        Raises `EventSocketError` when no reply came, and ValueError for what is not one line of printable ASCII.
        """
        if not _COMMAND.fullmatch(command):
            raise ValueError("not a command")
        with self._lock:
            connection = self._connected()
            try:
                connection.send(f"api {command}\n\n", self._reply_seconds)
                return connection.read("api/response").body
            except BaseException:
                self._give_up()
                raise

    def close(self) -> None:
        """Hang up. The next command connects again."""
        with self._lock:
            self._give_up()

    def _connected(self) -> _Connection:
        if self._connection is not None and self._connection.is_stale():
            self._give_up()
        if self._connection is None:
            connection = _Connection(self._address, self._connect_seconds)
            try:
                _authenticate(connection, self._password, self._reply_seconds)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
            self._made += 1
        return self._connection

    def _give_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _authenticate(connection: _Connection, password: str, seconds: float) -> None:
    connection.wait(seconds)
    connection.read("auth/request")
    connection.send(f"auth {password}\n\n", seconds)
    if not connection.read("command/reply").headers.get("reply-text", "").startswith("+OK"):
        raise EventSocketError(EventSocketProblem.REFUSED)


class _Block:
    """Headers, with names in lower case, and a body."""

    def __init__(self, headers: Mapping[str, str], body: str) -> None:
        self.headers = headers
        self.body = body


class _Connection:
    """A socket and what was read from it but not used yet. One deadline holds for a request and its whole reply."""

    def __init__(self, address: tuple[str, int], seconds: float) -> None:
        try:
            self._socket = socket.create_connection(address, timeout=seconds)
        except OSError as error:
            raise EventSocketError(EventSocketProblem.UNREACHABLE) from error
        self._read = b""
        self._deadline = monotonic() + seconds

    def is_stale(self) -> bool:
        """Has the other side hung up, or said something unasked, while nobody looked?"""
        if self._read:
            return True
        self._socket.setblocking(False)
        try:
            self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def wait(self, seconds: float) -> None:
        """Give the next block so much time."""
        self._deadline = monotonic() + seconds

    def send(self, text: str, seconds: float) -> None:
        """Send a request; its reply is to be there in so many seconds."""
        self.wait(seconds)
        self._socket.settimeout(seconds)
        try:
            self._socket.sendall(text.encode("ascii"))
        except TimeoutError as error:
            raise EventSocketError(EventSocketProblem.TIMEOUT) from error
        except OSError as error:
            raise EventSocketError(EventSocketProblem.CLOSED) from error

    def read(self, content_type: str) -> _Block:
        """Return the next block, which must be of this type. Raises `EventSocketError`."""
        headers = _headers(self._until(b"\n\n"))
        length = headers.get("content-length", "0")
        if not _LENGTH.fullmatch(length):
            raise EventSocketError(EventSocketProblem.GARBLED)
        if int(length) > MAX_BODY_BYTES:
            raise EventSocketError(EventSocketProblem.TOO_LARGE)
        body = self._take(int(length)).decode("utf-8", "replace")
        match headers.get("content-type"):
            case found if found == content_type:
                return _Block(headers, body)
            case "text/disconnect-notice":
                raise EventSocketError(EventSocketProblem.CLOSED)
            case "text/rude-rejection":
                raise EventSocketError(EventSocketProblem.REFUSED)
            case _:
                raise EventSocketError(EventSocketProblem.GARBLED)

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._socket.close()

    def _until(self, end: bytes) -> bytes:
        while end not in self._read:
            if len(self._read) > MAX_HEADER_BYTES:
                raise EventSocketError(EventSocketProblem.TOO_LARGE)
            self._read += self._receive()
        found, _, self._read = self._read.partition(end)
        return found

    def _take(self, length: int) -> bytes:
        parts, missing = [self._read], length - len(self._read)
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        found = b"".join(parts)
        self._read = found[length:]
        return found[:length]

    def _receive(self) -> bytes:
        seconds = self._deadline - monotonic()
        if seconds <= 0:
            raise EventSocketError(EventSocketProblem.TIMEOUT)
        self._socket.settimeout(seconds)
        try:
            received = self._socket.recv(_CHUNK)
        except TimeoutError as error:
            raise EventSocketError(EventSocketProblem.TIMEOUT) from error
        except OSError as error:
            raise EventSocketError(EventSocketProblem.CLOSED) from error
        if not received:
            raise EventSocketError(EventSocketProblem.CLOSED)
        return received


def _headers(block: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in block.split(b"\n"):
        match = _HEADER.fullmatch(line)
        name = match[1].decode("ascii").lower() if match else ""
        if not match or name in headers:
            raise EventSocketError(EventSocketProblem.GARBLED)
        headers[name] = match[2].decode("utf-8", "replace")
    return headers
