"""A node dies and comes back, a FreeSWITCH goes away: who moves, who does not, and that all of a channel meet again."""

from __future__ import annotations

import asyncio

from tests.contract.visitor import guests_of
from tests.support.lodger import Lodgers, are_at, homes, until
from tests.support.nodes import NodeSite
from verto.core.codes import CloseCode
from verto.core.nodes import JOINING_SECONDS, LEASE_SECONDS, Node, home

MEET_SECONDS = LEASE_SECONDS + 20.0
"""The lease, the longest delay of a page, and what it takes to be asked, twice."""

LATE_SECONDS = 3.0
"""A node looks every second; the machine may be slow."""


def turn(channel: str) -> float:
    """Return how many seconds after the return of node b a channel of its own moves there."""
    grown = [Node(name, 10 * JOINING_SECONDS) for name in "ac"]
    tenths = range(int(10 * JOINING_SECONDS) + 1)
    return next(tenth / 10 for tenth in tenths if home(channel, [*grown, Node("b", tenth / 10)]) == "b")


async def test_each_channel_is_at_its_node_and_no_other_lets_anybody_in(land: NodeSite, lodgers: Lodgers) -> None:
    where = homes("abc", lodgers)
    await until(lambda: are_at(lodgers, where), 10, "not all have met")
    assert set(where.values()) == {"a", "b", "c"}
    channel, right = next(iter(where.items()))
    async with guests_of(land, channel) as make:
        for wrong in sorted({"a", "b", "c"} - {right}):
            guest = make()
            await guest.fetches()
            assert guest.credentials["url"].endswith(f"/verto/{right}")
            await guest.dials(path=f"/verto/{wrong}")
            answer = await guest.calls("login", guest.login_params())
            assert answer["error"]["data"] == {"code": "wrong_node"}
            assert await guest.is_closed_with() == CloseCode.REFUSED


async def test_who_is_at_a_node_that_dies_meets_again_at_another_and_comes_back_with_it(
    land: NodeSite, lodgers: Lodgers
) -> None:
    three, two = homes("abc", lodgers), homes("ac", lodgers)
    await until(lambda: are_at(lodgers, three), 10, "not all have met")
    hit = [lodger for lodger in lodgers if three[lodger.channel] == "b"]
    spared = [lodger for lodger in lodgers if three[lodger.channel] != "b"]
    assert hit and spared

    await asyncio.to_thread(land.nodes["b"].dies)
    await until(lambda: are_at(lodgers, two), MEET_SECONDS, "those of the dead node have not met elsewhere", hit)
    assert all(two[lodger.channel] == three[lodger.channel] for lodger in spared)
    assert [lodger.closes for lodger in spared] == [[] for _ in spared]
    # Messages get through at the new node.
    first, second = hit[0], hit[1]
    await first.tells(second.client_id, "here we are")
    await until(lambda: "here we are" in second.bodies, 5, "a message is lost at the new node")

    await asyncio.to_thread(land.revive, "b")
    await until(lambda: are_at(lodgers, three), JOINING_SECONDS + 10, "not all have come back to the node")
    assert [lodger.closes for lodger in spared] == [[] for _ in spared]
    assert [lodger.closes[-1][1] for lodger in hit] == [CloseCode.MOVED for _ in hit]
    # One channel after another, each at its time, and all of a channel at once.
    times = [(lodger.closes[-1][0], turn(lodger.channel)) for lodger in hit]
    began = min(at - due for at, due in times)
    assert all(at - due - began < LATE_SECONDS for at, due in times), times


async def test_a_node_without_its_freeswitch_gives_its_channels_away(land: NodeSite, lodgers: Lodgers) -> None:
    three, two = homes("abc", lodgers), homes("ab", lodgers)
    await until(lambda: are_at(lodgers, three), 10, "not all have met")
    spared = [lodger for lodger in lodgers if three[lodger.channel] != "c"]
    assert 0 < len(spared) < len(lodgers)
    await asyncio.to_thread(land.nodes["c"].freeswitch.stop)
    await until(
        lambda: are_at(lodgers, two), MEET_SECONDS, "those of the node without FreeSWITCH have not met elsewhere"
    )
    assert [lodger.closes for lodger in spared] == [[] for _ in spared]
