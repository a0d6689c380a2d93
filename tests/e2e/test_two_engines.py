"""Two people whose pages are served by different engines call each other; one engine dies, and the call does not notice."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest

from scripts.house import redis
from tests.cluster.crowd import clients_at
from tests.e2e.person import Person
from tests.e2e.test_line_drops import WATCH_FRAMES, heard_nothing_of_it
from tests.support import border
from tests.support.site import Site

Arrives = Callable[..., Person]


@pytest.fixture
def site(redis_server: redis.RedisServer) -> Iterator[Site]:
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with Site(dedicated=2, balance=border.IN_TURNS, REDIS_URL=redis_server.url) as site:
        yield site


@pytest.mark.alone
def test_a_call_between_two_engines_outlives_one_of_them(arrives: Arrives, channel: str, site: Site) -> None:
    assert site.dedicated
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    engines = site.dedicated.engines
    assert [clients_at(engine) for engine in engines] == [1, 1], "nginx sent both to one"
    alice.talks_with(bob)
    for person in (alice, bob):
        person.page.evaluate(WATCH_FRAMES)
    engines[1].stop(signal.SIGKILL)
    for person in (alice, bob):
        person.is_in_state("ready", seconds=30)
    carol = arrives("Carol", channel).joins()
    carol.notices(alice)
    carol.notices(bob)
    assert clients_at(engines[0]) == 3
    alice.sees(bob)
    bob.hears(alice)
    heard_nothing_of_it(alice, bob)
    bob.clicks("Hang up")
    alice.notices(bob)
