"""What people see of the moderator's tools: a ban, a lock, a new link."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.operator import Operator
from tests.e2e.person import Person
from tests.support.guarded_site import make_site
from tests.support.site import Site

Arrives = Callable[..., Person]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One where a seat waits for as long as it does for everybody."""
    with make_site(SEAT_KEPT_SECONDS="60") as site:
        yield site


@pytest.fixture
def operator(browser: Browser, site: Site) -> Iterator[Operator]:
    context = browser.new_context()
    yield Operator(context, site)
    context.close()


@pytest.mark.alone
def test_a_banned_address_is_sent_away_within_a_second_and_stays_out_until_the_ban_is_lifted(
    arrives: Arrives, operator: Operator, site: Site
) -> None:
    channel = site.make_channel("Troubled")
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel)
    operator.opens_list("client")
    operator.chooses("Ban selected clients for a time", "Troubled")
    operator.page.get_by_label("everybody from its address, from its channel").check()
    operator.page.get_by_label("For:").select_option("1 day")
    operator.clicks("Ban for a time")
    alice.is_in_state("punted", "banned", seconds=1)
    alice.reads("You cannot come in here")
    expect(operator.page.get_by_text("Banned 1 client for 1 day; 1 client was ended.")).to_be_visible()
    alice.page.reload()
    for person in (alice, bob):
        person.clicks("Join")
        person.is_in_state("closed", "banned")
    arrives("Carol", site.make_channel("Peaceful")).joins()
    operator.opens_list("ban")
    operator.chooses("Lift selected bans", "Troubled")
    bob.page.reload()
    bob.joins()


def test_a_locked_channel_tells_newcomers_and_keeps_who_is_there(
    arrives: Arrives, operator: Operator, channel: str
) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel)
    operator.opens_channel(channel)
    operator.clicks("Lock")
    expect(operator.page.get_by_text("1 channel is locked: nobody new comes in")).to_be_visible()
    bob.clicks("Join")
    bob.is_in_state("closed", "locked")
    bob.reads("The channel is locked")
    assert alice.state() == "ready"
    alice.page.reload()
    alice.joins()
    operator.opens_channel(channel)
    operator.clicks("Unlock")
    bob.clicks("Try again")
    bob.is_in_state("ready")


@pytest.mark.alone
def test_a_rotated_channel_goes_on_behind_a_new_link(arrives: Arrives, operator: Operator, channel: str) -> None:
    alice = arrives("Alice", channel).joins()
    operator.opens_channel(channel)
    operator.clicks("Rotate the link")
    assert alice.state() == "ready", "it was only asked"
    operator.clicks("Rotate the link")
    alice.is_in_state("punted", "channel_closed", seconds=1)
    link = operator.page.get_by_text("has a new link").get_by_role("link")
    alice.page.goto(link.inner_text())
    alice.joins()
    arrives("Bob", channel).reads("There is nothing here")
