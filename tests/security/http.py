"""Requests as they are written: no library puts right what an attacker writes wrong."""

from __future__ import annotations

import http.client
import socket
from dataclasses import dataclass

from tests.support.site import Site


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def send(site: Site, method: str, path: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None) -> Answer:
    """Send these headers, in this order, repeated ones too; Host and Content-Length are added where they are missing."""
    given = list(headers or [])
    names = {name.lower() for name, _ in given}
    if "host" not in names:
        given.append(("Host", f"127.0.0.1:{site.port}"))
    if body and "content-length" not in names:
        given.append(("Content-Length", str(len(body))))
    given.append(("Connection", "close"))
    head = "".join(f"{name}: {value}\r\n" for name, value in given)
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)
        answer = http.client.HTTPResponse(connection, method=method)
        answer.begin()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
