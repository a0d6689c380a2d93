"""Credentials issued per second by the real site, beside a bare Django view with one INSERT, both under daphne."""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from bench.servers import daphne
from tests.support.site import Site

CONNECTIONS = 8
ROUNDS = 7
ROUND_SECONDS = 1.5


async def post_for(port: int, path: str, body: Callable[[], bytes], origin: str) -> float:
    """Return the answers per second that `CONNECTIONS` kept-alive connections get."""
    deadline = time.perf_counter() + ROUND_SECONDS
    started = time.perf_counter()
    counts = await asyncio.gather(*(_one_connection(port, path, body, origin, deadline) for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - started)


async def _one_connection(port: int, path: str, body: Callable[[], bytes], origin: str, deadline: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < deadline:
        content = body()
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            + content
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode())
        length = next(
            int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"
        )
        await reader.readexactly(length)
        count += 1
    writer.close()
    await writer.wait_closed()
    return count


def new_session() -> bytes:
    """Return the request of a browser that has never been here."""
    return json.dumps({"sessionId": str(uuid.uuid4())}).encode()


def run() -> None:
    """Print the table."""
    print(f"Credentials under daphne and SQLite, {CONNECTIONS} connections, {ROUNDS} rounds in turn")
    site = Site()
    path = f"/peers/{site.make_channel('Bench')}/sessions"
    rates: dict[str, list[float]] = {"sessions": [], "bare": []}
    with tempfile.TemporaryDirectory() as directory:
        database = {"BARE_DATABASE": str(Path(directory) / "bare.sqlite3")}
        with daphne("bench.bare_django:application", database) as bare:
            site.start()
            try:
                for _ in range(ROUNDS):
                    rates["sessions"].append(asyncio.run(post_for(site.port, path, new_session, site.url)))
                    rates["bare"].append(asyncio.run(post_for(bare.port, "/", lambda: b"{}", site.url)))
            finally:
                site.close()
    for name, values in rates.items():
        print(
            f"  {name:9} {statistics.median(values):7,.0f} per second (spread {min(values):,.0f} to {max(values):,.0f})"
        )
    ratio = statistics.median(s / b for s, b in zip(rates["sessions"], rates["bare"], strict=True))
    print(f"  ratio     {ratio:7.0%} of the bare view (at least 50 % wanted): {'ok' if ratio >= 0.5 else 'MISSED'}")
