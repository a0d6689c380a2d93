"""The self-test against a real relay: where everything works, and where camera, socket and relay do not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.person import VERTO, Person
from tests.e2e.senses import SECONDS
from tests.e2e.test_devices import devices
from tests.support.guarded_site import make_site
from tests.support.site import Site
from tests.support.turn import ABSENT, BINARY, Turn

CHECKS = ("browser", "camera", "microphone", "speaker", "service", "socket", "ways", "relay", "loop")
RUN_SECONDS = 60

KEEP_TRACKS = """
window.tracks = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
};
"""


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    if BINARY is None:
        pytest.skip(ABSENT)
    with Turn(shares_secret=True) as turn:
        yield turn


@pytest.fixture(scope="module")
def relayed(turn: Turn) -> Iterator[Site]:
    with make_site(**turn.settings()) as site:
        yield site


@pytest.fixture
def visitor(browser: Browser, relayed: Site) -> Iterator[Person]:
    """Somebody whose browser keeps an eye on what goes wrong; every connection of the page is gone at the end."""
    person = Person("Alice", browser.new_context(), relayed)
    yield person
    assert person.errors == []
    person.context.close()


def states(page: Page) -> dict[str, str]:
    return {name: page.locator(f"#check-{name}").get_attribute("data-state") or "" for name in CHECKS}


def ends(page: Page) -> None:
    """Wait until all is done that needs no person."""
    expect(page.locator("#self-test-summary")).to_be_visible(timeout=RUN_SECONDS * 1000)


def report_of(page: Page) -> tuple[str, dict[str, dict[str, Any]]]:
    """Return the downloaded report as text, and its checks by name."""
    with page.expect_download(timeout=SECONDS * 1000) as download:
        page.get_by_role("button", name="Download the report").click()
    assert download.value.suggested_filename == "self-test.json"
    text = download.value.path().read_text(encoding="utf-8")
    return text, {check["check"]: check for check in json.loads(text)["checks"]}


def test_everything_works_by_keyboard_alone_and_the_devices_are_free_afterwards(
    visitor: Person, relayed: Site, turn: Turn
) -> None:
    page = visitor.page
    page.add_init_script(KEEP_TRACKS)
    page.goto(relayed.url)
    page.get_by_role("link", name="Test your devices and connection").press("Enter")
    begin = page.get_by_role("button", name="Start the test")
    expect(begin).to_be_enabled()
    assert page.evaluate("window.tracks.length") == 0, "nothing is opened before somebody asks for it"
    begin.press("Enter")
    heard = page.get_by_role("button", name="I heard them")
    heard.press("Enter", timeout=RUN_SECONDS * 1000)
    ends(page)
    assert states(page) == dict.fromkeys(CHECKS, "passed")
    expect(page.get_by_role("status").get_by_text("Everything works.")).to_be_visible()
    expect(page.get_by_text("Voice, picture and data", exact=True)).to_be_visible()
    assert page.evaluate("window.tracks.map(({ readyState }) => readyState)") == ["ended", "ended"]
    assert page.evaluate("window.connections.map(({ signalingState }) => signalingState)") == ["closed"] * 4
    text, checks = report_of(page)
    assert checks["loop"]["sent"] == ["data", "audio", "video"]
    assert [(way["by"], way["code"]) for way in checks["relay"]["relays"]] == [("udp", "")]
    assert checks["ways"]["host"] > 0
    assert not re.search(r"\d+\.\d+\.\d+\.\d+|turn:|candidate:|[Ff]ake", json.dumps(checks)), text
    assert turn.secret not in text
    page.get_by_role("button", name="Run again").click()
    expect(page.locator("#self-test")).to_have_attribute("data-state", "running")
    expect(page.locator("#check-speaker")).to_have_attribute("data-state", "asking", timeout=RUN_SECONDS * 1000)


def test_whatever_fails_opens_with_what_to_try(visitor: Person, relayed: Site) -> None:
    def forge(route: Route) -> None:
        answer = route.fetch()
        said = answer.json()
        said["iceServers"][-1]["credential"] = "bm90IHRoZSByaWdodCBvbmU="
        route.fulfill(response=answer, json=said)

    page = visitor.page
    page.add_init_script(devices("audio"))
    page.route("**/test/servers", forge)
    page.route_web_socket(VERTO, lambda socket: socket.close(code=1000))
    page.goto(f"{relayed.url}/test")
    page.get_by_role("button", name="Start the test").click()
    page.get_by_role("button", name="I heard nothing").click(timeout=RUN_SECONDS * 1000)
    expect(page.locator("#check-speaker summary")).to_be_focused()
    ends(page)
    failures = {"camera", "speaker", "socket", "relay"}
    assert {name for name, state in states(page).items() if state == "failed"} == failures
    for sentence in (
        "No camera was found.",
        "Turn the volume up",
        "switch a VPN or filter off",
        "The relay answers, but",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("status").get_by_text("send the report to whoever runs this service")).to_be_visible()
    _, checks = report_of(page)
    codes = {name: check.get("code") for name, check in checks.items() if check["result"] == "failed"}
    assert codes == {
        "camera": "no_device",
        "speaker": "not_heard",
        "socket": codes["socket"],
        "relay": "relay_refused",
    }
    assert codes["socket"] in {"socket_closed", "socket_silent"}, "the browser may tell of the opening first"
    assert checks["loop"]["sent"] == ["data", "audio"]
