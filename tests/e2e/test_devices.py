"""People without a camera, without a microphone, with neither, or who said no: they are told, and they can still talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.support.site import Site

Arrives = Callable[..., Person]


def devices(kinds: str, error: str = "NotFoundError") -> str:
    """Return a script that leaves a page only these kinds of devices; the others fail with this error."""
    return f"""
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    const has = {{ audio: {str("audio" in kinds).lower()}, video: {str("video" in kinds).lower()} }};
    navigator.mediaDevices.getUserMedia = (wanted) =>
        (wanted.audio && !has.audio) || (wanted.video && !has.video)
            ? Promise.reject(new DOMException('', '{error}')) : ask(wanted);
    if ('{error}' === 'NotFoundError') {{
        navigator.mediaDevices.enumerateDevices = async () =>
            (await list()).filter((one) => has[one.kind.slice(0, 5)] !== false);
    }}
    """


@pytest.mark.parametrize(
    ("kinds", "error", "sentence"),
    [
        ("audio", "NotFoundError", "camera"),
        ("video", "NotFoundError", "microphone"),
        ("", "NotFoundError", "camera"),
        ("", "NotAllowedError", "allow"),
        ("", "NotReadableError", "another"),
    ],
)
def test_a_call_works_with_whatever_there_is(
    browser: Browser, site: Site, arrives: Arrives, channel: str, kinds: str, error: str, sentence: str
) -> None:
    bob = arrives("Bob", channel).joins()
    context = browser.new_context()
    context.add_init_script(devices(kinds, error))
    alice = Person("Alice", context, site)
    alice.opens(channel)
    alice.reads(sentence)
    alice.joins()
    bob.calls(alice)
    alice.clicks("Accept")
    alice.sees(bob)
    alice.hears(bob)
    if "video" in kinds:
        bob.sees(alice)
    if "audio" in kinds:
        bob.hears(alice)
    bob.clicks("Hang up")
    alice.notices(bob)
    assert alice.errors == []
    context.close()


@pytest.fixture
def asking_browser(browser_type: BrowserType) -> Iterator[Browser]:
    """A browser that really asks for permission, and in which nobody answers yes."""
    browser = launch_browser(browser_type, without=("--use-fake-ui-for-media-stream",))
    yield browser
    browser.close()


def test_a_denied_permission_is_explained_and_join_still_works(
    asking_browser: Browser, site: Site, arrives: Arrives, channel: str
) -> None:
    context = asking_browser.new_context(permissions=[])
    alice = Person("Alice", context, site)
    alice.opens(channel)
    alice.reads("allow")
    alice.joins()
    context.close()


def test_no_secure_context_is_explained(browser_type: BrowserType, channel: str, site: Site) -> None:
    browser = launch_browser(browser_type, "--host-resolver-rules=MAP talk.example 127.0.0.1")
    page = browser.new_page()
    page.route("http://talk.example/**", lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace("http://talk.example", site.url))))  # noqa: E501 # fmt: skip
    page.goto(f"http://talk.example/peers/{channel}")
    expect(page.locator("#channel")).to_have_attribute("data-code", "insecure_context")
    expect(page.get_by_text("https").locator("visible=true").first).to_be_visible()
    # What the page still asks for would otherwise fail the next test.
    page.unroute_all(behavior="ignoreErrors")
    browser.close()
