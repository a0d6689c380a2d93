"""Redis is stopped or hangs: pages and credentials go on, the health says so, and all heals."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest

from scripts.house import redis
from scripts.house.redis import RedisServer
from tests.contract.visitor import post_session
from tests.outages.browser import Browser
from tests.support.site import Site

pytestmark = pytest.mark.alone

ANSWER_SECONDS = 2.0
HEAL_SECONDS = 10.0


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    if redis.find() is None:
        pytest.skip(redis.ABSENT)
    with redis.server() as running:
        yield running


@pytest.fixture(scope="module")
def site(server: RedisServer) -> Iterator[Site]:
    with Site(REDIS_URL=server.url) as running:
        yield running


@pytest.fixture(scope="module")
def staff(site: Site) -> Browser:
    browser = Browser(site)
    browser.signs_in()
    return browser


def becomes(browser: Browser, health: int, seconds: float) -> None:
    """The health is this before the time is over, and each answer comes in time."""
    deadline = time.monotonic() + seconds
    while browser.get("/health") != health:
        assert time.monotonic() < deadline
        assert browser.seconds < ANSWER_SECONDS
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("goes", "comes"),
    [(RedisServer.stop, RedisServer.start), (RedisServer.freeze, RedisServer.thaw)],
    ids=["stopped", "frozen"],
)
def test_pages_go_on_and_the_health_says_so(
    server: RedisServer,
    site: Site,
    staff: Browser,
    goes: Callable[[RedisServer], None],
    comes: Callable[[RedisServer], None],
) -> None:
    channel = site.make_channel("Kitchen table", public=True)
    browser = Browser(site)
    assert browser.get("/health") == HTTPStatus.OK
    goes(server)
    try:
        # What a page shows may be a second old.
        becomes(browser, HTTPStatus.SERVICE_UNAVAILABLE, ANSWER_SECONDS)
        assert browser.get("/health/live") == HTTPStatus.OK
        for path in ("/", f"/peers/{channel}"):
            assert browser.get(path) == HTTPStatus.OK
            assert browser.seconds < ANSWER_SECONDS
        assert post_session(site, channel, str(uuid.uuid4()))["clientId"]
        assert staff.get("/admin/now/") == HTTPStatus.OK
        assert "Redis does not answer, so nobody can tell who is connected." in staff.page
    finally:
        comes(server)
    becomes(browser, HTTPStatus.OK, HEAL_SECONDS)
    assert staff.get("/admin/now/") == HTTPStatus.OK
    assert "Engines alive" in staff.page and "does not answer" not in staff.page
