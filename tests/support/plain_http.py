"""HTTP as it is written: what goes out is what the test says, letter by letter."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECONDS = 10.0
PATIENCE_SECONDS = 0.3
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in lower case. Status 0: the connection was closed without an answer."""

    status: int
    headers: dict[str, str]
    body: bytes


NOTHING = Answer(0, {}, b"")


def dial(address: tuple[str, int] | Path, tls: ssl.SSLContext | None = None, name: str = "") -> socket.socket:
    """Connect to an address and port, or to a Unix socket."""
    if isinstance(address, Path):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(str(address))
        return connection
    connection = socket.create_connection(address, timeout=SECONDS)
    return tls.wrap_socket(connection, server_hostname=name or None) if tls else connection


def request(method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes = b"") -> bytes:
    """Return a request, which closes its connection; no other header is added but the length of a body, where none says it."""
    is_told = any(name.lower() == "content-length" for name, _ in headers)
    length = [("Content-Length", str(len(body)))] if body and not is_told else []
    lines = "".join(f"{name}: {value}\r\n" for name, value in [*headers, *length, ("Connection", "close")])
    return f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


def exchange(connection: socket.socket, sent: bytes, method: str = "GET") -> Answer:
    """Send these bytes, and return the first answer."""
    with connection:
        try:
            connection.sendall(sent)
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        except (http.client.BadStatusLine, ConnectionError):
            return NOTHING


def statuses(connection: socket.socket, sent: bytes) -> list[int]:
    """Send these bytes, and return the status of each answer, until the connection is closed or nothing comes any more."""
    received = b""
    with connection, suppress(ConnectionError, TimeoutError, ssl.SSLError):
        connection.sendall(sent)
        while chunk := connection.recv(65536):
            received += chunk
            connection.settimeout(PATIENCE_SECONDS)
    return [int(status) for status in _STATUS.findall(received)]
