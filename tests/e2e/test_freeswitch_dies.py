"""A call between two browsers, whose FreeSWITCH is killed: media do not notice, signalling returns by itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.person import Person
from tests.e2e.test_line_drops import WATCH_FRAMES
from tests.support.guarded_site import GuardedSite

pytestmark = pytest.mark.skipif(
    os.environ.get("TEST_SWITCH") != "freeswitch",
    reason="only over FreeSWITCH: make test-freeswitch",
)


@pytest.fixture
def site() -> Iterator[GuardedSite]:
    """A site whose FreeSWITCH this test may kill."""
    with GuardedSite() as site:
        yield site


def test_a_killed_freeswitch_does_not_touch_a_running_call(
    arrives: Callable[..., Person], channel: str, site: GuardedSite
) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    carol = arrives("Carol", channel).joins()
    alice.talks_with(bob)
    for person in (alice, bob):
        person.page.evaluate(WATCH_FRAMES)
    site.freeswitch.stop(signal.SIGKILL)
    for person in (alice, bob, carol):
        person.is_in_state("reconnecting")
    alice.reads("Your call goes on")
    alice.sees(bob)
    bob.hears(alice)
    site.freeswitch.start()
    for person in (alice, bob, carol):
        person.is_in_state("ready", seconds=40)
    carol.notices(alice)
    carol.notices(bob)
    for person in (alice, bob):
        assert person.page.evaluate("window.longestGap") < 1000, f"{person.name}'s picture froze"
        assert person.page.evaluate("window.connections.length") == 1, "the call was not made anew"
    bob.clicks("Hang up")
    alice.notices(bob)
    alice.talks_with(carol)
