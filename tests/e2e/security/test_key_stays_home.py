"""D-8: however a person comes into a channel with a key, its bytes are found nowhere outside the browser, and in no page."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType

from peers.sealing.link import fragment_of, key_of
from tests.e2e.conftest import CHROMIUM, flags
from tests.e2e.firefox_person import FIREFOX, FirefoxPerson
from tests.e2e.person import Person
from tests.e2e.security.key_search import HALF, IN_THE_BROWSER, found, spellings
from tests.e2e.security.tap import Tap
from tests.support.guarded_site import make_site
from tests.support.scale import scaled
from tests.support.site import Site

JOINS = scaled(9, 405)
FIREFOX_JOINS = scaled(3, 95)
PERMISSIONS = ["camera", "microphone", "clipboard-read", "clipboard-write"]
IS_CLEAN = "document.URL === location.origin + location.pathname"


class Home:
    """A site, what is said to it, and channels with keys of which the site must not know."""

    def __init__(self, site: Site, tap: Tap) -> None:
        self.site = site
        self.tap = tap
        self.keys: list[bytes] = []
        self.channels = itertools.cycle([site.make_channel(f"Sealed {number}", sealed=True) for number in range(3)])

    def new_link(self) -> str:
        """Return a link with a key that nobody had."""
        self.keys.append(secrets.token_bytes(32))
        return f"{self.tap.url}/peers/{next(self.channels)}{fragment_of(self.keys[-1])}"

    def outside(self) -> bytes:
        """Return everything outside the browser: what was sent and answered, the log, the database and all other files."""
        files = [path for path in self.site.log.parent.rglob("*") if path.is_file()]
        return b"\n".join([bytes(self.tap.said), bytes(self.tap.told), *(path.read_bytes() for path in files)])

    def check(self, inside: dict[str, Any], what: str) -> None:
        """Assert that the last key is in no place that a page could read, and nowhere outside."""
        key = self.keys[-1]
        places = {place: found(key, text.encode()) for place, text in inside["places"].items()}
        assert {place: forms for place, forms in places.items() if forms} == {}, what
        assert inside["keys"] >= 1, f"{what}: where does the page keep it?"
        assert (inside["extractable"], inside["exported"]) == (0, []), what
        assert found(key, self.outside()) == [], what
        self.tap.said.clear()
        self.tap.told.clear()


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with Tap() as tap:
        site = make_site()
        site.set(ORIGINS=f"{site.url} {tap.url}")
        with site:
            tap.leads_to(site.port)
            home = Home(site, tap)
            yield home
            everything = home.outside()
            assert [key for key in home.keys if found(key, everything)] == []


LEAK = """async (texts) => {
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/verto');
  await new Promise((done, failed) => { socket.onopen = done; socket.onerror = failed; });
  for (const text of texts) {
    await fetch('/peers', { method: 'POST', body: new Uint8Array(text) });
    socket.send(new Uint8Array(text.map((byte) => byte)));
  }
  const closed = new Promise((done) => { socket.onclose = done; });
  socket.close();
  await closed;
}"""


def test_whatever_left_would_be_found(browser: Browser, home: Home) -> None:
    key = secrets.token_bytes(32)
    forms = [*spellings(key[:HALF]).items(), *spellings(key[HALF:]).items()]
    page = browser.new_page()
    page.goto(home.tap.url)
    for name, text in forms:
        page.evaluate(LEAK, [list(text)])
        assert home.tap.said.count(text) == 2, f"{name}: not in a request and a frame"
        assert name in found(key, bytes(home.tap.said))
        home.tap.said.clear()
    home.tap.told.clear()
    page.close()


def in_the_list(person: Person) -> Person:
    person.page.get_by_label("Your name").fill(person.name)
    person.clicks("Join")
    person.is_in_state("ready")
    return person


def opened(person: Person, link: str) -> Person:
    """Open it, and see the key gone from the address a second later at most."""
    person.page.goto(link)
    person.waits_for(f"() => {IS_CLEAN}", "the key stays in the address", seconds=1)
    return person


def by_link(person: Person, home: Home) -> None:
    in_the_list(opened(person, home.new_link()))


def by_reload(person: Person, home: Home) -> None:
    by_link(person, home)
    person.page.reload()
    in_the_list(person)


def by_going_back(person: Person, home: Home) -> None:
    by_link(person, home)
    person.page.goto(home.tap.url)
    person.page.go_back()
    person.page.go_forward()
    person.page.go_back()
    in_the_list(person)


def by_a_tab_that_is_opened_again(person: Person, home: Home) -> None:
    by_link(person, home)
    address = person.page.url
    person.page.close()
    person.page = person.context.new_page()
    opened(person, address)
    in_the_list(person)


def by_pasting_the_link_into_the_page(person: Person, home: Home) -> None:
    person.page.goto(home.new_link().split("#")[0])
    person.is_in_state("closed", "key_missing")
    person.page.evaluate("(fragment) => { location.hash = fragment; }", fragment_of(home.keys[-1]))
    person.is_in_state("preview")
    in_the_list(person)


def by_starting_a_channel(person: Person, home: Home) -> None:
    person.page.goto(home.tap.url)
    person.clicks("Start a private channel")
    person.page.wait_for_url("**/peers/*")
    person.is_in_state("preview")
    person.clicks("Copy link")
    person.reads("Link copied")
    link = person.page.evaluate("navigator.clipboard.readText()")
    home.keys.append(key_of("#" + link.split("#")[1]))
    in_the_list(person)


def by_link_and_copies_it(person: Person, home: Home) -> None:
    link = home.new_link()
    in_the_list(opened(person, link))
    person.clicks("Copy link")
    person.reads("Link copied")
    assert person.page.evaluate("navigator.clipboard.readText()") == link
    # A page that is loaded anew has forgotten it, and says so.
    person.page.reload()
    in_the_list(person)
    person.clicks("Copy link")
    person.reads("The whole link cannot be copied any more")


def after_an_error_of_the_site(person: Person, home: Home) -> None:
    opened(person, home.new_link())
    person.context.route("**/sessions", lambda route: route.fulfill(status=503, body="{}"))
    person.clicks("Join")
    person.reads("The service does not answer")
    person.context.unroute("**/sessions")
    in_the_list(person)


def with_errors_of_the_page(person: Person, home: Home) -> None:
    """What a page must not do, and a script that fails: whatever reports there are, they go nowhere with the key."""
    opened(person, home.new_link())
    person.page.evaluate(
        """(elsewhere) => {
            document.body.append(Object.assign(new Image(), { src: elsewhere }));
            setTimeout(() => { throw new Error(document.URL); });
            Promise.reject(new Error('nobody waits for this'));
        }""",
        "http://127.0.0.1:9/elsewhere",
    )
    in_the_list(person)
    assert person.errors, "nothing went wrong"
    person.errors.clear()


WAYS: list[Callable[[Person, Home], None]] = [
    by_link,
    by_reload,
    by_going_back,
    by_a_tab_that_is_opened_again,
    by_pasting_the_link_into_the_page,
    by_starting_a_channel,
    by_link_and_copies_it,
    after_an_error_of_the_site,
    with_errors_of_the_page,
]


def test_the_key_stays_in_chromium(browser: Browser, home: Home) -> None:
    for way in itertools.islice(itertools.cycle(WAYS), JOINS):
        context = browser.new_context(permissions=PERMISSIONS)
        person = Person("Alice", context, home.site)
        way(person, home)
        home.check(person.page.evaluate(IN_THE_BROWSER), way.__name__)
        context.close()
        assert person.errors == [], way.__name__
    print(f"D-8: {JOINS} joins in Chromium, of {len(WAYS)} kinds, no key outside")


def test_the_key_stays_in_a_browser_that_ended_and_opens_its_tabs_again(
    browser_type: BrowserType, home: Home, tmp_path: Path
) -> None:
    def start() -> BrowserContext:
        return browser_type.launch_persistent_context(tmp_path, executable_path=CHROMIUM, args=flags())

    context = start()
    person = Person("Alice", context, home.site)
    by_link(person, home)
    address = person.page.url
    context.close()
    context = start()
    person = Person("Alice", context, home.site)
    in_the_list(opened(person, address))
    home.check(person.page.evaluate(IN_THE_BROWSER), "restored")
    context.close()
    assert person.errors == []


def leaves_for(alice: FirefoxPerson, step: str) -> None:
    alice.evaluates(f"window.isOld = true; setTimeout(() => {step})")
    alice.waits_until("!window.isOld && document.readyState === 'complete'")


@pytest.mark.firefox
@pytest.mark.skipif(FIREFOX is None, reason="no Firefox here: install firefox-esr, or set FIREFOX to its path")
def test_the_key_stays_in_firefox(home: Home) -> None:
    link = home.new_link()
    alice = FirefoxPerson("Alice", link)
    for number in range(FIREFOX_JOINS):
        if number % 3 == 1:
            # The same page, loaded anew.
            leaves_for(alice, "location.reload()")
        elif number:
            leaves_for(alice, f"location.assign({json.dumps(home.new_link())})")
        alice.waits_until(f"{IS_CLEAN} && document.querySelector('#channel')?.dataset.state === 'preview'")
        alice.joins()
        home.check(alice.evaluates(IN_THE_BROWSER), f"Firefox {number}")
    assert alice.errors() == []
    alice.goes_home()
    print(f"D-8: {FIREFOX_JOINS} joins in Firefox, no key outside")
