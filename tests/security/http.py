"""Requests as they are written: no library puts right what an attacker writes wrong."""

from __future__ import annotations

from tests.support.plain_http import Answer, dial, exchange, request
from tests.support.site import Site

__all__ = ["Answer", "send"]


def send(site: Site, method: str, path: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None) -> Answer:
    """Send these headers, in this order, repeated ones too; Host and the length of a body are added where they are missing."""
    given = list(headers or [])
    names = {name.lower() for name, _ in given}
    if "host" not in names:
        given.append(("Host", f"127.0.0.1:{site.port}"))
    return exchange(dial(("127.0.0.1", site.port)), request(method, path, given, body), method)
