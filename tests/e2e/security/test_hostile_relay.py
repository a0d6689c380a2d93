"""D-7 with a key: a relay that reads and changes everything between two pages, and what it can make them show."""

from __future__ import annotations

import base64
import itertools
import random
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.e2e.person import Person
from tests.e2e.security.forgeries import (
    FORGERIES,
    Forger,
    Forgery,
    beside,
    delay,
    drop,
    flip,
    instead,
    is_description,
    rename,
    repeat,
    speak_plainly,
    splice,
    take_another_way,
)
from tests.e2e.security.relay import Relay, honestly
from tests.e2e.senses import MEDIA_SECONDS, SECONDS
from tests.e2e.test_sealed import new_key
from tests.support.scale import scaled
from tests.support.site import Site

CALLS = scaled(15, 100)
LISTENED = scaled(5, 100)

KEEP_FRAMES = """
window.framesShown = 0;
const followed = new WeakSet();
const follow = (video) => {
  if (followed.has(video)) return;
  followed.add(video);
  const next = () => { window.framesShown += 1; video.requestVideoFrameCallback(next); };
  video.requestVideoFrameCallback(next);
};
document.addEventListener('DOMContentLoaded', () =>
  new MutationObserver(() => document.querySelectorAll('video[data-peer]').forEach(follow))
    .observe(document.body, { subtree: true, childList: true }));
"""
"""Counts every picture that a page shows of somebody else."""

DESCRIBE = """async () => {
  const pc = new RTCPeerConnection();
  pc.createDataChannel('control', { negotiated: true, id: 0 });
  pc.addTransceiver('audio');
  pc.addTransceiver('video');
  await pc.setLocalDescription();
  return pc.localDescription.toJSON();
}"""

FINGERPRINTS = """() => {
  const of = (description) => /^a=fingerprint:(.*)$/m.exec(description?.sdp ?? '')?.[1] ?? '';
  const last = window.connections.at(-1);
  return [of(last.localDescription), of(last.remoteDescription)];
}"""

BESIDE = [beside(forge) for forge in FORGERIES]
INSTEAD = [instead(forge) for forge in (drop, delay, flip, splice, repeat, take_another_way, rename, speak_plainly)]


class Town:
    """Alice, Bob and who stands between them."""

    def __init__(self, browser: Browser, site: Site) -> None:
        channel = site.make_channel("Sealed", sealed=True)
        self.random = random.Random(7)
        self.relay = Relay(channel)
        self.requests: list[Request] = []
        self.people = [Person(name, browser.new_context(), site) for name in ("Alexandrina", "Bartholomew")]
        for person in self.people:
            person.context.add_init_script(KEEP_FRAMES)
            person.context.on("request", lambda request: self.requests.append(request))
            self.relay.stands_before(person)
            person.opens(channel + new_key())
            person.joins()
        for person, other in self.pairs():
            person.notices(other)
        page = browser.new_page()
        self.forger = Forger(self.relay, page.evaluate(DESCRIBE), self.random)
        page.close()

    def pairs(self) -> list[tuple[Person, Person]]:
        return [(self.people[0], self.people[1]), (self.people[1], self.people[0])]

    def is_treated(self, forgery: Forgery, victims: list[Person]) -> None:
        """Let the relay do this to what is said to these from now on."""
        names = [person.name for person in victims]

        self.relay.treatment = lambda heard: forgery(self.forger, heard) if heard.to in names else [heard]

    def call(self) -> tuple[Person, Person]:
        """Let one of them call and the other accept; return them."""
        caller, callee = self.random.choice(self.pairs())
        caller.calls(callee)
        callee.clicks("Accept")
        return caller, callee

    def ends(self, person: Person) -> None:
        """End the call from here, honestly; what was said before has arrived when both are back."""
        self.relay.treatment = honestly
        person.clicks("Hang up")
        for one, other in self.pairs():
            one.notices(other)

    def check(self, what: str) -> None:
        """Assert that all that was forged was dropped, and that the pages show nobody else."""
        for person in self.people:
            root = person.page.locator("#channel")
            forged = str(self.relay.forged[person.name])
            expect(root, f"{person.name}: {what}").to_have_attribute("data-dropped", forged, timeout=SECONDS * 1000)
            assert person.page.locator(".person").count() == 1, what
            assert person.page.get_by_text("Mallory").count() == 0, what
            assert person.errors == [], what

    def frames_shown(self) -> list[int]:
        return [person.page.evaluate("window.framesShown") for person in self.people]


@pytest.fixture(scope="module")
def town(browser: Browser, site: Site) -> Iterator[Town]:
    town = Town(browser, site)
    yield town
    for person in town.people:
        person.context.close()


def survives(town: Town, forgery: Forgery) -> None:
    """The call comes to be all the same, with the certificate of the other and nobody else's."""
    town.is_treated(forgery, town.people)
    caller, _ = town.call()
    for person, other in town.pairs():
        person.sees(other)
    (own, theirs), (others_own, others_theirs) = (person.page.evaluate(FINGERPRINTS) for person in town.people)
    assert (own, theirs) == (others_theirs, others_own) != ("", "")
    town.ends(caller)


def is_refused(town: Town, forgery: Forgery) -> None:
    """The call does not come to be: no description is taken, no picture shown."""
    before = town.frames_shown()
    victim, other = town.random.choice(town.pairs())
    said = len(town.relay.heard)
    town.is_treated(forgery, [victim])
    town.call()
    deadline = time.monotonic() + MEDIA_SECONDS
    while not any(is_description(one) and one.to == victim.name for one in town.relay.heard[said:]):
        assert time.monotonic() < deadline, "no description was said"
        victim.page.wait_for_timeout(50)
    town.ends(other)
    assert victim.page.evaluate(FINGERPRINTS)[1] == "", "the page took a description"
    assert town.frames_shown() == before


def test_of_all_calls_none_shows_what_the_relay_made(town: Town) -> None:
    counted = {"as said": 0, "refused": 0}
    attacks = [*((survives, "as said", one) for one in BESIDE), *((is_refused, "refused", one) for one in INSTEAD)]
    for attempt, outcome, forgery in itertools.islice(itertools.cycle(attacks), CALLS):
        attempt(town, forgery)
        town.check(forgery.__name__)
        counted[outcome] += 1
    assert town.relay.forged.total() > 100
    print(f"D-7 with a key: {CALLS} calls, {counted}, {town.relay.forged.total()} forged messages, each dropped")


def spellings(text: str) -> list[str]:
    """Return the forms in which a text may stand in a frame."""
    raw = text.encode()
    middles = [base64.b64encode(bytes(shift) + raw).decode()[4:-4] for shift in range(3)]
    return [text, raw.hex(), *(one for one in middles if len(one) > 7)]


KNOWN = """() => window.connections.flatMap((one) => [one.localDescription, one.remoteDescription])
  .map((one) => one?.sdp ?? '').join('\\n')"""


def test_a_server_that_keeps_everything_learns_nothing_of_the_calls(town: Town) -> None:
    town.relay.treatment = honestly
    told: set[str] = {"candidate:", "a=fingerprint", "ice-ufrag", *(person.name for person in town.people)}
    for _ in range(LISTENED):
        caller, _ = town.call()
        for person, other in town.pairs():
            person.sees(other)
        town.ends(caller)
    for person in town.people:
        known = person.page.evaluate(KNOWN)
        told.update(re.findall(r"^a=candidate:(?:\S+ ){4}(\S+)", known, re.MULTILINE))
        told.update(re.findall(r"^a=(?:fingerprint:sha-256 |ice-pwd:)(\S+)", known, re.MULTILINE))
    assert len(told) > 8, "the pages say nothing worth hiding"
    posted = [f"{one.url} {one.headers} {one.post_data}" for one in town.requests]
    seen = "\n".join([*town.relay.frames, *posted, town.people[0].site.log.read_text()])
    assert {secret for secret in told for spelled in spellings(secret) if spelled in seen} == set()
    print(
        f"D-7: {LISTENED} calls, {len(town.relay.frames)} frames, none of {len(told)} names, addresses and certificates"
    )
