"""The post between processes: in batches, numbered, and never trusted to be whole."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from verto.adapters.cluster import names, post
from verto.adapters.cluster.post import Post, punt_message
from verto.core.cluster.wire import Bye, Event, Info, Part

ALICE, BOB = "6dc49f00-3e0d-4122-9692-f0ddc49bbf5e", "9a1c2a52-86a1-4b3c-b3cf-2a41db9d0c11"


class Layer:
    """A channel layer in this process; `loses` says how many of the next messages do not arrive."""

    def __init__(self) -> None:
        self.queues: defaultdict[str, asyncio.Queue[dict[str, Any]]] = defaultdict(asyncio.Queue)
        self.sizes: list[int] = []
        self.loses = 0

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        self.sizes.append(len(message.get("parts", b"")))
        if self.loses:
            self.loses -= 1
        else:
            self.queues[channel].put_nowait(message)

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self.queues[channel].get()

    async def flush(self) -> None:
        self.queues.clear()


class Reader:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.missed_from: list[str] = []
        self.punted: list[tuple[list[str], str]] = []
        self.nonsense = 0
        self.news = asyncio.Event()

    def heard(self, process: str, parts: Sequence[Part]) -> None:
        self.parts.extend(parts)
        self.news.set()

    def missed(self, process: str) -> None:
        self.missed_from.append(process)
        self.news.set()

    def understood_nothing(self) -> None:
        self.nonsense += 1
        self.news.set()

    def asked_to_punt(self, client_ids: Sequence[str], reason: str) -> None:
        self.punted.append((list(client_ids), reason))
        self.news.set()


@asynccontextmanager
async def listening(layer: Layer, reader: Reader) -> AsyncIterator[Post]:
    """Read the post of the process `there`."""
    there = Post(layer, "there", reader)
    task = asyncio.create_task(there.listen())
    yield there
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_is_put_together_goes_together_and_in_order() -> None:
    layer, reader = Layer(), Reader()
    here = Post(layer, "here", Reader())
    parts: list[Part] = [Info("c", ALICE, BOB, b'"%d"' % number) for number in range(100)]
    async with listening(layer, reader):
        for part in parts:
            assert here.put("there", part)
        await here.send_waiting()
        await asyncio.wait_for(reader.news.wait(), 5)
    assert reader.parts == parts
    assert len(layer.sizes) == 1
    assert reader.missed_from == []


async def test_large_ones_go_in_several_batches() -> None:
    layer, reader = Layer(), Reader()
    here = Post(layer, "here", Reader())
    async with listening(layer, reader):
        for _ in range(40):
            here.put("there", Event("c", ALICE, b"x" * 60_000))
        await here.send_waiting()
        while len(reader.parts) < 40:
            reader.news.clear()
            await asyncio.wait_for(reader.news.wait(), 5)
    assert max(layer.sizes) < 2 * post.MOST_BYTES


async def test_a_lost_batch_is_noticed_with_the_next_even_if_that_is_empty() -> None:
    layer, reader = Layer(), Reader()
    here = Post(layer, "here", Reader())
    async with listening(layer, reader):
        layer.loses = 1
        here.put("there", Bye("c"))
        await here.send_waiting()
        here.beat(["there"])
        await here.send_waiting()
        await asyncio.wait_for(reader.news.wait(), 5)
        await asyncio.sleep(0)
    assert (reader.parts, reader.missed_from) == ([], ["here"])


async def test_what_is_too_much_is_lost_and_that_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "MOST_WAITING", 2)
    layer, reader = Layer(), Reader()
    here = Post(layer, "here", Reader())
    assert [here.put("there", Bye("c")) for _ in range(3)] == [True, True, False]
    async with listening(layer, reader):
        await here.send_waiting()
        while not reader.missed_from:
            reader.news.clear()
            await asyncio.wait_for(reader.news.wait(), 5)
    assert len(reader.parts) == 2


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "peers.batch"},
        {"type": "peers.batch", "from": "here", "seq": "1", "parts": b"\x90"},
        {"type": "peers.batch", "from": "here", "seq": 1, "parts": b"\xc1"},
        {"type": "peers.batch", "from": "here", "seq": 1, "parts": b"\x91\x92\xa6unborn\xa1c"},
        {"type": "peers.punt", "clients": "all", "reason": "removed"},
        {"type": "something.else"},
    ],
)
async def test_nonsense_is_counted_and_nothing_more(message: dict[str, Any]) -> None:
    layer, reader = Layer(), Reader()
    async with listening(layer, reader):
        await layer.send(names.inbox("there"), message)
        await layer.send(names.inbox("there"), punt_message([ALICE], "removed"))
        while not reader.punted:
            reader.news.clear()
            await asyncio.wait_for(reader.news.wait(), 5)
    assert (reader.nonsense, reader.parts) == (1, [])
    assert reader.punted == [([ALICE], "removed")]


async def test_a_process_knows_when_it_is_heard() -> None:
    layer, reader = Layer(), Reader()
    async with listening(layer, reader) as there:
        layer.loses = 2
        await there.is_heard(5)
    with pytest.raises(TimeoutError):
        await Post(layer, "deaf", reader).is_heard(0.3)
