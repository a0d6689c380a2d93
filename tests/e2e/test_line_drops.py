"""What happens to a call, and to who is here, when the server dies or a person vanishes."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.support.guarded_site import make_site
from tests.support.site import Site

Arrives = Callable[..., Person]

WATCH_FRAMES = """
() => {
    const video = document.querySelector('video[data-peer]');
    window.longestGap = 0;
    let last = performance.now();
    const next = (now) => {
        window.longestGap = Math.max(window.longestGap, now - last);
        last = now;
        video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback((now) => { last = now; video.requestVideoFrameCallback(next); });
}
"""


@pytest.fixture
def own_site() -> Site:  # type: ignore[misc]
    """A site that this test may kill."""
    with make_site() as site:
        yield site


@pytest.fixture
def site(own_site: Site) -> Site:
    return own_site


def heard_nothing_of_it(*people: Person) -> None:
    """Their call went on: the one that it was, and without a gap. `WATCH_FRAMES` must have run."""
    for person in people:
        assert person.page.evaluate("window.longestGap") < 1000, f"{person.name}'s picture froze"
        assert person.page.evaluate("window.connections.length") == 1, "the call was not made anew"


@pytest.mark.alone
def test_a_killed_server_does_not_touch_a_running_call(arrives: Arrives, channel: str, site: Site) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    carol = arrives("Carol", channel).joins()
    alice.talks_with(bob)
    for person in (alice, bob):
        person.page.evaluate(WATCH_FRAMES)
    site.stop(signal.SIGKILL)
    for person in (alice, bob, carol):
        person.is_in_state("reconnecting")
    alice.reads("Your call goes on")
    alice.hears(bob)
    site.start()
    for person in (alice, bob, carol):
        person.is_in_state("ready", seconds=30)
    carol.notices(alice)
    carol.notices(bob)
    alice.sees(bob)
    bob.hears(alice)
    heard_nothing_of_it(alice, bob)
    bob.clicks("Hang up")
    alice.notices(bob)


@pytest.mark.alone
def test_who_leaves_disappears_at_once(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.notices(bob)
    bob.page.close(run_before_unload=False)
    alice.misses(bob, seconds=2)


def test_who_crashes_disappears_within_thirty_seconds(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel, hears_late=True).joins()
    alice.notices(bob)
    # From here on Bob's page hears nothing and so answers no ping, as a machine does that lost its power.
    bob.holds_what_arrives()
    bob.page.clock.install()
    alice.misses(bob, seconds=30)


def test_a_caller_that_vanishes_stops_ringing(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.calls(bob)
    expect(bob.button("Accept")).to_be_visible()
    alice.page.close()
    expect(bob.button("Accept")).to_have_count(0)
