"""Takes a picture of every page and state: `python -m tests.screenshots [DIRECTORY]`, then look at them, all of them.

Three widths, light and dark. What is drawn comes from the real site with real calls, not from drawings of states.
"""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.e2e.test_devices import devices
from tests.support.site import Site

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1440, 900)}
THEMES = ("light", "dark")

SETTLED = """
async () => {
  const shown = [...document.querySelectorAll('video')].filter((one) => one.videoWidth && one.checkVisibility());
  const frames = async (video) => {
    for (let left = 3; left > 0; left -= 1) await new Promise((done) => video.requestVideoFrameCallback(done));
  };
  await Promise.race([Promise.all(shown.map(frames)), new Promise((done) => setTimeout(done, 2000))]);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""
"""The page has been laid out anew, and each picture that moves has been drawn since; the first frame may be late."""


LOCK = """
from datetime import timedelta
from django.utils import timezone
from channels_app.models import Channel
Channel.objects.filter(pk="{}").update(locked=True, expires=timezone.now() + timedelta(days=3))
"""


class Album:
    """Takes each picture in every size and theme of the person's page, and puts the page back as it was."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.count = 0
        directory.mkdir(parents=True, exist_ok=True)

    def take(self, person: Person, name: str) -> None:
        for theme in THEMES:
            person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            for size, (width, height) in SIZES.items():
                person.page.set_viewport_size({"width": width, "height": height})
                person.page.evaluate(SETTLED)
                person.page.screenshot(path=self.directory / f"{name}-{size}-{theme}.png")
                self.count += 1


def take_talk(anna: Person, ben: Person, album: Album) -> None:
    """Write and send files in a call that goes on."""

    folder = Path(tempfile.mkdtemp())

    def offers(person: Person, name: str, size: int) -> None:
        path = folder / name
        with path.open("wb") as file:
            file.truncate(size)
        person.page.locator("#file").set_input_files(path)

    def presses(name: str, button: str) -> None:
        anna.page.get_by_role("group", name=name).get_by_role("button", name=button).click()

    ben.chooses("Chat")
    album.take(ben, "19-chat-empty")
    for text in ("Can you hear me?", "The recipe is at https://example.org/soup, page 3.\nIt takes an hour."):
        ben.page.get_by_label("Message", exact=True).fill(text)
        ben.clicks("Send")
    anna.page.get_by_text("2 new messages").wait_for(state="attached")
    album.take(anna, "20-chat-closed-with-news")
    anna.chooses("Chat")
    anna.page.get_by_label("Message", exact=True).fill("Yes, and see you. One moment, I am looking for the pot.")
    anna.clicks("Send")
    offers(ben, "holiday pictures.zip", 3_400_000)
    presses("holiday pictures.zip", "Accept file")
    anna.reads("It is here, whole.")
    album.take(anna, "21-chat-file-here")
    offers(ben, "long.bin", 900_000_000)
    presses("long.bin", "Accept file")
    presses("long.bin", "Pause")
    offers(ben, "invoice.pdf.exe", 1234)
    anna.reads("A file of this kind")
    album.take(anna, "22-chat-file-offered-and-paused")
    album.take(ben, "23-chat-sender")
    anna.page.get_by_label("Message", exact=True).fill("x" * 4001)
    anna.clicks("Send")
    album.take(anna, "24-chat-too-long")
    for person in (anna, ben):
        person.clicks("Close chat")
    shutil.rmtree(folder)


def take_all(browser: Browser, site: Site, album: Album) -> None:
    """Walk through a visit and its troubles."""

    def arrive(name: str, channel: str, script: str = "") -> Person:
        person = Person(name, browser.new_context(), site)
        if script:
            person.page.add_init_script(script)
        person.opens(channel)
        return person

    anna = Person("Anna", browser.new_context(), site)
    anna.page.goto(site.url)
    album.take(anna, "01-first-page-empty")
    lobby = site.make_channel("Lobby", public=True)
    for topic in ("Repair café", "A topic that is so long that somebody must have wanted to see what happens to it"):
        site.make_channel(topic, public=True)
    waiting = [arrive(name, lobby).joins() for name in ("Ben", "Chloé")]
    anna.page.reload()
    album.take(anna, "02-first-page")
    anna.page.goto(f"{site.url}/peers/{uuid.uuid4()}")
    album.take(anna, "03-not-found")
    for person in waiting:
        person.context.close()

    channel = site.make_channel("Kitchen table")
    anna.opens(channel)
    anna.waits_for("() => document.querySelector('#own').videoWidth > 0", "no picture at the door")
    album.take(anna, "04-door")
    album.take(arrive("Dora", channel, devices("", "NotAllowedError")), "05-door-permission-denied")
    album.take(arrive("Emil", channel, devices("")), "06-door-no-devices")
    take_door(anna, arrive, site, album, channel)
    anna.joins()
    album.take(anna, "07-channel-alone")
    ben = arrive("Ben", channel).joins()
    long = arrive("Bartholomäus von und zu Hohenlohe-Öhring", channel).joins()
    anna.notices(ben)
    album.take(anna, "08-channel-people")
    anna.clicks(f"Block {long.name}")
    album.take(anna, "18-blocked")
    anna.clicks(f"Unblock {long.name}")
    anna.calls(ben)
    album.take(anna, "09-calling")
    ben.button("Accept").wait_for()
    album.take(ben, "10-incoming")
    ben.clicks("Accept")
    anna.sees(ben)
    album.take(anna, "11-call")
    album.take(long, "19-others-in-a-call")
    long.calls(anna)
    anna.reads("wants to join your call")
    album.take(anna, "20-wants-to-join")
    anna.clicks("Accept")
    long.sees(ben)
    anna.sees(long)
    fritz = arrive("Fritz", channel).joins()
    anna.chooses("People")
    album.take(anna, "21-people-in-a-call")
    anna.calls(fritz)
    fritz.reads("into a call with others")
    album.take(fritz, "22-called-into-a-call")
    fritz.clicks("Accept")
    fritz.sees(anna)
    fritz.sees(ben)
    album.take(fritz, "23-call-of-four")
    fritz.clicks("Hang up")
    long.clicks("Hang up")
    fritz.context.close()
    anna.misses_picture_of(long)
    take_talk(anna, ben, album)
    anna.clicks("Mute microphone")
    anna.clicks("Turn camera off")
    ben.page.get_by_role("img", name="Microphone off").wait_for()
    album.take(ben, "12-call-without-picture")
    site.stop(signal.SIGKILL)
    ben.is_in_state("reconnecting")
    album.take(ben, "13-call-reconnecting")
    site.start()
    ben.is_in_state("ready")
    anna.is_in_state("ready")
    anna.clicks("Hang up")
    anna.notices(ben)
    album.take(ben, "14-after-the-call")
    copy = Person("Anna", browser.new_context(storage_state=anna.context.storage_state()), site)
    copy.opens(channel)
    copy.joins()
    anna.is_in_state("punted")
    album.take(anna, "15-signed-in-elsewhere")
    full = site.make_channel("Two chairs", capacity=2)
    for name in ("Ben", "Chloé"):
        arrive(name, full).joins()
    dora = arrive("Dora", full)
    dora.clicks("Join")
    dora.is_in_state("closed")
    album.take(dora, "16-channel-full")
    emil = arrive("Emil", channel)
    site.stop()
    emil.clicks("Join")
    emil.page.locator("#door-problem").wait_for()
    album.take(emil, "17-server-unreachable")


def take_door(anna: Person, arrive: Callable[..., Person], site: Site, album: Album, channel: str) -> None:
    """Open what is folded at the door, and meet its states."""
    anna.clicks("Show QR code")
    anna.page.get_by_role("dialog").wait_for()
    album.take(anna, "20-door-code")
    anna.clicks("Close")
    anna.page.get_by_text("Camera, microphone and speaker", exact=True).click()
    anna.page.locator("#speaker-choice option").first.wait_for(state="attached")
    album.take(anna, "21-door-devices")
    anna.page.get_by_text("Camera, microphone and speaker", exact=True).click()
    anna.context.set_offline(True)
    anna.reads("You are offline.")
    album.take(anna, "22-door-offline")
    anna.context.set_offline(False)
    anna.reads("Your connection looks good.")
    lobby = site.make_channel("Book club", public=True)
    arrive("Ben", lobby).joins()
    album.take(arrive("Chloé", lobby, "navigator.share = async () => {};"), "23-door-public")
    locked = site.make_channel("Committee", sealed=True)
    site.manage("shell", "-v", "0", "-c", LOCK.format(locked))
    album.take(arrive("Dora", f"{locked}#k=" + 43 * "A"), "24-door-locked")
    anna.opens(channel)


def main(arguments: list[str]) -> int:
    """Fill the directory."""
    album = Album(Path(arguments[0] if arguments else "test-results/screenshots"))
    site = Site()

    try:
        site.start()
        with sync_playwright() as playwright:
            browser = launch_browser(playwright.chromium)
            take_all(browser, site, album)
            browser.close()
    finally:
        site.close()
    print(f"{album.count} pictures in {album.directory}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
