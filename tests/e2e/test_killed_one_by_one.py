"""Each part of a whole site is killed in turn, under fifty clients and two calls: what goes on, and how all heals by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserType

from scripts.house import postgres, redis
from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.e2e.test_line_drops import WATCH_FRAMES
from tests.support import border, turn
from tests.support.regulars import Regulars
from tests.support.site import Site
from tests.support.turn import Turn

pytestmark = pytest.mark.alone

ROOMS, IN_EACH = 5, 10
GAP_MILLISECONDS = 500
NEW_CALL_SECONDS = 10.0
GHOST_SECONDS = 30.0

CHECK_DATA = """
from django.apps import apps
from django.db import connection
read = {model.__name__: len(list(model.objects.all())) for model in apps.get_models()}
connection.check_constraints()
print(read["Client"], read["Channel"])
"""

Arrives = Callable[..., Person]


class Town:
    """A site of which every part is a process that may be killed."""

    def __init__(self, stack: ExitStack) -> None:
        programs = postgres.find()
        assert programs is not None
        self.database = stack.enter_context(postgres.server(programs))
        self.redis = stack.enter_context(redis.server())
        self.relay = stack.enter_context(Turn(shares_secret=True))
        self.site = stack.enter_context(
            Site(dedicated=1, DATABASE_URL=self.database.url, REDIS_URL=self.redis.url, **self.relay.settings())
        )

    def kill(self, part: str) -> None:
        """End it with SIGKILL, and start it again as a supervisor would."""
        assert self.site.dedicated
        if part == "web application":
            self.site.process.kill()
            self.site.process.wait()
            self.site.start_web()
        elif part == "engine":
            self.site.dedicated.process.kill()
            self.site.dedicated.process.wait()
            self.site.dedicated.start(self.site.environment, self.site.log)
        elif part == "nginx":
            self.site.dedicated.border.kill()
            self.site.dedicated.border.start()
        elif part == "Redis":
            self.redis.stop()
            self.redis.start()
        elif part == "PostgreSQL":
            self.database.kill()
            self.database.start()
        else:
            self.relay.kill()
            self.relay.start()


PARTS = ("web application", "engine", "nginx", "Redis", "PostgreSQL", "coturn")


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    for is_here, absent in (
        (border.BINARY, border.ABSENT),
        (turn.BINARY, turn.ABSENT),
        (redis.find(), redis.ABSENT),
        (postgres.find(), "there is no PostgreSQL server on this machine (Debian: package postgresql)"),
    ):
        if not is_here:
            pytest.skip(absent)
    with ExitStack() as stack:
        yield Town(stack)


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType) -> Iterator[Browser]:
    """Cameras of ten pictures a second: it is the service that is watched here, and not what the machine can encode."""
    camera = "--use-fake-device-for-media-stream"
    browser = launch_browser(browser_type, f"{camera}=fps=10", without=(camera,))
    yield browser
    browser.close()


@pytest.fixture
def site(town: Town) -> Site:
    return town.site


def has_no_gap(person: Person) -> float:
    """The call is the one that it was, and its picture never stood still; return the longest gap in milliseconds."""
    assert person.page.evaluate("window.connections.length") == 1, f"{person.name}'s call was made anew"
    gap = float(person.page.evaluate("window.longestGap"))
    assert gap < GAP_MILLISECONDS, f"{person.name}'s picture stood still for {gap:.0f} ms"
    return gap


def test_each_part_may_be_killed(town: Town, arrives: Arrives) -> None:
    site = town.site
    rooms = [site.make_channel(f"Room {number}") for number in range(ROOMS)]
    pairs = []
    for names in (("Alice", "Bob"), ("Carol", "Dan")):
        channel = site.make_channel("Kitchen table")
        pairs.append(tuple(arrives(name, channel).joins() for name in names))
    for first, second in pairs:
        first.talks_with(second)
    talking = [person for pair in pairs for person in pair]
    channel = site.make_channel("Corridor")
    eve, frank = arrives("Eve", channel), arrives("Frank", channel)
    for person in (eve, frank):
        person.clicks("Turn camera off")
        person.joins()
    with Regulars(site, rooms, IN_EACH) as regulars:
        for person in talking:
            person.page.evaluate(WATCH_FRAMES)
        for part in PARTS:
            regulars.some_will_not_come_back(1 if part == "engine" else 0)
            town.kill(part)
            began = time.monotonic()
            eve.page.reload()
            eve.joins()
            eve.calls(frank)
            frank.clicks("Accept")
            frank.hears(eve)
            called = time.monotonic() - began
            assert called < NEW_CALL_SECONDS, f"{part}: a new call took {called:.1f} s"
            frank.clicks("Hang up")
            there = regulars.all_are_there(GHOST_SECONDS)
            before = regulars.heard
            while regulars.heard < before + ROOMS * IN_EACH:
                time.sleep(0.05)
            gap = max(has_no_gap(person) for person in talking)
            print(
                f"{part}: new call after {called:.1f} s, all there after {there:.1f} s more, longest gap {gap:.0f} ms"
            )
    clients, channels = map(int, site.manage("shell", "-v", "0", "-c", CHECK_DATA).split())
    assert channels >= len(rooms) + 3
    assert clients >= ROOMS * IN_EACH + len(talking) + 2
