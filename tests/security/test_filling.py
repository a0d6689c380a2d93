"""D-26, the second half: somebody with many identities and few addresses tries to take the seats of a channel."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed

from tests.contract.visitor import Visitor
from tests.support.scale import scaled
from tests.support.site import Site

CAPACITY, SHARE = 50, 25
IDENTITIES = scaled(60, 400)
MEMBERS = 15
ROUNDS = 3
HONEST = 20


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(TRUSTED_PROXIES="127.0.0.1", SEAT_SHARE_PERCENT="50", SEAT_KEPT_SECONDS="60") as site:
        yield site


class Filler:
    """Many identities, each of which takes a seat if it can, from one of a few addresses."""

    def __init__(self, site: Site, channel: str, addresses: int) -> None:
        networks = [f"203.0.113.{number}" for number in range(addresses)]
        self.people = [Visitor(site, channel, network=networks[n % addresses]) for n in range(IDENTITIES)]
        self.refusals: set[str] = set()
        self.inside = 0
        self.tries = 0

    async def prepares(self) -> None:
        """Fetch credentials for everybody, which is another check's matter."""
        for start in range(0, IDENTITIES, 10):
            await asyncio.gather(*(person.fetches() for person in self.people[start : start + 10]))

    async def tries_until(self, is_over: asyncio.Event) -> None:
        """Try with everybody who is out, again and again, a few at a time."""
        while not is_over.is_set():
            outside = [person for person in self.people if not getattr(person, "is_inside", False)]
            for start in range(0, len(outside), 8):
                await asyncio.gather(*(self._tries(person) for person in outside[start : start + 8]))

    async def _tries(self, person: Visitor) -> None:
        self.tries += 1
        await person.dials()
        try:
            answer = await person.calls("login", person.login_params())
        except ConnectionClosed:
            return
        if "result" in answer:
            person.is_inside = True  # type: ignore[attr-defined]
            self.inside += 1
        else:
            self.refusals.add(answer["error"]["data"]["code"])

    async def leaves(self) -> None:
        for person in self.people:
            await person.hangs_up()


async def test_from_one_address_a_filler_gets_its_share_and_everybody_else_comes_in(site: Site) -> None:
    channel = await asyncio.to_thread(site.make_channel, "Filled", capacity=CAPACITY)
    filler, is_over = Filler(site, channel, addresses=1), asyncio.Event()
    await filler.prepares()
    filling = asyncio.create_task(filler.tries_until(is_over))
    honest = [Visitor(site, channel, network=f"198.51.100.{number}") for number in range(HONEST)]
    for visitor in honest:
        await visitor.joins()
        assert "result" in await visitor.calls("verto.subscribe", {"eventChannel": channel})
    is_over.set()
    await filling
    assert filler.inside == SHARE
    assert filler.refusals <= {"address_full", "try_later"}
    for visitor in honest:
        await visitor.hangs_up()
    await filler.leaves()


async def test_from_many_addresses_it_gets_no_seat_of_who_was_there_in_the_last_minute(site: Site) -> None:
    channel = await asyncio.to_thread(site.make_channel, "Besieged", capacity=CAPACITY)
    members = [Visitor(site, channel, network=f"198.51.100.{number}") for number in range(MEMBERS)]
    for member in members:
        await member.joins()
    filler, is_over = Filler(site, channel, addresses=5), asyncio.Event()
    await filler.prepares()
    filling = asyncio.create_task(filler.tries_until(is_over))
    chance = random.Random(26)
    came_back = 0
    for _ in range(ROUNDS):
        for member in members:
            await member.hangs_up()
        await asyncio.sleep(chance.random())
        for member in chance.sample(members, MEMBERS):
            await member.joins()
            assert "result" in await member.calls("echo", {})
            came_back += 1
    is_over.set()
    await filling
    assert came_back == ROUNDS * MEMBERS
    assert filler.inside == CAPACITY - MEMBERS, "it takes what is free, and no more"
    assert "channel_full" in filler.refusals
    for member in members:
        await member.hangs_up()
    await filler.leaves()
