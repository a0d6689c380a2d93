"""Being called, and not wanting to be: ignoring, and what people say of themselves."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]


def row(person: Person, other: Person) -> Locator:
    return person.page.get_by_role("list").get_by_role("listitem").filter(has_text=other.name)


def test_who_ignores_a_call_is_at_peace_and_the_caller_hears_it_ring(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    bob.calls(alice)
    alice.clicks("Ignore")
    expect(alice.button("Accept")).to_have_count(0)
    alice.reads("You ignore this call. Bob is not told, and hears it ring until they give up.")
    expect(alice.page).to_have_title("Kitchen table")
    bob.reads("Calling Alice.")
    # Calling somebody who still rings is an answer.
    alice.calls(bob)
    alice.sees(bob)
    bob.sees(alice)


def test_who_is_busy_is_not_rung_at_and_the_list_says_so(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    status = alice.page.get_by_label("You are")
    status.select_option("Busy: calls do not ring")
    expect(row(bob, alice)).to_contain_text("Busy")
    bob.calls(alice)
    bob.reads("Alice is busy. Try again later.")
    alice.reads("Bob called while you were busy. Call back when you like.")
    expect(alice.button("Accept")).to_have_count(0)
    status.select_option("Away")
    expect(row(bob, alice)).to_contain_text("Away")
    status.select_option("Available")
    expect(row(bob, alice)).to_contain_text("Here")
    bob.calls(alice)
    expect(alice.button("Accept")).to_be_visible()


LISTEN = """
window.notes = [];
const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
    const voice = make.call(this);
    window.notes.push(voice.frequency);
    return voice;
};
"""
"""The test's own ear for what the page plays."""

RECEIVE_NOTICES = """
window.shown = [];
window.Notification = class {
    static permission = 'default';
    static requestPermission = async () => (window.Notification.permission = 'granted');
    constructor(title, options) {
        Object.assign(this, { title, body: options.body });
        window.shown.push(this);
    }
    close() { window.shown = window.shown.filter((one) => one !== this); }
};
"""
"""The system of a machine on which nobody can be asked."""

HIDE = """
(hidden) => {
    Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}
"""


def hears_note(person: Person, note: float) -> None:
    person.waits_for(
        "(note) => window.notes.some(({ value }) => Math.abs(value - note) < 0.1)",
        f"{person.name} does not hear {note}",
        note,
    )


def notices_of(person: Person) -> list[str]:
    return list(person.page.evaluate("window.shown.map(({ title, body }) => [title, body].join(' ').trim())"))


def test_sounds_are_chosen_at_the_door_and_in_the_channel(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.page.add_init_script(LISTEN)
    alice.opens(channel)
    alice.page.get_by_text("Camera, microphone and speaker").click()
    ringing = alice.page.get_by_role("switch", name="Ring when somebody calls")
    expect(ringing).to_be_checked()
    ringing.uncheck()
    alice.opens(channel)
    expect(alice.page.locator("#door-ring-sound")).not_to_be_checked()
    alice.joins()
    bob = arrives("Bob", channel).joins()
    hears_note(alice, 783.99)
    bob.calls(alice)
    expect(alice.button("Accept")).to_be_visible()
    assert alice.page.evaluate("window.notes.every(({ value }) => Math.abs(value - 523.25) > 0.1)"), "it rings"
    alice.chooses("Sounds and notices")
    ringing.check()
    hears_note(alice, 523.25)
    alice.page.keyboard.press("Escape")
    expect(alice.button("More")).to_be_focused()


def test_a_hidden_page_tells_by_the_system_who_calls(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.page.add_init_script(RECEIVE_NOTICES)
    alice.opens(channel)
    alice.joins()
    bob = arrives("Bob", channel).joins()
    alice.page.evaluate(HIDE, True)
    bob.calls(alice)
    expect(alice.button("Accept")).to_be_visible()
    assert notices_of(alice) == [], "nobody turned it on"
    alice.clicks("Decline")
    alice.page.evaluate(HIDE, False)
    alice.chooses("Sounds and notices")
    alice.page.get_by_role("switch", name="Tell me when somebody calls and this page is hidden").check()
    alice.waits_for("() => window.shown.length === 1", "Alice is not shown what a notice looks like")
    alice.clicks("Close")
    alice.page.evaluate(HIDE, True)
    bob.calls(alice)
    alice.waits_for("() => window.shown.some(({ title }) => title === 'Bob is calling')", "Alice is not told")
    bob.clicks("Hang up")
    alice.waits_for("() => !window.shown.some(({ title }) => title.startsWith('Bob'))", "the notice outlives the call")
