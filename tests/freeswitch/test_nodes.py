"""Two nodes with a real FreeSWITCH each: what belongs to the one that is killed meets again at the other, and talks."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator

import pytest

from tests.support.freeswitch import Freeswitch
from tests.support.lodger import Lodgers, are_at, homes, move_in, until
from tests.support.nodes import NodeSite
from verto.core.nodes import LEASE_SECONDS

MEET_SECONDS = LEASE_SECONDS + 20.0
AT_EACH_NODE, EACH = 3, 3


@pytest.fixture(scope="module")
def land() -> Iterator[NodeSite]:
    with NodeSite(2, Freeswitch) as site:
        site.grow_up()
        yield site


async def says(lodgers: Lodgers, body: str) -> None:
    """Have the first of each channel say something to each of the others there."""
    by_channel = {lodger.channel: [one for one in lodgers if one.channel == lodger.channel] for lodger in lodgers}
    for first, *others in by_channel.values():
        for other in others:
            await first.tells(other.client_id, body)
    hearers = [other for _, *others in by_channel.values() for other in others]
    await until(lambda: all(body in one.bodies for one in hearers), 10, "a message is lost", hearers)


@pytest.mark.alone
async def test_a_node_is_killed_with_its_freeswitch(land: NodeSite) -> None:
    channels = await asyncio.to_thread(land.make_channels, AT_EACH_NODE)
    lodgers = await move_in(land, land.port, channels, EACH)
    both, alone = homes("ab", lodgers), homes("a", lodgers)
    await until(lambda: are_at(lodgers, both), 10, "not all have met", lodgers)
    await says(lodgers, "before")
    spared = [lodger for lodger in lodgers if both[lodger.channel] == "a"]

    node = land.nodes["b"]
    assert isinstance(node.freeswitch, Freeswitch)
    await asyncio.to_thread(node.freeswitch.stop, signal.SIGKILL)
    await asyncio.to_thread(node.dies)
    took = await until(lambda: are_at(lodgers, alone), MEET_SECONDS, "they have not met elsewhere", lodgers)
    assert took > 1, "nobody has noticed"
    assert [lodger.closes for lodger in spared] == [[] for _ in spared]
    await says(lodgers, "after")
    for lodger in lodgers:
        await lodger.leaves()
