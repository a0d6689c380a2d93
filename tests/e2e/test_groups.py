"""Calls of several people: everybody hears and sees everybody, whoever came in how."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.support.site import Site

Arrives = Callable[..., Person]

ONE_WAY_ONLY = """() => {
    let made = 0;
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
        constructor(options) {
            super(made++ === 0 ? options : { ...options, iceTransportPolicy: 'relay' });
        }
    };
}"""
"""The first connection finds its way; every other wants a relay, and there is none."""


@pytest.fixture
def small_channel(site: Site) -> str:
    """A channel in which a call has three people at most."""
    return site.make_channel("Kitchen table", call_size=3)


def meet(people: Sequence[Person]) -> None:
    """Everybody sees and hears everybody else."""
    for person in people:
        for other in people:
            if other is not person:
                person.sees(other)
                person.hears(other)


def test_everybody_is_called_and_meets(arrives: Arrives, channel: str) -> None:
    alice, bob, carol = (arrives(name, channel).joins() for name in ("Alice", "Bob", "Carol"))
    alice.notices(bob)
    alice.notices(carol)
    alice.clicks("Call everyone")
    bob.clicks("Accept")
    carol.clicks("Accept")
    meet([alice, bob, carol])
    bob.clicks("Hang up")
    alice.misses_picture_of(bob)
    alice.sees(carol)
    carol.hears(alice)


def test_who_asks_to_join_comes_in_with_one_yes(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    carol = arrives("Carol", channel).joins()
    carol.calls(bob)
    bob.reads("Carol wants to join your call")
    bob.clicks("Accept")
    meet([alice, bob, carol])
    expect(alice.button("Accept")).to_have_count(0)


def test_who_is_added_out_of_the_call_meets_everybody(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    carol = arrives("Carol", channel).joins()
    alice.chooses("People")
    alice.calls(carol)
    carol.reads("Alice calls you into a call with others")
    carol.clicks("Accept")
    meet([alice, bob, carol])
    alice.page.keyboard.press("Escape")
    expect(alice.button("More")).to_be_focused()


def test_a_call_that_is_full_says_so_on_both_sides(arrives: Arrives, small_channel: str) -> None:
    people = [arrives(name, small_channel).joins() for name in ("Alice", "Bob", "Carol", "Dave")]
    alice, bob, carol, dave = people
    alice.talks_with(bob)
    alice.chooses("People")
    alice.calls(carol)
    carol.clicks("Accept")
    meet([alice, bob, carol])
    alice.reads("This call has all the 3 people that it can have.")
    expect(alice.button("Call Dave")).to_be_disabled()
    dave.calls(alice)
    dave.reads("The call that Alice is in has as many people as it can have.")
    carol.clicks("Hang up")
    dave.calls(alice)
    alice.clicks("Accept")
    meet([alice, bob, dave])


def test_a_pair_that_finds_no_way_says_why_and_the_others_talk_on(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    carol = arrives("Carol", channel)
    carol.page.clock.install()
    carol.opens(channel)
    carol.page.evaluate(ONE_WAY_ONLY)
    carol.joins()
    carol.calls(bob)
    bob.clicks("Accept")
    carol.sees(bob)
    carol.reads("Connecting to Alice.")
    # Less time is enough to know, and nobody wants to wait.
    carol.page.clock.fast_forward("00:25")
    carol.reads("No connection to Alice: your browser offered no way to be reached.")
    alice.reads("No connection to Carol: Carol's browser offered no way to be reached.")
    alice.chooses("People")
    row = alice.page.get_by_role("listitem").filter(has_text="Ask Carol to try another browser or network.")
    expect(row.get_by_role("button", name="Call Carol", exact=True)).to_be_attached()
    for one, other in ((alice, bob), (bob, carol)):
        one.sees(other)
        one.hears(other)


@pytest.mark.alone
def test_five_people_hear_each_other(arrives: Arrives, channel: str) -> None:
    people = [arrives(name, channel).joins() for name in ("Alice", "Bob", "Carol", "Dave", "Erin")]
    alice, *others = people
    for other in others:
        alice.notices(other)
    alice.clicks("Call everyone")
    for other in others:
        other.clicks("Accept")
    for person in people:
        for other in people:
            if other is not person:
                person.hears(other)
