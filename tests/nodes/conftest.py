"""Three nodes behind one nginx: engines, web application and database are real, FreeSWITCH is a fake."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.support import border
from tests.support.lodger import Lodgers, move_in
from tests.support.nodes import NodeSite

AT_EACH_NODE, EACH = 4, 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leases are watched by the clock: nothing runs beside them."""
    for item in items:
        if "tests/nodes/" in item.nodeid:
            item.add_marker(pytest.mark.alone)


@pytest.fixture(scope="package")
def land() -> Iterator[NodeSite]:
    """The site."""
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with NodeSite(3) as site:
        yield site


@pytest.fixture
async def lodgers(land: NodeSite) -> AsyncIterator[Lodgers]:
    """Two people in each channel, and some channels at each node."""
    # A node that a test has brought back goes on taking channels for a while.
    await asyncio.to_thread(land.grow_up)
    channels = await asyncio.to_thread(land.make_channels, AT_EACH_NODE)
    found = await move_in(land, land.port, channels, EACH)
    yield found
    for lodger in found:
        await lodger.leaves()
