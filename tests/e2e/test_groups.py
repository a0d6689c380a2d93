"""Calls of several people: everybody hears and sees everybody, whoever came in how."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.support.site import Site

Arrives = Callable[..., Person]


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
