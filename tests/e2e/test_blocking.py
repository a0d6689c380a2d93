"""One person wants to hear nothing of another for the visit."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]


def test_a_blocked_caller_rings_out_unheard_until_the_block_is_lifted(arrives: Arrives, channel: str) -> None:
    alice, mallory = arrives("Alice", channel).joins(), arrives("Mallory", channel).joins()
    mallory.calls(alice)
    expect(alice.button("Accept")).to_be_visible()
    alice.clicks("Block Mallory")
    expect(alice.button("Accept")).to_have_count(0)
    alice.reads("You blocked Mallory for this visit.")
    expect(alice.button("Call Mallory")).to_have_count(0)
    # They are not told: it goes on ringing, and a second call is as good as the first.
    expect(mallory.button("Hang up")).to_be_visible()
    mallory.clicks("Hang up")
    mallory.reads("You stopped calling Alice.")
    mallory.calls(alice)
    # Bob comes after that call, on the same line.
    bob = arrives("Bob", channel).joins()
    alice.notices(bob)
    expect(alice.page.get_by_role("alertdialog")).to_have_count(0)
    mallory.reads("Calling Alice.")
    mallory.clicks("Hang up")
    alice.clicks("Unblock Mallory")
    alice.notices(mallory)
    mallory.notices(alice)
    mallory.talks_with(alice)


def test_a_block_on_the_row_holds_when_that_person_comes_back(arrives: Arrives, channel: str) -> None:
    alice, mallory = arrives("Alice", channel).joins(), arrives("Mallory", channel).joins()
    alice.clicks("Block Mallory")
    unblock = alice.button("Unblock Mallory")
    expect(unblock).to_be_focused()
    mallory.page.reload()
    expect(unblock, "who has left is not in the list").to_have_count(0)
    mallory.joins(as_name="Not Mallory")
    expect(unblock, "another name makes no other person").to_be_visible()
    alice.reads("Blocked for this visit.")
    mallory.notices(alice)
    unblock.click()
    expect(alice.button("Block Not Mallory")).to_be_focused()
    alice.clicks("Call Not Mallory")
    expect(mallory.button("Accept")).to_be_visible()
