"""An engine is killed, Redis goes away: what still works, and how all heals by itself."""

from __future__ import annotations

import asyncio
import json
import signal
import time
import urllib.error
from collections.abc import AsyncIterator, Iterator

import pytest

from scripts.house.redis import RedisServer
from tests.cluster.crowd import HEAL_SECONDS, Crowd, hears, hears_of, tells
from tests.contract.visitor import Visitor
from tests.support.dedicated import Engine
from tests.support.site import Site
from verto.core.codes import CloseCode

GHOST_SECONDS = 30.0
_PACE_SECONDS = 0.02


@pytest.fixture(autouse=True)
def whole(town: Site, engines: tuple[Engine, Engine]) -> Iterator[None]:
    """Whatever a test has broken is whole again for the next one."""
    yield
    for engine in engines:
        if engine.process.poll() is not None:
            engine.start(town.environment, town.log)


async def is_ready(engine: Engine) -> bool:
    """Does this engine say that clients can log in?"""
    try:
        page = await asyncio.to_thread(engine.local_page, "/health")
    except urllib.error.HTTPError as error:
        assert error.code == 503
        return bool(json.loads(error.read())["ready"])
    return bool(json.loads(page)["ready"])


async def becomes(engine: Engine, *, ready: bool) -> None:
    async with asyncio.timeout(HEAL_SECONDS):
        while await is_ready(engine) is not ready:
            await asyncio.sleep(0.05)


async def ends(engine: Engine, with_signal: int) -> None:
    """End an engine, and return when it is gone."""
    engine.process.send_signal(with_signal)
    await asyncio.to_thread(engine.process.wait, 10)


class Talk:
    """One sends to another without a pause; everything has to arrive, in its order."""

    def __init__(self, sender: Visitor, receiver: Visitor) -> None:
        self._sender, self._receiver = sender, receiver
        self._task = asyncio.create_task(self._run())
        self._ends = asyncio.Event()
        self.count = 0

    async def _run(self) -> None:
        while not self._ends.is_set():
            await tells(self._sender, self._receiver, f"line {self.count}")
            await hears(self._receiver, f"line {self.count}")
            self.count += 1
            # Below what the rate limit lets a client say.
            await asyncio.sleep(_PACE_SECONDS)

    async def ends(self) -> int:
        """Return how many messages there were."""
        self._ends.set()
        async with asyncio.timeout(10):
            await self._task
        return self.count


@pytest.fixture
async def talk(crowd: Crowd) -> AsyncIterator[Talk]:
    talk = Talk(await crowd.joins(crowd.here), await crowd.joins(crowd.here))
    yield talk
    assert await talk.ends() > 0


async def test_a_killed_engine_leaves_no_ghosts_and_takes_nothing_along(
    town: Site, crowd: Crowd, engines: tuple[Engine, Engine], talk: Talk
) -> None:
    channel = await asyncio.to_thread(town.make_channel, "Two seats", capacity=2)
    alice = await crowd.joins(crowd.here, channel=channel)
    bob = await crowd.joins(crowd.there, channel=channel)
    carol = await crowd.prepares(channel)
    await ends(crowd.there, signal.SIGKILL)
    killed = time.monotonic()
    before = talk.count
    assert await crowd.may_log_in(crowd.twin(carol), crowd.here) == "channel_full"
    waiting = await crowd.lets_in(crowd.here, crowd.twin(carol), GHOST_SECONDS)
    print(f"its seat was free after {waiting:.1f} s")
    async with asyncio.timeout(GHOST_SECONDS - (time.monotonic() - killed)):
        await hears_of(alice, "left", bob)
    assert talk.count > before + 100


async def test_who_was_at_a_killed_engine_comes_back_to_the_other(crowd: Crowd, engines: tuple[Engine, Engine]) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    await ends(crowd.there, signal.SIGKILL)
    started = time.monotonic()
    again = await crowd.joins(crowd.here, again=bob)
    assert time.monotonic() - started < 3
    await tells(alice, again, "there you are")
    await hears(again, "there you are")


@pytest.mark.parametrize("how", ["killed", "frozen"])
async def test_without_redis_who_is_here_goes_on_and_all_heals(
    crowd: Crowd, own_redis: RedisServer, talk: Talk, how: str
) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    await hears_of(alice, "joined", bob)
    late = await crowd.prepares()
    if how == "killed":
        own_redis.stop()
    else:
        own_redis.freeze()
    try:
        await asyncio.gather(becomes(crowd.here, ready=False), becomes(crowd.there, ready=False))
        before = talk.count
        assert await crowd.may_log_in(crowd.twin(late), crowd.here) == "try_later"
        await tells(alice, bob, "lost")
        assert "result" in await bob.calls("echo", {})
        async with asyncio.timeout(10):
            while talk.count < before + 100:
                await asyncio.sleep(0.01)
    finally:
        if how == "killed":
            own_redis.start()
        else:
            own_redis.thaw()
    await asyncio.gather(becomes(crowd.here, ready=True), becomes(crowd.there, ready=True))
    healing = await crowd.lets_in(crowd.there, crowd.twin(late))
    print(f"logins again after {healing:.1f} s")
    async with asyncio.timeout(HEAL_SECONDS):
        while True:
            await tells(alice, bob, "found")
            try:
                async with asyncio.timeout(0.5):
                    await hears(bob, "found")
                break
            except TimeoutError:
                continue
    answer = await alice.calls("verto.subscribe", {"eventChannel": alice.channel})
    assert {alice.client_id, bob.client_id} <= set(answer["result"]["members"])
    assert bob.client_id not in alice.left, "an outage is nothing that people have to hear of"


async def test_an_engine_that_stopped_for_a_while_gives_up_what_others_have_taken(
    crowd: Crowd, engines: tuple[Engine, Engine]
) -> None:
    alice = await crowd.joins(crowd.there)
    crowd.there.process.send_signal(signal.SIGSTOP)
    try:
        again = await crowd.joins(crowd.here, again=alice)
    finally:
        crowd.there.process.send_signal(signal.SIGCONT)
    assert await alice.is_closed_with() == CloseCode.PUNTED
    assert "result" in await again.calls("echo", {})


async def test_an_engine_that_ends_leaves_kept_seats_and_nothing_else(
    town: Site, crowd: Crowd, engines: tuple[Engine, Engine]
) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    await hears_of(alice, "joined", bob)
    started = time.monotonic()
    await asyncio.gather(ends(crowd.there, signal.SIGTERM), bob.is_closed_with())
    assert bob.socket.close_code == CloseCode.RESTART
    await hears_of(alice, "left", bob)
    assert time.monotonic() - started < 4, "a goodbye is quicker than the end of a lease"
    again = await crowd.joins(crowd.here, again=bob)
    await hears_of(alice, "joined", again)
