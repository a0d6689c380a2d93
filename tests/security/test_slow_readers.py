"""D-18: members who stop reading are cut, cost little memory, and take nothing from those who read."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from tests.contract.visitor import Guest, Visitor
from tests.support.scale import FULL, scaled
from tests.support.site import Site

MEMBERS = scaled(10, 50)
STALLED = (1, 10, 49) if FULL else (1, 5, 9)
MESSAGES = scaled(40, 600)
BODY = "z" * 32 * 1024
CUT_SECONDS = 5 + 2
"""What docs/verto.md says, and the time to notice."""
ADDED_SECONDS = 2.0
BYTES_EACH = 512 * 1024
HEAP_BYTES = 8 * 1024 * 1024
"""What the server's own memory grows by when it first carries so much."""


class Reader:
    """A member who reads at once, and notes what came when."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.numbers: list[int] = []
        self.took: list[float] = []
        self.answers: asyncio.Queue[bool] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            await self.visitor.hears(self._note, seconds=600)

    def _note(self, frame: dict[str, object]) -> bool:
        params = frame.get("params")
        if isinstance(params, dict) and "eventData" in params:
            self.numbers.append(params["eventData"]["number"])
            self.took.append(time.monotonic() - params["eventData"]["at"])
        elif "method" not in frame:
            self.answers.put_nowait("result" in frame)
        return False

    async def says(self, number: int) -> None:
        """Publish a large message; where the rate is used up, wait for it."""
        while True:
            data = {"number": number, "at": time.monotonic(), "body": BODY}
            params = {"eventChannel": self.visitor.channel, "localBroadcast": True, "eventData": data}
            message = {"jsonrpc": "2.0", "id": 9, "method": "verto.broadcast", "params": params}
            await self.visitor.socket.send(json.dumps(message))
            if await asyncio.wait_for(self.answers.get(), 20):
                return
            # Who asks again and again is cut for that.
            await asyncio.sleep(2)

    async def leaves(self) -> None:
        await self.visitor.hangs_up()
        await self._reading


@pytest.mark.parametrize("stalled", STALLED)
async def test_who_does_not_read_is_cut_and_the_others_miss_nothing(site: Site, guest: Guest, stalled: int) -> None:
    process = psutil.Process(site.process.pid)
    stuck = [await guest().joins() for _ in range(stalled)]
    for visitor in stuck:
        visitor.socket.transport.pause_reading()
    readers = [Reader(await guest().joins()) for _ in range(MEMBERS - stalled)]
    base = peak = process.memory_info().rss
    started = time.monotonic()
    for number in range(MESSAGES):
        await readers[number % len(readers)].says(number)
        peak = max(peak, process.memory_info().rss)
    gone = {visitor.client_id for visitor in stuck}
    while not all(gone <= reader.visitor.left and len(reader.numbers) == MESSAGES for reader in readers):
        assert time.monotonic() - started < CUT_SECONDS + MESSAGES / 10, "cut, and all delivered"
        await asyncio.sleep(0.02)
    took = sorted(second for reader in readers for second in reader.took)
    for reader in readers:
        assert reader.numbers == list(range(MESSAGES)), "all, in order"
        assert reader.visitor.socket.close_code is None
    p99 = took[int(len(took) * 0.99)]
    assert p99 < ADDED_SECONDS
    assert peak - base <= BYTES_EACH * stalled + HEAP_BYTES
    print(
        f"D-18: {stalled} of {MEMBERS} stalled, {MESSAGES} messages of 32 KiB: p99 {p99 * 1000:.0f} ms, "
        f"memory +{(peak - base) / 2**20:.1f} MiB"
    )
    for reader in readers:
        await reader.leaves()
