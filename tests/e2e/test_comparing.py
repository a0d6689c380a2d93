"""Two people in a call make sure that nobody sits between them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.e2e.test_sealed import new_key
from tests.support.site import Site

Arrives = Callable[..., Person]


def code_of(person: Person) -> tuple[list[str], str]:
    """Open the comparison and return the words and the numbers."""
    person.page.get_by_role("button", name="Compare with").click()
    words = person.page.locator("#compare-emoji li span:last-child").all_inner_texts()
    return words, person.page.locator("#compare-numbers").inner_text()


@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "without a key"])
def test_both_see_the_same_code_and_it_is_remembered_for_the_visit(
    arrives: Arrives, site: Site, is_sealed: bool
) -> None:
    channel = site.make_channel("Compared", sealed=is_sealed) + (new_key() if is_sealed else "")
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    words, numbers = code_of(alice)
    assert (words, numbers) == code_of(bob)
    assert len(words) == 7
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", numbers)
    alice.clicks("They match")
    bob.clicks("Not now")
    chips = [person.page.locator(".chip") for person in (alice, bob)]
    expect(chips[0]).to_have_text("Compared")
    expect(chips[1]).to_have_text("Not compared")

    alice.clicks("Hang up")
    bob.talks_with(alice)
    expect(chips[0]).to_have_text("Compared")
    assert code_of(bob)[1] != numbers, "each call has a code of its own"
    bob.clicks("They match")
    expect(chips[1]).to_have_text("Compared")


def test_codes_that_differ_end_the_call_on_both_sides_and_say_why(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    code_of(alice)
    alice.clicks("They do not match")
    for person, other in ((alice, bob), (bob, alice)):
        person.reads(f"The call with {other.name} was ended because the codes differ")
        expect(person.page.locator("video[data-peer]")).to_have_count(0)
