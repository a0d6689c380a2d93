"""A channel whose key is in its link: what the people notice, and what the server never gets."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.e2e.operator import Operator
from tests.e2e.person import Person
from tests.support.site import Site

Arrives = Callable[..., Person]

PERMISSIONS = ["camera", "microphone", "clipboard-read", "clipboard-write"]


def new_key() -> str:
    """Return what a link has behind its channel."""
    return "#k=" + base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")


def frames_of(page: Page) -> list[str]:
    """Collect what the page's sockets carry, both ways."""
    frames: list[str] = []

    def watch(socket: WebSocket) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda text: frames.append(str(text)))

    page.on("websocket", watch)
    return frames


def test_people_start_a_private_channel_send_its_link_and_talk(arrives: Arrives, browser: Browser, site: Site) -> None:
    alice = Person("Alice", browser.new_context(permissions=PERMISSIONS), site)
    said = frames_of(alice.page)
    requested: list[str] = []
    alice.page.on("request", lambda request: requested.append(request.url + (request.post_data or "")))
    alice.page.goto(site.url)
    alice.clicks("Start a private channel")
    alice.page.wait_for_url("**/peers/*")
    alice.is_in_state("preview")
    assert "#" not in alice.page.evaluate("document.URL"), "the key stays in the address"
    alice.clicks("Copy link")
    link = alice.page.evaluate("navigator.clipboard.readText()")
    channel, key = re.fullmatch(rf"{site.url}/peers/([0-9a-f-]{{36}})#k=([A-Za-z0-9_-]{{43}})", link).groups()  # type: ignore[union-attr]

    bob = arrives("Bob", channel + f"#k={key}")
    alice.joins()
    bob.joins()
    alice.talks_with(bob)
    alice.hears(bob)

    assert "#" not in bob.page.evaluate("document.URL")
    assert len(said) > 10
    raw = base64.urlsafe_b64decode(key + "=")
    everything = "\n".join([*said, *requested, site.log.read_text()])
    for secret in (key, raw.hex(), base64.b64encode(raw).decode(), "candidate:", "a=fingerprint", "Alice"):
        assert secret not in everything, f"{secret} has left the browser"
    assert alice.page.locator("#channel").get_attribute("data-dropped") == "0"
    alice.context.close()
    assert alice.errors == []


def test_a_reload_keeps_the_key_but_not_the_link(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    alice = arrives("Alice", channel + new_key()).joins()
    bob = arrives("Bob", channel + new_key()).joins()
    bob.notices(alice)
    alice.page.reload()
    bob.misses(alice)
    alice.joins()
    bob.notices(alice)
    alice.notices(bob)
    bob.talks_with(alice)
    alice.clicks("Hang up")
    alice.clicks("Copy link")
    alice.reads("The whole link cannot be copied any more")


def test_a_page_that_comes_back_after_its_line_dropped_is_still_heard(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    alice = arrives("Alice", channel + new_key()).joins()
    bob = arrives("Bob", channel + new_key()).joins()
    bob.notices(alice)
    for _ in range(2):
        alice.context.set_offline(True)
        alice.is_in_state("reconnecting", seconds=60)
        alice.context.set_offline(False)
        alice.is_in_state("ready", seconds=60)
    bob.notices(alice)
    alice.talks_with(bob)


def test_without_the_key_the_page_asks_for_the_whole_link_and_takes_it(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    bob = arrives("Bob", channel)
    bob.is_in_state("closed", "key_missing")
    bob.reads("The link is not complete")
    bob.page.evaluate(f"location.hash = '{new_key()}'")
    bob.page.wait_for_url(f"{site.url}/peers/{channel}")
    bob.is_in_state("preview")
    bob.joins()


@pytest.mark.parametrize("fragment", ["#k=", "#k=short", new_key() + "A", new_key()[:-1] + "_"])
def test_a_spoilt_key_is_none(arrives: Arrives, site: Site, fragment: str) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    arrives("Bob", channel + fragment).is_in_state("closed", "key_missing")


def test_whoever_has_another_key_is_shown_as_such_and_cannot_be_called(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    alice = arrives("Alice", channel + new_key()).joins()
    other = "#k=" + base64.urlsafe_b64encode(bytes(32)).decode().rstrip("=")
    mallory = arrives("Mallory", channel + other).joins()
    alice.reads("has another link")
    mallory.reads("has another link")
    expect(alice.page.get_by_text("Mallory")).to_have_count(0)
    expect(alice.page.locator("#people .call")).to_be_disabled()


def test_an_operator_makes_a_sealed_link_in_the_admin(arrives: Arrives, browser: Browser, site: Site) -> None:
    topic = f"Board {uuid.uuid4().hex[:6]}"
    channel = site.make_channel(topic, sealed=True)
    context = browser.new_context(permissions=PERMISSIONS)
    operator = Operator(context, site)
    operator.opens_list("channel")
    row = operator.page.locator("tr", has_text=topic)
    row.get_by_role("button", name="Copy link with a new key").click()
    expect(row.get_by_role("button", name="Copied: give everybody this same link")).to_be_visible()
    link = operator.page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert re.fullmatch(rf"{site.url}/peers/{channel}#k=[A-Za-z0-9_-]{{43}}", link)
    fragment = link[link.index("#") :]
    alice, bob = arrives("Alice", channel + fragment).joins(), arrives("Bob", channel + fragment).joins()
    alice.talks_with(bob)


def test_a_server_that_calls_a_channel_unsealed_has_nothing_said_in_the_clear(arrives: Arrives, site: Site) -> None:
    channel = site.make_channel("Sealed", sealed=True)
    alice = arrives("Alexandrina", channel + new_key()).joins()
    site.manage(
        "shell", "-v", "0", "-c",
        f"from channels_app.models import Channel; Channel.objects.filter(pk={channel!r}).update(sealed=False)",
    )  # fmt: skip
    said = frames_of(alice.page)
    alice.page.reload()
    alice.joins()
    bob = arrives("Bartholomew", channel + new_key()).joins()
    alice.talks_with(bob)
    assert alice.page.locator("#channel").get_attribute("data-sealed") == "false"
    everything = "\n".join(said)
    assert len(said) > 10
    assert [word for word in ("candidate", "fingerprint", "Alexandrina", "Bartholomew") if word in everything] == []
    plain = arrives("Chloe", channel).joins()
    plain.reads("Guest")
    assert plain.page.get_by_text("Alexandrina").count() == 0
