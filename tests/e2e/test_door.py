"""Before joining: the link and what it allows, who is inside, devices and sound, the line, and what is remembered."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.person import Person
from tests.qr.reading import read
from tests.support.site import Site

Arrives = Callable[..., Person]

KEY = "#k=" + base64.urlsafe_b64encode(bytes(range(100, 132))).decode().rstrip("=")

GREY = """
async (png) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return [image.width, image.height, Array.from({ length: data.length / 4 }, (_, index) => data[4 * index + 1])];
}
"""

SHARES = """
window.shared = [];
window.answer = () => undefined;
navigator.share = async (what) => { window.shared.push(what); return window.answer(); };
"""
"""What the system would do: Chromium on Linux has nothing to share with."""

PLAYERS = """
window.players = [];
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.players.push(this); return play.call(this); };
"""

LOUDNESS = """
async () => {
  const player = window.players.find((one) => one instanceof HTMLAudioElement && one.srcObject);
  if (!player || player.paused) return false;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(player.srcObject).connect(analyser);
  const samples = new Float32Array(2048);
  const ends = performance.now() + 400;
  let loudest = 0;
  while (performance.now() < ends) {
    await new Promise((done) => setTimeout(done, 20));
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }
  await context.close();
  return loudest > 0.05;
}
"""


def _seen(page: Page, picture: Locator) -> str:
    """Read the code as it is painted on the screen."""
    png = base64.b64encode(picture.screenshot()).decode()
    width, height, grey = page.evaluate(GREY, png)
    return read(bytes(grey), width, height)


def _opens_devices(person: Person) -> None:
    person.page.get_by_text("Camera, microphone and speaker", exact=True).click()


def _options(select: Locator) -> list[str]:
    return [str(value) for value in select.locator("option").evaluate_all("(all) => all.map(({ value }) => value)")]


# --- The link --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_code_on_the_screen_is_the_whole_link(arrives: Arrives, site: Site, theme: str, width: int) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    alice = arrives("Alice", channel + KEY, color_scheme=theme, viewport={"width": width, "height": 640})
    requested: list[str] = []
    alice.page.on("request", lambda request: requested.append(request.url + (request.post_data or "")))
    alice.clicks("Show QR code")
    picture = alice.page.get_by_role("img", name="QR code of the link to this channel")
    expect(picture).to_be_visible()
    assert _seen(alice.page, picture) == f"{site.url}/peers/{channel}{KEY}"
    assert any("/js/qr/" in url for url in requested), "it comes when it is asked for"
    assert KEY.removeprefix("#k=") not in "".join(requested)
    alice.clicks("Close")
    expect(picture).to_be_hidden()
    expect(alice.page.locator("#link-code-picture > *")).to_have_count(0)
    expect(alice.button("Show QR code")).to_be_focused()


def test_the_code_works_with_the_keyboard_alone(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.button("Show QR code").focus()
    alice.page.keyboard.press("Enter")
    dialog = alice.page.get_by_role("dialog", name="Scan to open this channel")
    expect(dialog).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(alice.button("Show QR code")).to_be_focused()


def test_a_code_makes_way_for_a_call(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    bob.notices(alice)
    alice.clicks("Show QR code")
    bob.calls(alice)
    alice.clicks("Accept")
    alice.sees(bob)


def test_without_its_key_a_link_is_not_given_on(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    alice = arrives("Alice", channel + KEY)
    alice.page.wait_for_url(re.compile("^[^#]*$"))
    alice.page.reload()
    alice.clicks("Show QR code")
    alice.reads("The whole link is not here any more")
    expect(alice.page.get_by_role("dialog")).to_be_hidden()


def test_a_code_that_cannot_be_loaded_is_told_and_comes_later(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    expect(alice.button("Join")).to_be_enabled()
    alice.context.set_offline(True)
    alice.clicks("Show QR code")
    alice.reads("The QR code could not be loaded")
    alice.context.set_offline(False)
    alice.clicks("Show QR code")
    expect(alice.page.get_by_role("dialog", name="Scan to open this channel")).to_be_visible()


def test_a_link_is_shared_where_the_browser_can(browser: Browser, site: Site) -> None:
    channel = site.make_channel("Book club", sealed=True)
    context = browser.new_context()
    context.add_init_script(SHARES)
    alice = Person("Alice", context, site)
    alice.opens(channel + KEY)
    alice.clicks("Share link")
    alice.reads("Link handed over.")
    assert alice.page.evaluate("window.shared") == [{"title": "Book club", "url": f"{site.url}/peers/{channel}{KEY}"}]
    alice.page.evaluate("() => { window.answer = () => { throw new DOMException('', 'DataError'); }; }")
    alice.clicks("Share link")
    alice.reads("The link could not be shared.")
    context.close()
    assert alice.errors == []


def test_nothing_is_offered_that_the_browser_cannot(browser: Browser, site: Site, channel: str) -> None:
    context = browser.new_context()
    context.add_init_script("delete Navigator.prototype.share;")
    alice = Person("Alice", context, site)
    alice.opens(channel)
    expect(alice.button("Copy link")).to_be_visible()
    expect(alice.button("Show QR code")).to_be_visible()
    expect(alice.button("Share link")).to_be_hidden()
    context.close()


def test_a_link_says_until_when_in_the_visitors_own_way(arrives: Arrives, site: Site) -> None:
    code = (
        "from datetime import UTC, datetime; from channels_app.models import Channel; "
        "print(Channel.objects.create(capacity=7, expires=datetime(2031, 2, 3, 16, 5, tzinfo=UTC)).pk)"
    )
    channel = site.manage("shell", "-v", "0", "-c", code).splitlines()[-1]
    alice = arrives("Alice", channel, locale="de-DE", timezone_id="Europe/Berlin")
    said = alice.page.get_by_role("region", name="Andere einladen")
    expect(said).to_contain_text("Mit diesem Link kommen alle herein bis 3. Februar 2031 um 17:05")
    expect(said).to_contain_text("Höchstens 7 Personen zugleich. In einem Anruf können höchstens 5 Personen sein.")
    expect(alice.button("Link kopieren")).to_have_accessible_description(
        re.compile("^Mit diesem Link kommen alle herein")
    )


def test_who_is_inside_is_known_before_joining_a_public_channel(arrives: Arrives, site: Site) -> None:
    lobby, private = site.make_channel("Lobby", public=True), site.make_channel("Private")
    alice = arrives("Alice", lobby)
    alice.page.clock.install()
    alice.opens(lobby)
    alice.reads("Nobody is here now")
    arrives("Bob", lobby).joins()
    alice.page.clock.run_for(30_000)
    alice.reads("1 person is here now")

    arrives("Bea", private).joins()
    alone = arrives("Anna", private)
    expect(alone.button("Join")).to_be_enabled()
    expect(alone.page.get_by_text("here now")).to_have_count(0)


def test_the_door_fits_a_narrow_phone_and_its_controls_a_finger(browser: Browser, site: Site, channel: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(SHARES)
    alice = Person("Alice", context, site)
    alice.opens(channel)
    _opens_devices(alice)
    for name in ("Share link", "Show QR code", "Copy link", "Play a test sound", "Forget my choices"):
        box = alice.button(name).bounding_box()
        assert box, f"{name} is not shown"
        assert min(box["width"], box["height"]) >= 44, f"{name}: {box}"
        assert box["x"] >= 0, f"{name}: {box}"
        assert box["x"] + box["width"] <= 320, f"{name}: {box}"
    assert alice.page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
    assert alice.errors == []


# --- Devices and sound -----------------------------------------------------------------------------------------------


def test_a_test_sound_is_heard(browser: Browser, site: Site, channel: str) -> None:
    context = browser.new_context()
    context.add_init_script(PLAYERS)
    alice = Person("Alice", context, site)
    alice.opens(channel)
    _opens_devices(alice)
    alice.clicks("Play a test sound")
    alice.waits_for(LOUDNESS, "no sound is played")
    alice.reads("Two notes were played.")
    context.close()
    assert alice.errors == []


def test_the_chosen_speaker_plays_the_others_and_is_remembered(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel), arrives("Bob", channel).joins()
    speakers = alice.page.get_by_label("Speaker", exact=True)
    _opens_devices(alice)
    expect(speakers.locator("option")).not_to_have_count(0)
    wanted = _options(speakers)[-1]
    speakers.select_option(wanted)
    alice.joins()
    alice.talks_with(bob)
    sink = "(wanted) => document.querySelector('video[data-peer]').sinkId === wanted"
    alice.waits_for(sink, "the call is played elsewhere", wanted)
    alice.page.reload()
    _opens_devices(alice)
    expect(speakers).to_have_value(wanted)


def test_where_no_speaker_can_be_chosen_a_sentence_says_so(browser: Browser, site: Site, channel: str) -> None:
    context = browser.new_context()
    context.add_init_script("delete HTMLMediaElement.prototype.setSinkId; delete HTMLMediaElement.prototype.sinkId;")
    alice = Person("Alice", context, site)
    alice.opens(channel)
    _opens_devices(alice)
    alice.reads("Sound goes to the speaker that your system has chosen")
    expect(alice.page.get_by_label("Speaker", exact=True)).to_be_hidden()
    context.close()
    assert alice.errors == []


# --- What is remembered ----------------------------------------------------------------------------------------------


def test_what_was_turned_off_stays_off_and_can_be_turned_on_in_a_call(arrives: Arrives, channel: str) -> None:
    alice, bob = arrives("Alice", channel), arrives("Bob", channel).joins()
    alice.clicks("Mute microphone")
    alice.clicks("Turn camera off")
    alice.joins()
    alice.page.add_init_script(
        "window.asked = []; const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = (what) => { window.asked.push(Object.keys(what)); return ask(what); };"
    )
    alice.page.reload()
    expect(alice.page.get_by_label("Your name")).to_have_value("Alice")
    expect(alice.button("Unmute microphone")).to_be_visible()
    expect(alice.button("Turn camera on")).to_be_visible()
    alice.joins()
    bob.notices(alice)
    alice.calls(bob)
    bob.clicks("Accept")
    alice.sees(bob)
    assert alice.page.evaluate("window.asked") == []
    alice.clicks("Unmute microphone")
    bob.hears(alice)
    assert alice.page.evaluate("window.asked") == [["audio"]]


def test_devices_are_remembered_and_forgotten(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    microphones = alice.page.get_by_label("Microphone", exact=True)
    _opens_devices(alice)
    expect(microphones.locator("option")).not_to_have_count(0)
    first, wanted = microphones.input_value(), _options(microphones)[-1]
    assert wanted != first
    microphones.select_option(wanted)
    alice.clicks("Turn camera off")
    alice.joins()
    alice.page.reload()
    _opens_devices(alice)
    expect(microphones).to_have_value(wanted)
    alice.clicks("Forget my choices")
    alice.reads("Your name and choices are forgotten in this browser.")
    expect(alice.page.get_by_label("Your name")).to_have_value("")
    alice.page.reload()
    expect(alice.button("Turn camera off")).to_be_visible()
    expect(alice.page.get_by_label("Your name")).to_have_value("")
    _opens_devices(alice)
    expect(microphones).to_have_value(first)


# --- The line --------------------------------------------------------------------------------------------------------


def _line(page: Page) -> Locator:
    return page.locator("#network")


@pytest.mark.alone
def test_the_line_is_told_and_being_offline_at_once(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    expect(_line(alice.page)).to_have_text("Your connection looks good.")
    alice.context.set_offline(True)
    expect(_line(alice.page)).to_have_text("You are offline. Connect to the internet, then join.")
    alice.context.set_offline(False)
    expect(_line(alice.page)).to_have_text("Your connection looks good.")


def _with_latency(person: Person, milliseconds: int) -> None:
    session = person.context.new_cdp_session(person.page)
    line = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line)


@pytest.mark.alone
def test_a_slow_line_is_told_after_a_second_look(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    expect(_line(alice.page)).to_have_text("Your connection looks good.")
    _with_latency(alice, 1700)
    heads: list[str] = []
    alice.page.on("request", lambda request: heads.append(request.url) if request.method == "HEAD" else None)
    alice.page.reload()
    said = "Your connection is slow: video may freeze. Try turning the camera off."
    expect(_line(alice.page)).to_have_text(said, timeout=90_000)
    assert len(heads) == 12, "two looks of six questions"
    assert len(set(heads)) == 1
    assert heads[0].startswith(alice.site.url), "nobody else is asked"


@pytest.mark.alone
def test_one_bad_moment_is_not_told(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "HEAD" and len(lost) < 6:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    alice.page.route("**/static/**", lose)
    alice.page.reload()
    expect(_line(alice.page)).to_have_text("Your connection looks good.")
    assert len(lost) == 6


def test_a_service_that_does_not_answer_is_told(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.page.route(
        "**/static/**", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_()
    )
    alice.page.reload()
    said = "The service does not answer. Check your connection to the internet."
    expect(_line(alice.page)).to_have_text(said)
