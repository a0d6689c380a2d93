"""Calls: of two, of several, and what disturbs them."""

from __future__ import annotations

import signal

from playwright.sync_api import expect

from tests.e2e.test_showing import DRAW, screen_of
from tests.states.tour import Tour

SMALL = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = ({ audio, video }) =>
  ask({ audio, video: video && { ...video, width: 320, height: 180, frameRate: 10 } });
"""
"""Cameras that leave a machine time for more than their pictures: in a call of four it draws and sends twelve of them."""


def story(tour: Tour) -> None:
    """Two talk, compare, lose the service, and hang up."""
    channel = tour.site.make_channel("Kitchen table")
    alice, bob = tour.arrives("Alice", channel).joins(), tour.arrives("Bob", channel).joins()
    alice.talks_with(bob)
    tour.stop(alice, "call", "A call of two.")
    alice.clicks("More")
    tour.stop(alice, "more", "What has no place in the bar.")
    alice.page.keyboard.press("Escape")
    alice.page.locator(".tile").get_by_role("button", name="Compare").click()
    alice.page.get_by_role("dialog").wait_for()
    tour.stop(alice, "compare", "What two people compare to be sure that nobody sits between them.")
    alice.clicks("Not now")
    alice.button("Connection to Bob: Direct").click()
    alice.page.get_by_role("dialog").get_by_text("Numbers").click()
    tour.stop(alice, "connection", "How the connection to somebody is, with its numbers.")
    alice.clicks("Close")
    alice.page.evaluate(DRAW)
    alice.clicks("Share screen")
    screen_of(alice, seen_by=bob).wait_for()
    tour.stop(bob, "screen", "The other shows a screen.")
    tour.stop(alice, "screen-own", "Showing one's own screen.")
    alice.clicks("Stop sharing")
    alice.clicks("Mute microphone")
    alice.clicks("Turn camera off")
    bob.page.get_by_role("img", name="Microphone off").wait_for()
    tour.stop(bob, "call-without-picture", "The other has turned camera and microphone off.")
    tour.site.stop(signal.SIGKILL)
    bob.is_in_state("reconnecting")
    tour.stop(bob, "call-reconnecting", "The service is gone, and the call goes on.")
    tour.site.start()
    bob.is_in_state("ready")
    alice.is_in_state("ready")
    alice.clicks("Hang up")
    alice.notices(bob)
    bob.notices(alice)
    tour.stop(bob, "after-the-call", "The call has ended.")


def group_story(tour: Tour) -> None:
    """Others come into a call."""
    channel = tour.site.make_channel("Kitchen table", call_size=4)
    names = ("Alice", "Bob", "Carol", "Dave")
    alice, bob, carol, dave = (tour.arrives(name, channel, script=SMALL).joins() for name in names)
    alice.talks_with(bob)
    expect(carol.page.get_by_text("In a call", exact=True).first).to_be_visible()
    tour.stop(carol, "others-in-a-call", "Others are in a call.")
    carol.calls(alice)
    alice.reads("wants to join your call")
    tour.stop(alice, "wants-to-join", "Somebody wants to come into the call.")
    alice.clicks("Accept")
    carol.sees(bob)
    alice.sees(carol)
    tour.stop(alice, "call-of-three", "A call of three.")
    alice.chooses("People")
    alice.notices(dave)
    tour.stop(alice, "call-people", "Who is here, beside the call.")
    alice.calls(dave)
    dave.reads("into a call with others")
    tour.stop(dave, "called-into-a-call", "Somebody calls into a call with others.")
    dave.clicks("Accept")
    for other in (alice, bob, carol):
        dave.sees(other)
    tour.stop(dave, "call-of-four", "A call of four, which is full.")
