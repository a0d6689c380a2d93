"""The site that is attacked: the real one, in a process of its own, once for all checks that leave it as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.contract.visitor import Guest, guests_of
from tests.support.site import Site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Most attacks here count, or look at a clock: nothing runs beside them."""
    for item in items:
        if "tests/security/" in item.nodeid:
            item.add_marker(pytest.mark.alone)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def channel(site: Site) -> str:
    """A private channel for this check alone."""
    return site.make_channel("Under attack")


@pytest.fixture
async def guest(site: Site, channel: str) -> AsyncIterator[Guest]:
    """Make visitors of the channel, or of another one, and send them home afterwards."""
    async with guests_of(site, channel) as make:
        yield make
