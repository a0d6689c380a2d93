"""Who learns whose network address: with *Hide my address* and without, over a real relay."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from playwright.sync_api import Locator, WebSocket, expect

from tests.e2e.firefox_person import FirefoxPerson, needs_firefox
from tests.e2e.person import Person
from tests.e2e.senses import SECONDS
from tests.support.guarded_site import make_site
from tests.support.site import Site
from tests.support.turn import ABSENT, BINARY, Turn

Arrives = Callable[..., Person]

needs_relay = pytest.mark.skipif(BINARY is None, reason=ABSENT)

USES_RELAY = """
async () => {
    const used = window.connections.find((one) => one.connectionState === 'connected');
    const stats = await used?.getStats();
    const transport = [...(stats?.values() ?? [])].find((item) => item.type === 'transport');
    const pair = stats?.get(transport?.selectedCandidatePairId);
    return stats?.get(pair?.localCandidateId)?.candidateType === 'relay';
}
"""
"""Between two paths there may be none for a moment."""


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    with Turn() as turn:
        yield turn


@pytest.fixture(scope="module")
def relayed(turn: Turn) -> Iterator[Site]:
    """A site that names the relay."""
    with make_site(ICE_SERVERS=turn.ice_servers()) as site:
        yield site


class Said:
    """What a page has sent to the server, or got from it, from its first socket on, in the clear."""

    def __init__(self, person: Person, event: str = "framesent") -> None:
        self.frames: list[str] = []
        self._person, self._event = person, event
        person.page.on("websocket", self._watch)

    def _watch(self, socket: WebSocket) -> None:
        socket.on(self._event, lambda text: self.frames.append(str(text)))  # type: ignore[call-overload]

    def envelopes(self, kind: str) -> list[dict[str, Any]]:
        """Return the payloads of what peers were told of this kind."""
        params = [json.loads(frame).get("params", {}) for frame in self.frames if frame.startswith("{")]
        bodies = [(one.get("msg") or one.get("eventData") or {}).get("body") for one in params if isinstance(one, dict)]
        said = [json.loads(body) for body in bodies if isinstance(body, str)]
        return [one["payload"] for one in said if one["type"] == kind]

    def waits_for_descriptions(self, count: int) -> None:
        """Return when so many have left."""
        deadline = time.monotonic() + SECONDS
        while len(self.envelopes("description")) < count:
            assert time.monotonic() < deadline, f"{self._person.name} has not described the new path"
            # Playwright tells of frames only while it is asked something.
            self._person.page.wait_for_timeout(50)

    def candidates(self) -> list[str]:
        """Return every way to this page that it told, in descriptions too."""
        alone = [(one["candidate"] or {}).get("candidate", "") for one in self.envelopes("candidate")]
        within = [line[2:] for one in self._lines() for line in one if line.startswith("a=candidate:")]
        return [text for text in [*alone, *within] if text]

    def connection_lines(self) -> set[str]:
        """Return the addresses in lines that may hold one beside candidates."""
        lines = [line for one in self._lines() for line in one if re.match("[oc]=|a=rtcp:", line)]
        return {line.split(" ")[-1] for line in lines}

    def _lines(self) -> list[list[str]]:
        return [one["description"]["sdp"].splitlines() for one in self.envelopes("description")]


def own_addresses() -> set[str]:
    """Return the addresses of this machine that others could reach."""
    every = [one for of_interface in psutil.net_if_addrs().values() for one in of_interface]
    shown = {one.address.split("%")[0] for one in every if one.family in (socket.AF_INET, socket.AF_INET6)}
    return {address for address in shown if not address.startswith(("127.", "::1"))}


def tells_no_own_address(ear: Said) -> None:
    """Of all ways to the one who hides, only the relay's are told, and no address beside."""
    assert ear.candidates(), "no way to this page was told"
    for text in ear.candidates():
        assert re.search(r" typ relay raddr 0\.0\.0\.0 rport 9($| )", text)
        assert "network" not in text
    assert ear.connection_lines() == {"0.0.0.0"}  # noqa: S104 - told, not bound
    everything = "\n".join(ear.frames)
    for address in own_addresses():
        assert address not in everything
    assert ".local" not in everything


def switch_of(person: Person) -> Locator:
    return person.page.get_by_role("switch", name="Hide my address", exact=True)


@needs_relay
@pytest.mark.parametrize("hides", [{"Alice"}, {"Bob"}, {"Alice", "Bob"}], ids=["caller", "callee", "both"])
def test_who_hides_talks_through_the_relay_and_tells_no_own_address(
    arrives: Arrives, relayed: Site, hides: set[str]
) -> None:
    channel = relayed.make_channel("Kitchen table")
    alice, bob = (arrives(name, channel, site=relayed) for name in ("Alice", "Bob"))
    said = {person.name: Said(person) for person in (alice, bob)}
    for person in (alice, bob):
        switch_of(person).set_checked(person.name in hides)
        person.joins()
    alice.calls(bob)
    expect(bob.button("Accept")).to_be_visible()
    for person in (alice, bob):
        assert person.page.evaluate("window.connections.length") == 0, "nothing is gathered before Accept"
        assert said[person.name].candidates() == []
    bob.clicks("Accept")
    alice.sees(bob)
    bob.sees(alice)
    # A path that failed is looked for anew, by the same rules.
    alice.page.evaluate("window.connections[0].restartIce()")
    for person in (alice, bob):
        ear = said[person.name]
        ear.waits_for_descriptions(2)
        if person.name not in hides:
            assert {"host"} <= {text.split(" typ ")[1].split(" ")[0] for text in ear.candidates()}
            continue
        tells_no_own_address(ear)
        person.waits_for(USES_RELAY, f"{person.name} does not talk through the relay")
        assert person.page.evaluate("window.connections[0].getConfiguration().iceTransportPolicy") == "relay"
    for person, other in ((alice, bob), (bob, alice)):
        expect(person.button(f"Connection to {other.name}: Through a relay")).to_be_visible()


@needs_relay
@needs_firefox
def test_firefox_hides_as_well(arrives: Arrives, relayed: Site) -> None:
    channel = relayed.make_channel("Kitchen table")
    alice = arrives("Alice", channel, site=relayed)
    heard = Said(alice, "framereceived")
    alice.joins()
    bob = FirefoxPerson("Bob", f"{relayed.url}/peers/{channel}")
    try:
        bob.evaluates("document.querySelector('#hide-address').click()")
        bob.joins()
        bob.clicks("Call Alice")
        alice.clicks("Accept")
        alice.sees(bob)
        bob.sees(alice)
        tells_no_own_address(heard)
        assert bob.errors() == []
    finally:
        bob.goes_home()


@needs_relay
def test_without_the_switch_a_call_is_direct_and_the_choice_is_kept(arrives: Arrives, relayed: Site) -> None:
    channel = relayed.make_channel("Kitchen table")
    alice = arrives("Alice", channel, site=relayed)
    expect(switch_of(alice)).not_to_be_checked()
    alice.page.get_by_text("Hide my address", exact=True).click()
    expect(switch_of(alice)).to_be_checked()
    alice.page.reload()
    expect(switch_of(alice)).to_be_checked()
    expect(switch_of(alice)).to_have_accessible_description(re.compile("through this service's relay"))
    switch_of(alice).set_checked(False)
    alice.joins()
    bob = arrives("Bob", channel, site=relayed).joins()
    alice.talks_with(bob)
    assert not alice.page.evaluate(USES_RELAY)


def test_without_a_relay_the_switch_is_off_and_says_why(arrives: Arrives, site: Site, channel: str) -> None:
    alice = arrives("Alice", channel)
    alice.page.evaluate("localStorage.setItem('pbx-peers.hide-address', 'true')")
    alice.page.reload()
    expect(switch_of(alice)).to_be_disabled()
    expect(switch_of(alice)).not_to_be_checked()
    expect(switch_of(alice)).to_have_accessible_description(re.compile("has no relay, so it cannot hide"))


@needs_relay
def test_a_relay_that_does_not_answer_ends_the_call_and_says_so(arrives: Arrives, turn: Turn, relayed: Site) -> None:
    channel = relayed.make_channel("Kitchen table")
    alice, bob = (arrives(name, channel, site=relayed) for name in ("Alice", "Bob"))
    said = Said(alice)
    switch_of(alice).check()
    alice.joins()
    bob.joins()
    turn.stop()
    try:
        alice.calls(bob)
        bob.clicks("Accept")
        alice.reads("No relay answered, so the call with Bob could not begin", seconds=60)
        assert said.candidates() == []
    finally:
        turn.start()


@needs_relay
def test_a_relay_that_refuses_is_told_on_both_sides(arrives: Arrives, turn: Turn) -> None:
    settings = {"TURN_URLS": turn.url, "TURN_SECRET": "not the secret of this relay, but as long as one"}
    with make_site(**settings) as site:
        channel = site.make_channel("Kitchen table")
        alice, bob = (arrives(name, channel, site=site) for name in ("Alice", "Bob"))
        switch_of(alice).check()
        alice.joins()
        bob.joins()
        alice.calls(bob)
        bob.clicks("Accept")
        alice.reads("No connection to Bob: the relay of this service refused you.", seconds=60)
        expect(alice.page.get_by_role("link", name="Test your devices and connection")).to_be_visible()
        bob.reads("No connection to Alice: Alice's browser offered no way to be reached.", seconds=60)
