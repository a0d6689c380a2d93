"""The system takes a device for itself, the browser pauses what plays, the machine sleeps: what a call makes of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]

KEEP_STREAMS = """
window.opened = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.opened.push(stream);
    return stream;
};
"""

HOLD = """
(muted) => {
    const track = window.opened.at(-1).getAudioTracks()[0];
    Object.defineProperty(track, 'muted', { value: muted, configurable: true });
    track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
}
"""
"""The system takes the microphone, or gives it back."""

PAUSE = "() => document.querySelector('.tile video').pause()"
PLAYS = "() => !document.querySelector('.tile video').paused"
LOOKS = "() => document.dispatchEvent(new Event('visibilitychange'))"

CUTS = """
() => {
    const [used] = window.connections;
    Object.defineProperty(used, 'connectionState', { value: 'failed' });
    used.dispatchEvent(new Event('connectionstatechange'));
}
"""
"""As after a sleep: the browser notices that nothing comes any more, and it will not come back."""


def test_a_call_through_what_the_system_does(arrives: Arrives, channel: str) -> None:
    alice, bob = (arrives(name, channel) for name in ("Alice", "Bob"))
    alice.page.add_init_script(KEEP_STREAMS)
    alice.page.clock.install()
    alice.page.reload()
    alice.joins()
    bob.joins()
    alice.talks_with(bob)
    banner = alice.page.locator("#banner")

    alice.page.evaluate(HOLD, True)
    expect(banner).to_have_text(
        "Your microphone is paused by the system. It goes on by itself when the system lets it."
    )
    alice.page.evaluate(HOLD, False)
    expect(banner).to_be_hidden()

    alice.page.evaluate(HOLD, True)
    alice.page.evaluate(PAUSE)
    alice.page.evaluate(LOOKS)
    alice.waits_for(PLAYS, "the picture stays paused")
    expect(banner).to_be_hidden()
    bob.hears(alice)

    alice.page.evaluate(CUTS)
    alice.reads("Bob's picture stopped. Trying again.")
    alice.page.clock.fast_forward("01:10")
    expect(alice.page.locator("#after")).to_have_text("Your call was interrupted because this machine went to sleep.")
    expect(alice.button("Call Bob")).to_be_visible()
