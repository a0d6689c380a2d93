"""The door of a channel: what is seen before *Join*."""

from __future__ import annotations

from tests.e2e.person import Person
from tests.e2e.test_devices import devices
from tests.states.tour import Tour

LOCK = """
from datetime import timedelta
from django.utils import timezone
from channels_app.models import Channel
Channel.objects.filter(pk="{}").update(locked=True, expires=timezone.now() + timedelta(days=3))
"""
DEVICES = "Camera, microphone and speaker"


def story(tour: Tour) -> None:
    """Open what is folded, and meet every trouble."""
    channel = tour.site.make_channel("Kitchen table")
    alice = tour.arrives("Alice", channel)
    sees_oneself(alice)
    alice.reads("Your connection looks good.")
    tour.stop(alice, "door", "The door of a private channel.")
    alice.clicks("Show QR code")
    alice.page.get_by_role("dialog").wait_for()
    tour.stop(alice, "door-code", "The link as a QR code.")
    alice.clicks("Close")
    alice.page.get_by_text(DEVICES, exact=True).click()
    alice.page.locator("#speaker-choice option").first.wait_for(state="attached")
    tour.stop(alice, "door-devices", "Devices are chosen.")
    alice.page.get_by_text(DEVICES, exact=True).click()
    alice.clicks("Mute microphone")
    alice.clicks("Turn camera off")
    tour.stop(alice, "door-off", "Camera and microphone are off.")
    alice.context.set_offline(True)
    alice.reads("You are offline.")
    tour.stop(alice, "door-offline", "The line is gone.")
    alice.context.set_offline(False)
    denied = tour.arrives("Dora", channel, script=devices("", "NotAllowedError"))
    denied.reads("This page may not use your camera and microphone.")
    tour.stop(denied, "door-denied", "The browser keeps the page from camera and microphone.")
    without = tour.arrives("Emil", channel, script=devices(""))
    without.reads("No camera or microphone was found.")
    tour.stop(without, "door-without", "There is neither camera nor microphone.")
    lobby = tour.site.make_channel("Book club", public=True)
    tour.arrives("Bob", lobby).joins()
    sharing = tour.arrives("Chloé", lobby, script="navigator.share = async () => {};")
    sees_oneself(sharing)
    sharing.reads("Your connection looks good.")
    tour.stop(sharing, "door-public", "The door of a public channel, in a browser that can share links.")
    locked = tour.site.make_channel("Committee", sealed=True)
    tour.site.manage("shell", "-v", "0", "-c", LOCK.format(locked))
    late = tour.arrives("Dave", f"{locked}#k=" + 43 * "A")
    sees_oneself(late)
    late.reads("Your connection looks good.")
    tour.stop(late, "door-locked", "The door of a locked channel whose link holds a key.")


def sees_oneself(person: Person) -> None:
    """The camera's picture is there."""
    person.waits_for("() => document.querySelector('#own').videoWidth > 0", "no picture at the door")
