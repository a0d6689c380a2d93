"""Who counts as one person: windows, duplicates of a session, the last seat, and an operator's punt."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.operator import Operator
from tests.e2e.person import Person
from tests.e2e.senses import SECONDS
from tests.support.site import Site

Arrives = Callable[..., Person]


def test_two_windows_of_one_browser_are_two_people(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel).joins()
    other = alice.opens_another_window(channel)
    other.name = "Second Alice"
    other.joins()
    alice.notices(other)
    other.notices(alice)


def test_a_reload_is_the_same_person(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    bob.notices(alice)
    rows = bob.page.locator("#people li")
    alice.page.reload()
    bob.misses(alice)
    alice.joins()
    bob.notices(alice)
    expect(rows).to_have_count(1)


def test_a_duplicate_of_a_session_punts_the_first_which_can_take_it_back(
    arrives: Arrives, browser: Browser, channel: str
) -> None:
    alice = arrives("Alice", channel).joins()
    copy = arrives("Alice elsewhere", channel, storage_state=alice.context.storage_state()).joins()
    alice.is_in_state("punted", "replaced")
    copy.is_in_state("ready")
    expect(alice.button("Use here")).to_be_visible()
    # It does not come back by itself: the copy stays where it is while the punted page could have tried many times.
    alice.page.clock.install()
    alice.page.clock.run_for(60_000)
    alice.is_in_state("punted")
    assert copy.state() == "ready"
    alice.clicks("Use here")
    alice.is_in_state("ready")
    copy.is_in_state("punted", "replaced")


def test_a_third_person_is_refused_when_the_channel_is_full(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Two chairs", capacity=2)
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    carol = arrives("Carol", channel)
    carol.clicks("Join")
    expect(carol.page.locator("#channel")).to_have_attribute("data-code", "channel_full")
    carol.reads("full")
    alice.talks_with(bob)
    bob.page.close()
    # His seat waits for him for a while, and then for whoever tries.
    tries_again_until_inside(carol)


def tries_again_until_inside(person: Person) -> None:
    ends = time.monotonic() + SECONDS
    while person.state() != "ready":
        assert time.monotonic() < ends, f"{person.name} finds no seat in {SECONDS} s"
        if person.state() == "closed":
            person.clicks("Try again")
        person.page.wait_for_timeout(100)


def test_an_unknown_channel_and_one_that_has_gone_say_so(arrives: Arrives, site: Site) -> None:
    arrives("Alice", str(uuid.uuid4())).reads("There is nothing here")
    channel = site.make_channel("Gone tomorrow")
    bob = arrives("Bob", channel)
    code = f"from channels_app.models import Channel; Channel.objects.get(pk={channel!r}).delete()"
    site.manage("shell", "-v", "0", "-c", code)
    bob.clicks("Join")
    bob.is_in_state("closed", "channel_unknown")


@pytest.mark.alone
def test_an_operators_punt_in_admin_ends_the_socket_within_a_second(
    arrives: Arrives, browser: Browser, site: Site
) -> None:
    channel = site.make_channel("Quiet")
    alice = arrives("Alice", channel).joins()
    context = browser.new_context()
    operator = Operator(context, site)
    operator.opens_list("client")
    operator.chooses("Punt selected clients", "Quiet")
    alice.is_in_state("punted", "removed", seconds=1)
    context.close()
