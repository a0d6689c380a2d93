"""What browsers and search engines measure: nothing jumps while a page comes, everything has its heading, nothing is fetched from
elsewhere, and whoever enlarges a page or spaces its text loses nothing.

Weight, hashed files and what blocks the first paint: test_first_load.py. Policy: tests/security/test_headers.py. Names, labels,
contrast and targets of every state: test_every_state.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.person import REPORT_VIOLATIONS, Person
from tests.support.site import Site

Arrives = Callable[..., Person]

WATCH = """
window.shifts = [];
const nameOf = ({ node, previousRect: was, currentRect: is }) =>
  `${node?.localName ?? 'text'}#${node?.id ?? ''} from ${was.y} (${was.height} high) to ${is.y} (${is.height} high)`;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    if (!hadRecentInput) window.shifts.push({ value, what: sources.map(nameOf) });
  }
}).observe({ type: 'layout-shift', buffered: true });
"""
GOOD_SHIFT = 0.1
"""As https://web.dev/articles/cls has it; a page that comes keeps to a fifth of that."""

OUTLINE = """
() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const levels = shown('h1, h2, h3, h4, h5, h6').map(({ localName }) => Number(localName.slice(1)));
  return {
    firsts: levels.filter((level) => level === 1).length,
    skipped: levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1),
    mains: shown('main, [role=main]').length,
    language: document.documentElement.lang,
    zoom: document.querySelector('meta[name=viewport]').content,
    descriptions: document.querySelectorAll('meta[name=description]').length,
  };
}
"""
SPACING = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
"""WCAG 1.4.12."""

PLAIN = "() => { document.adoptedStyleSheets = []; }"
REFLOW = Path(__file__).with_name("reflow.js").read_text(encoding="utf-8")
SIZES = {"at 200 %": (640, 400), "at 400 %": (320, 256), "on a phone": (360, 740)}
"""Of a window of 1280 x 800, and of one of 1280 x 1024 (WCAG 1.4.10)."""

PAGES = {
    "/": "PBX peers: calls from browser to browser",
    "/peers/{channel}": "Kitchen table",
    "/test": "Test your devices and connection",
    "/offline": "No connection",
    "/nothing-here": "There is nothing here",
    "/admin/login/": "Log in | PBX peers",
}
"""Every page that a visitor may open, with its title."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.add_init_script(WATCH)
    context.add_init_script(REPORT_VIOLATIONS)
    yield context
    context.close()


def settles(page: Page) -> None:
    """Wait until the page has what it shows by itself: its files, the own picture, and a word about the line."""
    page.wait_for_load_state("networkidle")
    if page.locator("#channel").count():
        expect(page.locator("#network")).not_to_be_empty()
        page.wait_for_function("document.querySelector('#own').videoWidth > 0")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def losses(page: Page, part: str = "body") -> dict[str, list[str]]:
    """Return what is lost of a part of the page in every size, as it is and with its text spaced."""
    found: dict[str, list[str]] = {}
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found[name] = page.evaluate(REFLOW, part)
        page.evaluate(SPACING)
        found[f"{name}, spaced"] = page.evaluate(REFLOW, part)
        page.evaluate(PLAIN)
    return {name: what for name, what in found.items() if what}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_comes_quietly_says_what_it_is_and_can_be_enlarged(
    context: BrowserContext, site: Site, channel: str, path: str
) -> None:
    page = context.new_page()
    errors: list[str] = []
    elsewhere: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda request: None if request.url.startswith(site.url) else elsewhere.append(request.url))
    answer = page.goto(site.url + path.format(channel=channel))
    assert answer is not None
    assert "no-cache" in (answer.header_value("cache-control") or "")
    settles(page)

    shifts = page.evaluate("window.shifts")
    assert sum(shift["value"] for shift in shifts) < GOOD_SHIFT / 5, shifts
    assert [error for error in errors if path != "/nothing-here" or "404" not in error] == []
    assert elsewhere == []

    outline = page.evaluate(OUTLINE)
    zoom = outline.pop("zoom")
    assert "user-scalable" not in zoom
    assert "maximum-scale" not in zoom
    descriptions = 1 if path == "/" else 0
    assert outline == {"firsts": 1, "skipped": [], "mains": 1, "language": "en", "descriptions": descriptions}
    assert page.title() == PAGES[path]

    # The layout of the admin is Django's.
    if not path.startswith("/admin/"):
        assert losses(page) == {}


def test_a_call_comes_quietly_and_can_be_enlarged(arrives: Arrives, channel: str) -> None:
    alice = arrives("Alice", channel, reduced_motion="reduce")
    alice.page.add_init_script(WATCH)
    alice.page.reload()
    alice.joins()
    # What a person asks for changes the page; what others do moves little.
    alice.page.evaluate("window.shifts = []")
    bob = arrives("Bob", channel).joins()
    bob.calls(alice)
    for name in ("Accept", "Decline", "Ignore", "Block Bob"):
        alice.button(name).wait_for()
    assert losses(alice.page, ".offer") == {}
    alice.clicks("Accept")
    alice.sees(bob)
    expect(alice.button("Connection to Bob: Direct")).to_be_visible()
    shifts = alice.page.evaluate("window.shifts")
    assert sum(shift["value"] for shift in shifts) < GOOD_SHIFT, shifts
    assert alice.page.evaluate(OUTLINE)["firsts"] == 1
    assert losses(alice.page) == {}
