"""Being called, and not wanting to be: ignoring, and what people say of themselves."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]


def row(person: Person, other: Person) -> Locator:
    return person.page.get_by_role("list").get_by_role("listitem").filter(has_text=other.name)


def test_who_ignores_a_call_is_at_peace_and_the_caller_hears_it_ring(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    bob.calls(alice)
    alice.clicks("Ignore")
    expect(alice.button("Accept")).to_have_count(0)
    alice.reads("You ignore this call. Bob is not told, and hears it ring until they give up.")
    expect(alice.page).to_have_title("Kitchen table")
    bob.reads("Calling Alice.")
    # Calling somebody who still rings is an answer.
    alice.calls(bob)
    alice.sees(bob)
    bob.sees(alice)


def test_who_is_busy_is_not_rung_at_and_the_list_says_so(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    status = alice.page.get_by_label("You are")
    status.select_option("Busy: calls do not ring")
    expect(row(bob, alice)).to_contain_text("Busy")
    bob.calls(alice)
    bob.reads("Alice is busy. Try again later.")
    alice.reads("Bob called while you were busy. Call back when you like.")
    expect(alice.button("Accept")).to_have_count(0)
    status.select_option("Away")
    expect(row(bob, alice)).to_contain_text("Away")
    status.select_option("Available")
    expect(row(bob, alice)).to_contain_text("Here")
    bob.calls(alice)
    expect(alice.button("Accept")).to_be_visible()
