"""The bar of controls: five at most, and a menu for the rest, by hand and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]


def entry(person: Person, name: str) -> Locator:
    return person.page.get_by_role("menuitem", name=name, exact=True)


def test_five_controls_and_a_menu_that_keys_walk_through(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    bar = alice.page.get_by_role("group", name="Controls").get_by_role("button")
    expect(bar).to_have_count(5)
    for name in ("Mute microphone", "Turn camera off", "Share screen", "More", "Hang up"):
        expect(alice.button(name)).to_be_visible()
    more, keyboard = alice.button("More"), alice.page.keyboard
    more.press("ArrowDown")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(entry(alice, "Chat")).to_be_focused()
    keyboard.press("p")
    expect(entry(alice, "People")).to_be_focused()
    keyboard.press("Home")
    expect(entry(alice, "Chat")).to_be_focused()
    keyboard.press("ArrowUp")
    expect(alice.page.get_by_role("menuitem").last).to_be_focused()
    keyboard.press("Escape")
    expect(alice.page.get_by_role("menu")).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    alice.page.get_by_role("region", name="Call", exact=True).click(position={"x": 40, "y": 300})
    expect(alice.page.get_by_role("menu")).to_be_hidden()
    alice.chooses("People")
    expect(alice.page.get_by_role("heading", name="People here")).to_be_focused()
    keyboard.press("Escape")
    expect(more).to_be_focused()


def test_letters_press_the_controls_and_space_is_held_to_talk(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    keyboard = alice.page.keyboard
    muted = bob.page.get_by_role("img", name="Microphone off")
    keyboard.press("m")
    expect(alice.button("Unmute microphone")).to_have_attribute("title", "Unmute microphone (M)")
    expect(muted).to_be_visible()
    keyboard.down(" ")
    expect(alice.button("Mute microphone")).to_be_visible()
    expect(muted).to_be_hidden()
    keyboard.up(" ")
    expect(alice.button("Unmute microphone")).to_be_visible()
    keyboard.press("v")
    expect(alice.button("Turn camera on")).to_be_visible()
    keyboard.press("c")
    message = alice.page.get_by_role("textbox", name="Message")
    expect(message).to_be_focused()
    keyboard.type("more v?")
    expect(message).to_have_value("more v?")
    keyboard.press("Escape")
    expect(alice.button("More")).to_be_focused()
    keyboard.press("?")
    help_sheet = alice.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_sheet).to_contain_text("Turn your microphone on or off")
    help_sheet.get_by_role("switch", name="Use keyboard shortcuts").uncheck()
    keyboard.press("Escape")
    expect(help_sheet).to_be_hidden()
    keyboard.press("v")
    keyboard.press("p")
    expect(alice.page.get_by_role("heading", name="People here")).to_be_hidden()
    expect(alice.button("Turn camera on")).to_have_attribute("title", "Turn camera on")


SPEAK = """
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    if (!wanted.audio) return stream;
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const voice = context.createOscillator();
    voice.connect(out);
    voice.start();
    return new MediaStream([...stream.getVideoTracks(), ...out.stream.getTracks()]);
};
"""
"""A microphone in front of which somebody speaks all the time."""


def test_who_speaks_while_the_microphone_is_off_is_told(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.page.add_init_script(SPEAK)
    alice.opens(channel)
    alice.joins()
    bob = arrives("Bob", channel).joins()
    bob.calls(alice)
    alice.clicks("Accept")
    alice.hears(bob)
    alice.clicks("Mute microphone")
    alice.reads("Your microphone is off. Press M to speak.")
