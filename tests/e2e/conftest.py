"""A running site and a Chromium with fake devices; each person is a browser context of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType

from tests.e2e.person import Person
from tests.support.guarded_site import make_site
from tests.support.site import Site

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
    "--disable-features="
    # Names that only multicast DNS resolves do not resolve everywhere: who listens and watches has no others.
    "WebRtcHideLocalIpsWithMdns,"
    # What no test looks at takes time from what it does: a process kept ready for the next page, services of a desktop.
    "SpareRendererForSitePerProcess,MediaRouter,OptimizationHints,Translate",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--autoplay-policy=no-user-gesture-required",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    for item in items:
        if "tests/e2e" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


def flags(*more: str, without: tuple[str, ...] = ()) -> list[str]:
    """Return what Chromium is started with."""
    return [flag for flag in [*FLAGS, *more] if flag not in without] + ["--no-sandbox"] * (os.geteuid() == 0)


def launch_browser(browser_type: BrowserType, *more: str, without: tuple[str, ...] = ()) -> Browser:
    """Start Chromium: the machine's own where there is one, else the one Playwright installed."""
    return browser_type.launch(executable_path=CHROMIUM, args=flags(*more, without=without))


@pytest.fixture(scope="session")
def browser(browser_type: BrowserType) -> Iterator[Browser]:
    browser = launch_browser(browser_type)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with make_site() as site:
        yield site


@pytest.fixture
def channel(site: Site) -> str:
    """A private channel for this test alone."""
    return site.make_channel("Kitchen table")


@pytest.fixture
def arrives(browser: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """Open a channel's page as somebody; everybody goes home at the end, and nothing may have gone wrong unseen."""
    people: list[Person] = []

    def arrive(name: str, channel: str, *, site: Site = site, hears_late: bool = False, **options: object) -> Person:
        person = Person(name, browser.new_context(**options), site, hears_late=hears_late)  # type: ignore[arg-type]
        people.append(person)
        person.opens(channel)
        return person

    yield arrive
    for person in people:
        person.context.close()
    for person in people:
        assert person.errors == [], f"{person.name}'s page reported errors"
