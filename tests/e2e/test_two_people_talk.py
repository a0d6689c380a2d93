"""The main job: two people open a link and talk."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]


def test_they_join_call_accept_and_see_and_hear_each_other(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel).joins()
    bob = arrives("Bob", channel).joins()
    alice.notices(bob)
    bob.notices(alice)
    alice.calls(bob)
    expect(bob.button("Accept")).to_be_visible()
    assert bob.page.evaluate("window.connections.length") == 0, "nothing is gathered before Accept"
    assert alice.page.evaluate("window.connections.length") == 0, "nor by the caller"
    bob.clicks("Accept")
    for one, other in ((alice, bob), (bob, alice)):
        one.sees(other)
        one.hears(other)
        assert one.transport()["dtlsState"] == "connected"
        assert one.transport()["srtpCipher"]


def test_muting_and_the_camera_reach_the_other_side(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    alice.clicks("Mute microphone")
    expect(alice.button("Unmute microphone")).to_be_visible()
    expect(bob.page.get_by_role("img", name="Microphone off")).to_be_visible()
    alice.clicks("Unmute microphone")
    alice.clicks("Turn camera off")
    expect(alice.button("Turn camera on")).to_be_visible()
    assert alice.page.evaluate(
        "window.connections[0].getSenders().filter((s) => s.track?.kind === 'video' && s.track.enabled).length"
    ) == 0  # fmt: skip
    alice.clicks("Turn camera on")
    bob.sees(alice)


def test_a_declined_call_says_so(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.calls(bob)
    bob.clicks("Decline")
    alice.notices(bob)
    alice.reads("Bob does not want to talk now.")
    assert alice.page.evaluate("window.connections.length") == 0
    expect(bob.button("Call back")).to_be_visible()
    # The focus is not lost with what had it.
    alice.button("Call again").focus()
    bob.page.close()
    expect(alice.page.get_by_role("heading", name="People here")).to_be_focused()


def test_hanging_up_ends_it_on_both_sides_and_they_can_call_again(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    bob.clicks("Hang up")
    alice.notices(bob)
    bob.notices(alice)
    expect(alice.page.locator("video[data-peer]")).to_have_count(0)
    assert alice.page.evaluate("window.connections.every((one) => one.connectionState === 'closed')")
    expect(bob.button("Call again")).to_have_accessible_description(re.compile("You ended the call with Alice"))
    bob.clicks("Call again")
    expect(bob.page.locator("#stage")).to_be_focused()
    alice.clicks("Accept")
    bob.sees(alice)
    alice.sees(bob)


def test_offers_that_cross_become_one_call(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel, hears_late=True).joins()
    bob = arrives("Bob", channel, hears_late=True).joins()
    alice.notices(bob)
    bob.notices(alice)
    for person in (alice, bob):
        person.holds_what_arrives()
    alice.calls(bob)
    bob.calls(alice)
    for person in (alice, bob):
        person.takes_what_arrived()
    alice.sees(bob)
    bob.sees(alice)
    assert [len(one.page.evaluate("window.connections.map(String)")) for one in (alice, bob)] == [1, 1]
