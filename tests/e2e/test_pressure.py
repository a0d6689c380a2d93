"""Where many come at once, joining looks as it always does; the work that is asked for is done unseen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Response, expect

from tests.e2e.firefox_person import FirefoxPerson, needs_firefox
from tests.e2e.person import Person
from tests.support.guarded_site import make_site
from tests.support.site import Site

Arrives = Callable[..., Person]

pytestmark = pytest.mark.alone

SOLVED_SECONDS = 20
"""A bound for a machine that does much else; what it takes on one that does not is in docs/operations/visitors.md."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that asks everybody for a proof as hard as it ships. Each test has its own, for all come from one address."""
    with make_site(
        PROOF_CHANNEL_PER_MINUTE="0",
        VISITOR_CHANNELS_PER_HOUR="2",
        SESSIONS_PER_MINUTE="2",
    ) as site:
        yield site


def answers_to(person: Person, path: str) -> list[int]:
    """Return a list to which the status of each answer to a post there will be added."""
    statuses: list[int] = []

    def note(response: Response) -> None:
        if response.request.method == "POST" and response.url.endswith(path):
            statuses.append(response.status)

    person.page.on("response", note)
    return statuses


def test_a_browser_proves_work_unseen_and_its_page_stays_awake(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    statuses = answers_to(alice, "/sessions")
    alice.page.evaluate(
        """() => { window.longest = 0; let last = performance.now(); setInterval(() => {
            const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; }, 10); }"""
    )
    started = time.monotonic()
    alice.joins()
    seconds = time.monotonic() - started
    print(f"joined under pressure in {seconds:.1f} s; longest pause {alice.page.evaluate('window.longest'):.0f} ms")
    assert statuses == [428, 200]
    assert seconds < SOLVED_SECONDS
    expect(alice.page.locator("[role=alert]:visible")).to_have_count(0)


def test_whoever_asks_too_often_reads_what_to_do(arrives: Arrives, channel: str) -> None:
    bob = arrives("Bob", channel)
    statuses = answers_to(bob, "/sessions")
    for _ in range(2):
        bob.joins()
        bob.page.reload()
    bob.clicks("Join")
    bob.reads("Wait a minute, then press Join again.")
    assert statuses == [428, 200, 428, 200, 429]


def test_a_channel_that_costs_work_is_started_all_the_same(arrives: Arrives, channel: str) -> None:
    carol = arrives("Carol", channel)
    statuses = answers_to(carol, "/peers")
    for _ in range(2):
        carol.page.goto(carol.site.url)
        carol.clicks("Start a private channel")
        expect(carol.button("Join")).to_be_visible()
    assert statuses == [201, 428, 201]


@needs_firefox
def test_firefox_proves_work_too(site: Site, channel: str) -> None:
    dora = FirefoxPerson("Dora", f"{site.url}/peers/{channel}")
    try:
        dora.joins()
        assert dora.errors() == []
    finally:
        dora.goes_home()
