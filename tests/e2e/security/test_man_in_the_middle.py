"""D-7 without a key: a relay that sits in the middle of a call with a browser of its own, and what people see of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.e2e.security.middle import Middle
from tests.e2e.security.relay import Relay
from tests.e2e.senses import MEDIA_SECONDS
from tests.support.scale import scaled
from tests.support.site import Site

CALLS = scaled(5, 100)
PASSED_ON = scaled(2, 20)


class Town:
    """Alice and Bob in a channel without a key, and who sits in the middle."""

    def __init__(self, browser: Browser, site: Site) -> None:
        channel = site.make_channel("Without a key")
        self.relay = Relay(channel)
        self.alice, self.bob = (Person(name, browser.new_context(), site) for name in ("Alice", "Bob"))
        for person in (self.alice, self.bob):
            self.relay.stands_before(person)
            person.opens(channel)
            person.joins()
        self.middle = Middle(browser, site, self.relay)
        self.pairs = [(self.alice, self.bob), (self.bob, self.alice)]

    def is_free(self) -> None:
        for person, other in self.pairs:
            person.notices(other)

    def errors(self) -> list[str]:
        return self.alice.errors + self.bob.errors


@pytest.fixture(scope="module")
def town(browser: Browser, site: Site) -> Iterator[Town]:
    town = Town(browser, site)
    yield town
    for each in (town.alice.context, town.bob.context):
        each.close()
    town.middle.goes()


def code_of(person: Person, other: Person) -> str:
    """Open the comparison and return its numbers."""
    chip = person.page.get_by_role("button", name=f"Compare with {other.name}")
    expect(chip).to_be_enabled(timeout=MEDIA_SECONDS * 1000)
    chip.click()
    return person.page.locator("#compare-numbers").inner_text()


def test_who_passes_the_exchange_on_is_found_out_by_the_pages(town: Town) -> None:
    for number in range(PASSED_ON):
        town.is_free()
        town.middle.begins("theirs")
        caller, callee = town.pairs[number % 2]
        caller.calls(callee)
        callee.clicks("Accept")
        for person, other in town.pairs:
            person.reads(f"it could not be proved that {other.name} is at the other end", seconds=MEDIA_SECONDS)
            expect(person.page.locator("video[data-peer]")).to_have_count(0)
    assert town.errors() == []
    print(f"D-7 without a key: {PASSED_ON} of {PASSED_ON} calls ended by the pages")


def test_who_agrees_with_each_of_them_cannot_make_the_codes_the_same(town: Town) -> None:
    differ = 0
    for number in range(CALLS):
        town.is_free()
        town.middle.begins("own")
        caller, callee = town.pairs[number % 2]
        caller.talks_with(callee)
        codes = [code_of(person, other) for person, other in town.pairs]
        assert codes == [town.middle.code_with(person.name) for person, _ in town.pairs], "not really in the middle"
        differ += codes[0] != codes[1]
        callee.clicks("They do not match")
        for person, other in town.pairs:
            person.reads(f"The call with {other.name} was ended because the codes differ")
            expect(person.page.locator("video[data-peer]")).to_have_count(0)
    assert differ == CALLS
    assert town.errors() == []
    print(f"D-7 without a key: {differ} of {CALLS} calls with a different code on each side")
