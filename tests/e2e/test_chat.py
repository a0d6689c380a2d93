"""What two people in a call write each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.person import Person
from tests.e2e.test_sealed import new_key
from tests.support.site import Site

Arrives = Callable[..., Person]

KEEP_PIPES = """
() => {
  window.pipes = {};
  const make = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, ...how) {
    return (window.pipes[label] = make.call(this, label, ...how));
  };
}
"""
"""The test's own hand: what a page that was tampered with could say."""


def field(person: Person) -> Locator:
    return person.page.get_by_role("textbox", name="Message", exact=True)


def log(person: Person) -> Locator:
    return person.page.get_by_role("log", name="Messages")


def writes(person: Person, text: str) -> None:
    field(person).fill(text)
    field(person).press("Enter")


def reads_in_log(person: Person, text: str) -> None:
    expect(log(person).get_by_text(text, exact=True), f"{person.name} does not read {text!r}").to_be_visible()


def in_a_call(arrives: Arrives, channel: str) -> tuple[Person, Person]:
    """Return Alice and Bob, who talk, on pages that keep their data channels for the test."""
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    for person in (alice, bob):
        person.page.evaluate(KEEP_PIPES)
    alice.talks_with(bob)
    return alice, bob


@pytest.fixture
def talking(arrives: Arrives, channel: str) -> tuple[Person, Person]:
    """Alice and Bob in a call, with the chat open on Alice's page."""
    alice, bob = in_a_call(arrives, channel)
    alice.chooses("Chat")
    return alice, bob


def test_what_one_writes_the_other_reads(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    expect(field(alice)).to_be_focused()
    writes(alice, "Good morning")
    expect(bob.button("More")).to_have_accessible_description("1 new message")
    bob.reads("Alice wrote to you.")
    expect(log(alice).get_by_text("Arrived")).to_be_visible()
    bob.chooses("Chat")
    expect(bob.button("More")).to_have_accessible_description("")
    reads_in_log(bob, "Good morning")
    writes(bob, "And to you")
    reads_in_log(alice, "And to you")


def test_enter_sends_and_shift_enter_makes_a_line(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    bob.chooses("Chat")
    field(alice).press_sequentially("one")
    field(alice).press("Shift+Enter")
    field(alice).press_sequentially("two")
    alice.clicks("Send")
    expect(log(bob).locator(".text-body")).to_have_text("one\ntwo", use_inner_text=True)
    expect(field(alice)).to_have_value("")


def test_markup_is_text_and_only_secure_addresses_can_be_pressed(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    bob.chooses("Chat")
    text = "<img src=x onerror=alert(1)> javascript:alert(1) http://plain.example see https://one.example/a?b=1."
    writes(alice, text)
    reads_in_log(bob, text)
    assert log(bob).locator("img").count() == 0
    links = log(bob).get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://one.example/a?b=1")
    expect(links).to_have_attribute("rel", "noopener noreferrer")


def test_a_turned_direction_stays_in_its_own_text(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    bob.chooses("Chat")
    writes(alice, "https://good.example/\u202egpj.exe")
    expect(log(bob).get_by_role("link")).to_have_attribute("href", "https://good.example/")
    assert log(bob).locator(".text-body").get_attribute("dir") == "auto"


def test_a_text_that_is_too_long_is_refused_with_a_sentence(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    bob.chooses("Chat")
    writes(alice, "x" * 4001)
    expect(alice.page.get_by_role("alert")).to_contain_text("A message has at most 4,000 characters.")
    writes(alice, "y" * 4000)
    reads_in_log(bob, "y" * 4000)
    expect(log(bob).locator(".text")).to_have_count(1)


def test_a_page_that_was_tampered_with_neither_floods_nor_freezes_the_other(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    alice.page.evaluate(
        """() => {
            const { chat } = window.pipes;
            chat.send(JSON.stringify({ type: 'text', id: 'long', text: 'z'.repeat(4001) }));
            for (let count = 0; count < 3000 && chat.readyState === 'open'; count += 1) {
                chat.send(JSON.stringify({ type: 'text', id: `${count}`, text: `flood ${count}` }));
            }
        }"""
    )
    bob.reads("Alice sent too much at once")
    bob.chooses("Chat")
    assert log(bob).locator(".text").count() <= 60
    expect(log(bob).get_by_text("zzz")).to_have_count(0)
    bob.sees(alice)
    alice.hears(bob)


def test_a_call_that_is_over_takes_its_texts_along(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    writes(alice, "between us")
    expect(log(alice).get_by_text("Arrived")).to_be_visible()
    bob.clicks("Hang up")
    alice.notices(bob)
    expect(alice.page.get_by_role("log", name="Messages")).to_have_count(0)
    alice.talks_with(bob)
    for person in (alice, bob):
        person.chooses("Chat")
        expect(log(person).locator(".text")).to_have_count(0)
        stored = person.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
        assert "between us" not in stored


def test_what_did_not_arrive_before_a_call_was_cut_arrives_in_the_next(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    bob.chooses("Chat")
    writes(alice, "first")
    reads_in_log(bob, "first")
    # What Alice's page hands over from here on goes nowhere, as on a line that has just gone.
    alice.page.evaluate("window.pipes.chat.send = () => {}")
    writes(alice, "second")
    expect(log(alice).get_by_text("Not there yet")).to_be_visible()
    bob.page.evaluate("window.connections.at(-1).close()")
    for person in (alice, bob):
        expect(person.page.locator("video[data-peer]")).to_have_count(0, timeout=60_000)
    alice.talks_with(bob)
    for person in (alice, bob):
        person.chooses("Chat")
    reads_in_log(bob, "second")
    expect(log(bob).get_by_text("first", exact=True)).to_have_count(1)
    expect(log(alice).get_by_text("Not there yet")).to_have_count(0)


def test_it_is_the_same_in_a_sealed_channel(arrives: Arrives, site: Site) -> None:
    link = site.make_channel("Sealed", sealed=True) + new_key()
    alice, bob = arrives("Alice", link).joins(), arrives("Bob", link).joins()
    alice.talks_with(bob)
    alice.chooses("Chat")
    bob.chooses("Chat")
    writes(alice, "sealed or not")
    reads_in_log(bob, "sealed or not")


def test_escape_closes_the_sheet_and_the_focus_goes_back(talking: tuple[Person, Person]) -> None:
    alice, _bob = talking
    field(alice).press("Escape")
    expect(field(alice)).to_be_hidden()
    expect(alice.button("More")).to_be_focused()
    alice.chooses("Chat")
    alice.clicks("Close chat")
    expect(alice.button("More")).to_be_focused()
