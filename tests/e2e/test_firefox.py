"""Calls between Chromium and Firefox: the two do WebRTC each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.firefox_person import NEEDS_FIREFOX, FirefoxPerson
from tests.e2e.person import Person
from tests.e2e.test_chat import log, reads_in_log, writes
from tests.e2e.test_files import MB, digest, make, presses, reads, saves, sends
from tests.e2e.test_showing import DRAW, screen_of, sees_screen
from tests.support.site import Site

Arrives = Callable[..., Person]

pytestmark = NEEDS_FIREFOX

IS_MUTED = """[...document.querySelectorAll('.tile [role="img"]')].some(
    (one) => one.getAttribute('aria-label') === 'Microphone off' && one.checkVisibility())"""
IS_WIDE = "((screen) => screen?.videoWidth === 2 * screen?.videoHeight)(document.querySelector('video[data-kind]'))"


@pytest.fixture(scope="module")
def firefox(site: Site) -> Iterator[FirefoxPerson]:
    """One Firefox for all: it takes long to start."""
    bob = FirefoxPerson("Bob", site.url)
    yield bob
    bob.goes_home()


@pytest.fixture
def bob(firefox: FirefoxPerson, site: Site, channel: str) -> Iterator[FirefoxPerson]:
    firefox.opens(f"{site.url}/peers/{channel}")
    yield firefox.joins()
    assert firefox.errors() == []


@pytest.fixture
def alice(arrives: Arrives, channel: str, bob: FirefoxPerson) -> Person:
    alice = arrives("Alice", channel).joins()
    alice.notices(bob)
    bob.notices(alice)
    return alice


def test_each_calls_the_other_and_turns_off_and_on(alice: Person, bob: FirefoxPerson) -> None:
    bob.clicks("Call Alice")
    alice.clicks("Decline")
    bob.reads("Alice does not want to talk now.")
    for caller, callee in ((alice, bob), (bob, alice)):
        caller.clicks(f"Call {callee.name}")
        callee.clicks("Accept")
        for one, other in ((alice, bob), (bob, alice)):
            one.sees(other)
            one.hears_a_voice_from(other)
        transport = alice.transport()
        assert transport["dtlsState"] == "connected"
        assert transport["srtpCipher"]
        if caller is alice:
            bob.clicks("Hang up")
            alice.notices(bob)
            bob.notices(alice)

    muted = alice.page.get_by_role("img", name="Microphone off")
    for name in ("Mute microphone", "Turn camera off"):
        alice.clicks(name)
        bob.clicks(name)
    expect(muted).to_be_visible()
    bob.waits_until(IS_MUTED)
    alice.reads("Bob's camera is off.")
    bob.reads("Alice's camera is off.")
    alice.hears_silence_from(bob)
    bob.hears_silence_from(alice)
    for name in ("Unmute microphone", "Turn camera on"):
        alice.clicks(name)
        bob.clicks(name)
    expect(muted).to_be_hidden()
    bob.waits_until(f"!{IS_MUTED}")
    for one, other in ((alice, bob), (bob, alice)):
        one.hears_a_voice_from(other)
        one.sees(other)
    alice.clicks("Hang up")
    bob.notices(alice)
    alice.notices(bob)


def test_they_write_send_files_and_show_a_screen(alice: Person, bob: FirefoxPerson, tmp_path: Path) -> None:
    alice.calls(bob)
    bob.clicks("Accept")
    alice.sees(bob)
    alice.chooses("Chat")
    bob.chooses("Chat")
    writes(alice, "Good morning")
    bob.reads("Good morning")
    expect(log(alice).get_by_text("Arrived")).to_have_count(1)
    bob.writes("And to you, 🦊")
    reads_in_log(alice, "And to you, 🦊")
    bob.reads("Arrived")

    theirs, ours = make(tmp_path / "from-alice.bin", 3 * MB + 1), make(tmp_path / "from-bob.bin", 3 * MB + 2)
    sends(alice, theirs)
    bob.clicks("Accept file")
    bob.reads("It is here, whole.")
    reads(alice, theirs.name, "Bob has it, whole.")
    assert digest(bob.saves(theirs.name, theirs.stat().st_size)) == digest(theirs)
    bob.sends(ours)
    presses(alice, ours.name, "Accept file")
    reads(alice, ours.name, "It is here, whole.")
    bob.reads("Alice has it, whole.")
    assert saves(alice, ours.name) == digest(ours)

    # Without a display neither browser finds a screen: both show a drawn one.
    for one in (alice, bob):
        one.asks(DRAW)
        one.clicks("Share screen")
    sees_screen(alice, bob)
    bob.sees_screen_of(alice)
    bob.waits_until(IS_WIDE)
    bob.sees(alice)
    for one in (alice, bob):
        one.clicks("Stop sharing")
    expect(screen_of(bob, seen_by=alice)).to_have_count(0)
    bob.waits_until("!document.querySelector('video[data-kind]')")
    bob.clicks("Hang up")
    alice.notices(bob)


def test_three_talk_and_one_of_them_has_firefox(
    arrives: Arrives, channel: str, alice: Person, bob: FirefoxPerson
) -> None:
    carol = arrives("Carol", channel).joins()
    alice.notices(carol)
    alice.clicks("Call everyone")
    bob.clicks("Accept")
    carol.clicks("Accept")
    people = (alice, bob, carol)
    for one in people:
        for other in people:
            if one is not other:
                one.sees(other)
                one.hears_a_voice_from(other)
    alice.clicks("Hang up")
    bob.sees(carol)
    carol.hears_a_voice_from(bob)
