"""Two engines, a web application, nginx, and a Redis that tests may stop: all real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from scripts.house import redis
from scripts.house.redis import RedisServer
from tests.cluster.crowd import Crowd
from tests.contract.visitor import guests_of
from tests.support import border
from tests.support.dedicated import Engine
from tests.support.site import Site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Engines that lose each other are watched by the clock: nothing runs beside them."""
    for item in items:
        if "tests/cluster/" in item.nodeid:
            item.add_marker(pytest.mark.alone)


@pytest.fixture(scope="package")
def own_redis() -> Iterator[RedisServer]:
    """A Redis that serves these tests alone."""
    if redis.find() is None:
        pytest.skip(redis.ABSENT)
    with redis.server() as server:
        yield server


@pytest.fixture(scope="package")
def town(own_redis: RedisServer) -> Iterator[Site]:
    """The site."""
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with Site(dedicated=2, REDIS_URL=own_redis.url) as site:
        yield site


@pytest.fixture
def engines(town: Site) -> tuple[Engine, Engine]:
    assert town.dedicated
    first, second = town.dedicated.engines
    return first, second


@pytest.fixture
async def channel(town: Site) -> str:
    return await asyncio.to_thread(town.make_channel, "Kitchen table")


@pytest.fixture
async def crowd(town: Site, channel: str, engines: tuple[Engine, Engine]) -> AsyncIterator[Crowd]:
    """Visitors who choose the engine they come to."""
    async with guests_of(town, channel) as make:
        yield Crowd(make, engines)
