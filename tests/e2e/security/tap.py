"""A wire tap between browsers and the site: what leaves a browser, request by request and frame by frame, and what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

Result = TypeVar("Result")
CHUNK = 65536
# The offer to compress is not passed on: what is recorded is to be read.
OFFER = re.compile(rb"(?i)\r\nsec-websocket-extensions:")
HIDDEN_OFFER = b"\r\nx-not-passed-on:"


class Tap:
    """Listens on a loopback port of its own; `said` is what browsers sent, frames unmasked, and `told` what they got."""

    def __init__(self) -> None:
        self.said = bytearray()
        self.told = bytearray()
        self._site_port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def leads_to(self, port: int) -> None:
        """Be in front of the site on this port."""
        self._site_port = port

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._ends())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _ends(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _carry(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        try:
            site, to_site = await asyncio.open_connection("127.0.0.1", self._site_port)
        except ConnectionError:
            # The site is down, and the browser finds out.
            to_browser.close()
            return
        frames = Frames()

        def leaves(data: bytes) -> bytes:
            if frames.begun:
                self.said += frames.feed(data)
                return data
            data = OFFER.sub(HIDDEN_OFFER, data)
            self.said += data
            frames.begun = b"\r\nupgrade: websocket\r\n" in data.lower()
            return data

        def comes(data: bytes) -> bytes:
            assert not (frames.begun and OFFER.search(data)), "frames are compressed"
            self.told += data
            return data

        try:
            await asyncio.gather(pump(browser, to_site, leaves), pump(site, to_browser, comes))
        finally:
            for writer in (to_site, to_browser):
                writer.close()
                with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                    await writer.wait_closed()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passing: Callable[[bytes], bytes]) -> None:
    """Carry bytes one way until one side ends."""
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(passing(data))
            await writer.drain()
    writer.close()


class Frames:
    """Unmasks what a browser sends over a WebSocket (RFC 6455, section 5)."""

    def __init__(self) -> None:
        self.begun = False
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """Return the text of the frames that are complete now."""
        self._rest += data
        texts = b""
        while (frame := self._first()) is not None:
            texts += frame + b"\n"
        return texts

    def _first(self) -> bytes | None:
        if len(self._rest) < 2:
            return None
        short = self._rest[1] & 127
        wide = {126: 2, 127: 8}.get(short, 0)
        length = int.from_bytes(self._rest[2 : 2 + wide]) if wide else short
        start = 2 + wide + 4
        if len(self._rest) < start + length:
            return None
        mask, masked = self._rest[start - 4 : start], self._rest[start : start + length]
        self._rest = self._rest[start + length :]
        return bytes(byte ^ mask[at % 4] for at, byte in enumerate(masked))
