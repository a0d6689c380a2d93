"""Devices that go and come in a running call."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]

GOES = """
() => {
    const track = window.opened.at(-1).getAudioTracks()[0];
    window.gone.push(track.getSettings().deviceId);
    track.stop();
    track.dispatchEvent(new Event('ended'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
}
"""
"""The microphone in use is pulled."""

COMES = """
() => {
    window.gone = [];
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
}
"""

USES_ANOTHER = "(id) => window.opened.at(-1).getAudioTracks()[0].getSettings().deviceId !== id"

WATCH = """
window.opened = [];
window.gone = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
navigator.mediaDevices.enumerateDevices = async () =>
    (await list()).filter((one) => one.deviceId !== 'default' && !window.gone.includes(one.deviceId));
navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (window.gone.includes(wanted.audio?.deviceId?.exact)) throw new DOMException('It is gone', 'NotFoundError');
    const there = await navigator.mediaDevices.enumerateDevices();
    if (wanted.audio && !wanted.audio.deviceId) {
        wanted = { ...wanted, audio: { deviceId: { exact: there.find((one) => one.kind === 'audioinput').deviceId } } };
    }
    const stream = await ask(wanted);
    window.opened.push(stream);
    return stream;
};
"""
"""Devices of this page can be pulled and plugged in."""


def test_a_microphone_goes_another_takes_over_and_the_chosen_one_comes_back(arrives: Arrives, channel: str) -> None:
    alice, bob = (arrives(name, channel) for name in ("Alice", "Bob"))
    alice.page.add_init_script(WATCH)
    alice.page.reload()
    alice.joins()
    bob.joins()
    alice.talks_with(bob)
    alice.page.evaluate(GOES)
    alice.reads("was unplugged. Now using")
    expect(alice.button("Mute microphone")).to_be_visible()
    bob.hears(alice)
    alice.clicks("Mute microphone")
    asked = alice.page.evaluate("window.opened.length")
    alice.page.evaluate(COMES)
    alice.reads("New microphone:")
    alice.clicks("Not now")
    alice.clicks("More")
    alice.page.get_by_role("menuitem", name="Devices").click()
    sheet = alice.page.get_by_role("dialog", name="Devices")
    choice = sheet.get_by_label("Microphone")
    other = choice.locator("option:not(:checked)").first.get_attribute("value")
    choice.select_option(other)
    expect(choice).to_have_value(other or "")
    alice.waits_for("(before) => window.opened.length > before", "the other microphone was not opened", asked)
    sheet.get_by_role("button", name="Close").click()
    # It was muted before, and it is now.
    expect(alice.button("Unmute microphone")).to_be_visible()
    assert alice.page.evaluate("window.opened.at(-1).getAudioTracks()[0].enabled") is False
    expect(alice.page.locator("#devices #device-fields")).to_have_count(1)
    alice.clicks("Unmute microphone")
    alice.page.evaluate(GOES)
    alice.waits_for(USES_ANOTHER, "no other microphone took over", other)
    alice.page.evaluate(COMES)
    alice.reads("is back. Now using it again.")
    assert alice.page.evaluate(USES_ANOTHER, other) is False
    expect(alice.page.get_by_text("New microphone:")).to_be_hidden()
    bob.hears(alice)
