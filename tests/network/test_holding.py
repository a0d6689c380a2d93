"""What a call survives: a bad line, no line for half a minute, and another network."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.firefox_person import FirefoxPerson, needs_firefox
from tests.e2e.person import Person
from tests.e2e.senses import MEDIA_SECONDS
from tests.e2e.test_chat import log, writes
from tests.e2e.test_files import MB, digest, item, make, presses, reads, saves, sends
from tests.network.conftest import ELSEWHERE, HOMES, SERVICE, World
from tests.network.measures import Break, is_made_of_the_same_things, things_of
from tests.network.road import Road, everything, goes_to_or_from, is_udp
from tests.support.site import Site

BLACK_HOLE_SECONDS = 30
BACK_SECONDS = 20
"""So long after the line is back, or there is another one, the call is back too: twice what is promised, for machines that do
other work as well. What it took is printed."""

FILE_SECONDS = 180
"""For the rest of a file after a break: SCTP waits twice as long after each packet that is lost, so its next try may come half a
minute after the call is back, and it begins slowly (RFC 9260, sections 6.3.3 and 7.2)."""

RESTARTED = "() => window.connections[0].told.filter((what) => what.includes('signaling have-')).length > 1"
"""There was more than one offer."""

MENDING = "picture stopped. Trying again."


class Talk(NamedTuple):
    alice: Person
    bob: Person


@pytest.fixture
def talking(people: tuple[Person, Person]) -> Talk:
    """Alice and Bob in a call, each with the chat open."""
    talk = Talk(*people)
    talk.alice.talks_with(talk.bob)
    for person in talk:
        person.chooses("Chat")
    return talk


def is_whole(talk: Talk, path: Path) -> None:
    """What Alice sends has arrived, and is what she sent."""
    reads(talk.bob, path.name, "It is here, whole.")
    assert saves(talk.bob, path.name) == digest(path)


def test_a_line_that_loses_and_delays_carries_a_call_its_texts_and_its_files(
    people: tuple[Person, Person], road: Road, tmp_path: Path
) -> None:
    road.loss, road.delay = 0.05, 0.15
    talk = alice, bob = Talk(*people)
    alice.talks_with(bob)
    for person in talk:
        person.chooses("Chat")
    texts = [f"Text number {number}" for number in range(8)]
    for text in texts:
        writes(alice, text)
    # With 5 % loss and 300 ms a data channel moves some 20 kB a second: what its congestion control leaves.
    path = make(tmp_path / "holiday.zip", MB // 2)
    sends(alice, path)
    presses(bob, path.name, "Accept file")
    expect(log(bob).get_by_text("Text number")).to_have_text(texts, timeout=1000 * MEDIA_SECONDS)
    is_whole(talk, path)
    for one, other in [(alice, bob), (bob, alice)]:
        one.sees(other)
        one.hears(other)


SWALLOWED = {"one line": goes_to_or_from(HOMES["Alice"]), "all between the two": is_udp}
"""The first is that of one side, to the service as well."""


@pytest.mark.parametrize("what", SWALLOWED)
def test_half_a_minute_in_a_black_hole_ends_no_call(talking: Talk, road: Road, what: str, tmp_path: Path) -> None:
    alice, bob = talking
    things = [things_of(person) for person in talking]
    path = make(tmp_path / "holiday.zip", 6 * MB)
    road.delay = 0.1
    sends(alice, path)
    presses(bob, path.name, "Accept file")
    bob.waits_for("() => document.querySelector('progress')?.value > 0", "nothing of the file has come")
    road.drops = SWALLOWED[what]
    began = time.monotonic()
    for person in talking:
        person.reads(MENDING)
        expect(person.button("Hang up")).to_be_enabled()
    # The time itself is what is tested.
    alice.page.wait_for_timeout(1000 * (BLACK_HOLE_SECONDS - (time.monotonic() - began)))
    expect(item(bob, path.name)).not_to_contain_text("It is here, whole.")
    road.clear()
    Break(f"{BLACK_HOLE_SECONDS} s in a black hole: {what}").is_over(*talking, within=BACK_SECONDS)
    expect(item(bob, path.name)).to_contain_text("It is here, whole.", timeout=1000 * FILE_SECONDS)
    is_whole(talking, path)
    is_made_of_the_same_things(talking, things)
    for person in talking:
        person.is_in_state("ready")


def test_half_a_minute_without_any_line_and_without_the_service_ends_no_call(
    talking: Talk, world: World, site: Site, road: Road
) -> None:
    things = [things_of(person) for person in talking]
    road.drops = everything
    began = time.monotonic()
    site.stop(signal.SIGKILL)
    for person in talking:
        person.reads(MENDING)
        person.is_in_state("reconnecting")
        expect(person.button("Hang up")).to_be_enabled()
    # It is up again before there is a line to it, so that what is measured is not its start.
    with world.service.entered():
        site.start()
    # The time itself is what is tested.
    talking.alice.page.wait_for_timeout(1000 * max(0, BLACK_HOLE_SECONDS - (time.monotonic() - began)))
    road.clear()
    Break(f"{BLACK_HOLE_SECONDS} s without line and service").is_over(*talking, within=BACK_SECONDS)
    is_made_of_the_same_things(talking, things)
    for person in talking:
        person.is_in_state("ready")


@needs_firefox
def test_chromium_and_firefox_find_a_new_path_to_each_other(
    world: World, browsers: dict[str, Browser], site: Site, road: Road
) -> None:
    channel = site.make_channel("Kitchen table")
    bob = FirefoxPerson(
        "Bob",
        f"{site.url}/peers/{channel}",
        through=world.machines["Bob"].enter,
        preferences={"dom.securecontext.allowlist": SERVICE},
    )
    alice = Person("Alice", browsers["Alice"].new_context(), site)
    try:
        alice.opens(channel)
        alice.joins()
        bob.joins()
        alice.calls(bob)
        bob.clicks("Accept")
        for one, other in ((alice, bob), (bob, alice)):
            one.sees(other)
        things = [things_of(person) for person in (alice, bob)]
        road.drops = is_udp
        for person in (alice, bob):
            person.reads(MENDING)
        road.clear()
        Break("a black hole between Chromium and Firefox").is_over(alice, bob, within=BACK_SECONDS)
        for person in (alice, bob):
            person.waits_for(RESTARTED, f"{person.name} did not look for a new path")
        is_made_of_the_same_things((alice, bob), things)
        bob.clicks("Hang up")
        alice.notices(bob)
        assert bob.errors() == alice.errors == []
    finally:
        alice.context.close()
        bob.goes_home()


def test_who_changes_to_another_network_comes_back_by_itself(talking: Talk, world: World, road: Road) -> None:
    alice, bob = talking
    things = [things_of(person) for person in talking]
    machine = world.machines["Alice"]
    change = Break("another network")
    try:
        machine.unplug("eth0")
        machine.plug_in("wlan0", ELSEWHERE)
        change.is_over(alice, bob, within=BACK_SECONDS)
        is_made_of_the_same_things(talking, things)
        alice.is_in_state("ready")
    finally:
        machine.unplug("wlan0")
        machine.plug_in("eth0", HOMES["Alice"])
