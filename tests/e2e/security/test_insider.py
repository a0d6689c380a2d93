"""D-9 in a browser: sealed messages that a member with the key forges, alone or with the server, and what the page believes."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from peers.sealing.link import key_of
from tests.e2e.person import Person
from tests.e2e.security.attackers import Attackers
from tests.e2e.security.insider import KINDS, Insider
from tests.e2e.security.relay import Heard, Relay
from tests.e2e.senses import SECONDS
from tests.e2e.test_sealed import new_key
from tests.support.scale import scaled
from tests.support.site import Site

FORGED = scaled(512, 10_000)
AT_ONCE = 64
"""So many, and then the page is waited for: a page that does not keep up is cut."""
TRUE = 20
PATIENCE = 60_000

Does = Callable[[Page, Coroutine[Any, Any, None]], None]


@pytest.fixture
def channel(site: Site) -> str:
    return site.make_channel("Sealed", sealed=True)


@pytest.fixture
def does(site: Site, channel: str) -> Iterator[Does]:
    """Let somebody without a browser do something, while the pages go on: their words pass through this thread."""
    with Attackers(site, channel) as thread, ThreadPoolExecutor(1) as waiter:

        def do(page: Page, work: Coroutine[Any, Any, None]) -> None:
            done = waiter.submit(thread.run, work)
            while not done.done():
                page.wait_for_timeout(10)
            done.result()

        yield do


def people_shown(person: Person) -> list[str]:
    return sorted(person.page.locator(".person-name").all_inner_texts())


def test_of_all_that_is_forged_the_page_believes_nothing(
    browser: Browser, site: Site, channel: str, does: Does
) -> None:
    relay = Relay(channel)
    alice, bob = (Person(name, browser.new_context(), site) for name in ("Alice", "Bob"))
    relay.stands_before(bob)
    for person in (alice, bob):
        person.opens(channel + new_key())
        person.joins()
    bob.notices(alice)
    alice.notices(bob)
    mallory = Insider(site, channel, key_of(new_key()), relay, "Bob")
    does(bob.page, mallory.joins(pages=2))
    does(bob.page, mallory.speaks(TRUE))
    # She broadcasts when her state changes: something to repeat.
    alice.calls(bob)
    bob.clicks("Decline")
    alice.notices(bob)
    deadline = time.monotonic() + SECONDS
    while all(one.is_direct for one in mallory.of_alice("Mallory")):
        assert time.monotonic() < deadline, "Alice broadcasts nothing"
        does(bob.page, mallory.speaks(1))
    dropped = bob.page.locator("#channel")
    expect(dropped).to_have_attribute("data-dropped", "0")

    async def sends(part: list[Heard]) -> None:
        for one in part:
            await mallory.tells(mallory.bob, one.text)

    kinds = itertools.islice(itertools.cycle(KINDS), FORGED)
    sent = 0
    while part := [kind(mallory) for kind in itertools.islice(kinds, AT_ONCE)]:
        does(bob.page, sends([one for one in part if one.sender == mallory.client]))
        for one in part:
            if one.sender != mallory.client:
                relay.delivers(one)
        sent += len(part)
        expect(dropped).to_have_attribute("data-dropped", str(sent), timeout=PATIENCE)
        assert people_shown(bob) == ["Alice", "Mallory"]
        assert bob.page.locator("#offers").inner_text() == ""
    assert sent == FORGED

    does(
        bob.page,
        mallory.tells(mallory.bob, mallory.visit.direct(mallory.bob, mallory.visits[mallory.bob], mallory.hello("M."))),
    )
    expect(bob.button("Call M."), "a true word of hers is still heard").to_be_visible()
    alice.talks_with(bob)
    does(bob.page, mallory.leaves())
    for person in (alice, bob):
        person.context.close()
        assert person.errors == []
    print(f"D-9 in a browser: {sent} forged messages of {len(KINDS)} kinds, none believed, each counted")
