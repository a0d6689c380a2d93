"""D-10: text that is code, in everything that a peer or a device can say to the channel's page."""

from __future__ import annotations

import itertools
import json
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.person import Person
from tests.e2e.security.attackers import Attacker, Attackers
from tests.e2e.security.conftest import Watches
from tests.e2e.security.payloads import payloads
from tests.e2e.security.watch import findings
from tests.support.scale import scaled
from tests.support.site import ROOT, Site

PAYLOADS = payloads()
PLACES = scaled(3, 10**6)
"""Into so many of the places goes each payload; in `make soak` into every one."""

KEEP_CHANNELS = """
window.channels = [];
const create = RTCPeerConnection.prototype.createDataChannel;
RTCPeerConnection.prototype.createDataChannel = function (...args) {
  const made = create.apply(this, args);
  window.channels.push(made);
  return made;
};
"""
"""The attacker's own hand on what its page keeps to itself."""

PATIENCE = 40_000
"""Milliseconds in which the page has drawn all that was said to it, on a busy machine."""


@pytest.fixture
def channel(site: Site) -> str:
    return site.make_channel("Under attack", public=True)


@pytest.fixture
def attackers(site: Site, channel: str) -> Iterator[Attackers]:
    with Attackers(site, channel) as attackers:
        yield attackers


def join(page: Page) -> str:
    """Join as Alice; return her client ID."""
    with page.expect_response(re.compile(r".*/sessions$")) as fetched:
        page.get_by_label("Your name").fill("Alice")
        page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#channel")).to_have_attribute("data-state", "ready", timeout=PATIENCE)
    return str(fetched.value.json()["clientId"])


def until_drawn(attackers: Attackers, attacker: Attacker, page: Page, alice: str) -> None:
    """Wait for the page: what is said after everything else is drawn after everything else."""
    mark = f"mark {uuid.uuid4().hex[:8]}"
    attackers.run(attacker.is_called(alice, mark))
    page.wait_for_function("(mark) => window.seen.has(mark)", arg=mark, timeout=PATIENCE)


def test_there_are_enough_of_them_and_they_bite(browser: Browser) -> None:
    """On a page that takes text for HTML, most of what is written as HTML runs."""
    assert len(PAYLOADS) >= 600
    page = browser.new_page()
    page.goto("data:text/html,<body>")
    tags = [payload for payload in PAYLOADS if payload.startswith(("<img", "<svg", "<details", "<audio", "<input"))]
    page.evaluate("window.executed = 0; window.xss = () => { window.executed += 1; }")
    page.evaluate("(all) => all.forEach((one) => document.body.insertAdjacentHTML('beforeend', one))", tags)
    page.wait_for_function("(least) => window.executed >= least", arg=len(tags) // 2)
    page.close()


@pytest.mark.parametrize("policy", [True, False], ids=["as shipped", "without policy"])
def test_as_names_of_people_who_call(watches: Watches, attackers: Attackers, channel: str, policy: bool) -> None:
    """The name stands in the list, on the card, in the title, in what is read aloud, and in what is said afterwards."""
    watch = watches(policy=policy)
    page = watch.opens(f"/peers/{channel}")
    alice = join(page)
    attackers.take_turns(
        PAYLOADS,
        3,
        lambda attacker, payload: attacker.is_called(alice, payload),
        lambda attacker: until_drawn(attackers, attacker, page, alice),
    )
    watch.check(page)
    # As the page cleans them: one space for several, and at most 40 characters.
    names = {" ".join(payload.split())[:40].strip() for payload in PAYLOADS}
    drawn = names & set(page.evaluate("[...window.seen]"))
    assert len(drawn) > len(names) * 0.8
    print(f"D-10: {len(PAYLOADS)} names, {len(drawn)} of {len(names)} different ones drawn, policy {policy}")


def documented() -> dict[str, list[str]]:
    """Return the types of envelopes that docs/verto.md lists, each with the words of its payload."""
    text = (ROOT / "docs" / "verto.md").read_text(encoding="utf-8").split("## What peers say to each other")[1]
    rows = re.findall(r"^\| `(\w+)` \| (?:broadcast|direct).*?\| (.*?) \|$", text.split("\n## ")[0], re.MULTILINE)
    return {kind: sorted(set(re.findall(r'"(\w+)"', payload))) for kind, payload in rows}


GROUP = "99999999-9999-4999-8999-999999999999"
GOOD: dict[str, Any] = {
    "hello": {"name": "Mallory", "state": "free", "reply": False},
    "offer": {"video": True, "audio": True, "group": GROUP, "as": "alone"},
    "accept": {"video": True, "audio": True, "group": GROUP},
    "decline": {"reason": "busy"},
    "introduce": {"peers": [GROUP]},
    "description": {"description": {"type": "offer", "sdp": "v=0"}, "round": 1},
    "candidate": {"candidate": {"candidate": "", "sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": "x"}},
    "close": {"reason": "left"},
}


def places() -> list[Callable[[Attacker, str], object]]:
    """Return, for each place of each documented envelope, what makes the message with a payload there."""
    made: list[Callable[[Attacker, str], object]] = [
        lambda attacker, text: text,
        lambda attacker, text: [text],
        lambda attacker, text: attacker.envelope(text, {}),
        lambda attacker, text: attacker.envelope("hello", GOOD["hello"] | {text: text}),
        lambda attacker, text: attacker.envelope("hello", text),
        lambda attacker, text: attacker.envelope("offer", GOOD["offer"], text),
        lambda attacker, text: attacker.envelope("hello", GOOD["hello"], v=text),
        lambda attacker, text: attacker.envelope("hello", GOOD["hello"], seq=text),
    ]
    for kind, words in documented().items():
        for word in words:
            made.append(lambda attacker, text, kind=kind, word=word: changed(attacker, kind, word, text))  # type: ignore[misc]
    return made


def changed(attacker: Attacker, kind: str, word: str, text: str) -> object:
    payload = json.loads(json.dumps(GOOD.get(kind, {})))
    inner = payload.get(kind)
    (inner if isinstance(inner, dict) and word in (*inner, "sdp") else payload)[word] = text
    return attacker.envelope(kind, payload, None if kind == "hello" else str(uuid.uuid4()))


def test_in_every_field_of_every_message(watches: Watches, attackers: Attackers, channel: str) -> None:
    """With the policy removed: nothing stands between a field and the page but the page."""
    assert set(documented()) >= set(GOOD)
    watch = watches(policy=False)
    page = watch.opens(f"/peers/{channel}")
    alice = join(page)
    forms = places()
    tasks = [
        (form, payload)
        for number, payload in enumerate(PAYLOADS)
        for form in itertools.islice(itertools.cycle(forms), number, number + min(PLACES, len(forms)))
    ]

    async def tell(attacker: Attacker, task: tuple[Callable[[Attacker, str], object], str]) -> None:
        await attacker.tells(alice, task[0](attacker, task[1]))

    attackers.take_turns(tasks, 1, tell, lambda attacker: until_drawn(attackers, attacker, page, alice))
    watch.check(page)
    print(f"D-10: {len(tasks)} messages with a payload in one of {len(forms)} places")


def test_in_a_call_in_descriptions_candidates_and_on_the_control_channel(
    watches: Watches, arrives: Callable[..., Person], channel: str
) -> None:
    watch = watches(policy=False)
    page = watch.opens(f"/peers/{channel}")
    mallory = arrives("Mallory", channel)
    mallory.context.add_init_script(KEEP_CHANNELS)
    mallory.page.reload()
    join(page)
    mallory.joins()
    mallory.clicks("Call Alice")
    page.get_by_role("button", name="Accept").click()
    mallory.waits_for("() => window.channels?.[0]?.readyState === 'open'", "no control channel")
    sent = mallory.page.evaluate(
        """(all) => {
            const [channel] = window.channels;
            const say = (said) => channel.send(typeof said === 'string' ? said : JSON.stringify(said));
            for (const text of all) {
                say(text);
                say({ type: text });
                say({ type: 'close', reason: text });
                say({ type: 'sending', microphone: text, camera: text, screen: text, [text]: text });
            }
            say({ type: 'close', reason: 'left' });
            return 4 * all.length;
        }""",
        PAYLOADS,
    )
    expect(page.locator("#after")).to_contain_text("Mallory left the call.", timeout=PATIENCE)
    watch.check(page)
    print(f"D-10: {sent} messages on the control channel")


def test_as_labels_of_devices(watches: Watches, channel: str) -> None:
    """Whoever names a headset names what the page lists."""
    for policy in (True, False):
        watch = watches(policy=policy)
        watch.context.add_init_script(
            f"navigator.mediaDevices.enumerateDevices = async () => {json.dumps(PAYLOADS)}.map("
            "(label, n) => ({ kind: n % 2 ? 'videoinput' : 'audioinput', deviceId: label, label }));"
        )
        page = watch.opens(f"/peers/{channel}")
        page.get_by_text("Camera, microphone and speaker", exact=True).click()
        expect(page.locator("#camera-choice option")).to_have_count(len(PAYLOADS) // 2)
        watch.check(page)


def test_a_violation_in_any_test_with_people_would_be_noticed(arrives: Callable[..., Person], channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.page.evaluate("() => { try { document.body.innerHTML = '<b>'; } catch { /* as it should be */ } }")
    alice.page.wait_for_function("true")
    noticed = [error for error in alice.errors if "The policy forbids require-trusted-types-for" in error]
    alice.errors.clear()
    assert noticed


@pytest.mark.parametrize("policy", [True, False], ids=["as shipped", "without policy"])
def test_a_page_that_took_text_for_html_would_be_noticed(
    watches: Watches, attackers: Attackers, channel: str, policy: bool
) -> None:
    """The same attack on a page made careless: without the policy it succeeds, with it the browser refuses."""
    source = next(Path(ROOT, "static").glob("js/page/elements.js")).read_text(encoding="utf-8")
    assert "element.textContent = text" in source
    careless = source.replace("element.textContent = text", "element.innerHTML = text")
    watch = watches(policy=policy)
    watch.context.route(
        re.compile(r".*/page/elements[.\w]*\.js"),
        lambda route: route.fulfill(body=careless, content_type="text/javascript"),
    )
    page = watch.opens(f"/peers/{channel}")
    if policy:
        # It cannot write even its own words.
        page.wait_for_function("window.violations.length > 0")
        assert findings(page)["executed"] == 0
        return
    alice = join(page)
    attackers.run(attackers.joins().is_called(alice, "<img src=x onerror=xss()>"))
    page.wait_for_function("window.executed > 0")
    assert findings(page)["planted"] != []
