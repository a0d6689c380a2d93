"""Calls through a relay that shares a secret with the site: each page has a password of its own, and fresh ones in time.

What opens the relay and what does not, without browsers: `tests/security/test_turn.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.firefox_person import FirefoxPerson, needs_firefox
from tests.e2e.person import Person
from tests.e2e.senses import MEDIA_SECONDS, SECONDS
from tests.e2e.test_addresses import USES_RELAY, Said
from tests.support.guarded_site import make_site
from tests.support.scale import FULL
from tests.support.site import Site
from tests.support.turn import ABSENT, BINARY, Turn
from tests.support.turn_client import ALLOCATED, allocate_once

Arrives = Callable[..., Person]

pytestmark = pytest.mark.skipif(BINARY is None, reason=ABSENT)

MINUTE = 60

RELAY = "() => window.connections[0].getConfiguration().iceServers.at(-1)"
HAS_ANOTHER = f"(username) => ({RELAY})().username !== username"

WAY = """
async () => {
    const stats = await window.connections[0].getStats();
    const transport = [...stats.values()].find((item) => item.type === 'transport');
    const own = stats.get(stats.get(transport?.selectedCandidatePairId)?.localCandidateId);
    return own?.candidateType === 'relay' ? `${own.address}:${own.port}` : '';
}
"""
"""Where the relay hears for this page."""

WAYS = "() => window.connections[0].told.filter((one) => / own candidate:.* typ relay /.test(one)).length"
"""How many ways to itself, all by the relay, the page has found."""

HAS_MORE_WAYS = f"(before) => ({WAYS})() > before"

FOUND = """
async (server) => {
    const connection = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
    connection.createDataChannel('');
    let found = 0;
    connection.onicecandidate = ({ candidate }) => (found += candidate?.type === 'relay' ? 1 : 0);
    const done = new Promise((resolve) => {
        connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
    });
    await connection.setLocalDescription();
    await done;
    connection.close();
    // It is no call of the page.
    window.connections.pop();
    return found;
}
"""
"""How many ways to itself a browser finds with this server alone."""

KEPT = """
() => [document.documentElement.outerHTML, location.href, document.cookie,
       JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join('\\n')
"""


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    with Turn(shares_secret=True) as turn:
        yield turn


@pytest.fixture(scope="module")
def relayed(turn: Turn) -> Iterator[Site]:
    """A site whose passwords for the relay hold an hour."""
    with make_site(**turn.settings()) as site:
        yield site


waits_long = pytest.mark.skipif(not FULL, reason="waits for the end of a password: part of `make soak`")


@pytest.fixture
def short(turn: Turn) -> Iterator[Site]:
    """A site whose passwords hold a minute."""
    with make_site(**turn.settings(minutes=1)) as site:
        yield site


def two_talk_through_the_relay(arrives: Arrives, site: Site) -> tuple[Person, Person]:
    channel = site.make_channel("Kitchen table")
    alice, bob = (arrives(name, channel, site=site) for name in ("Alice", "Bob"))
    for person in (alice, bob):
        person.page.get_by_role("switch", name="Hide my address", exact=True).check()
        person.joins()
    alice.talks_with(bob)
    for person in (alice, bob):
        person.waits_for(USES_RELAY, f"{person.name} does not talk through the relay")
    return alice, bob


def relay_of(person: Person) -> dict[str, Any]:
    """Return what this page's connection would use for the next path."""
    return dict(person.page.evaluate(RELAY))


def ice_states(person: Person) -> list[str]:
    """Return what the page's connection went through."""
    told: list[str] = person.page.evaluate("window.connections[0].told")
    return [words[2] for words in (one.split(" ") for one in told) if words[1] == "ice"]


def is_taken(turn: Turn, server: dict[str, Any]) -> bool:
    return allocate_once(turn.port, server["username"], server["credential"]) == ALLOCATED


def test_two_talk_through_the_relay_and_neither_learns_the_others_password(
    arrives: Arrives, turn: Turn, relayed: Site
) -> None:
    channel = relayed.make_channel("Kitchen table")
    alice, bob = (arrives(name, channel, site=relayed) for name in ("Alice", "Bob"))
    said = {person.name: [Said(person), Said(person, "framereceived")] for person in (alice, bob)}
    for person in (alice, bob):
        person.page.get_by_role("switch", name="Hide my address", exact=True).check()
        person.joins()
    alice.talks_with(bob)
    relays = {}
    for person in (alice, bob):
        person.waits_for(USES_RELAY, f"{person.name} does not talk through the relay")
        relays[person.name] = relay_of(person)
        assert relays[person.name]["urls"] == [turn.url]
    names = {name: relay["username"].split(":")[1] for name, relay in relays.items()}
    assert names["Alice"] != names["Bob"]
    for name in names.values():
        assert f":{name}>" in turn.log.read_text(errors="replace"), "the relay has not heard of this visitor"
    log = relayed.log.read_text()
    for person in (alice, bob):
        seen = "\n".join(
            [str(person.page.evaluate(KEPT)), log, *(frame for ear in said[person.name] for frame in ear.frames)]
        )
        for name, relay in relays.items():
            for secret in (names[name], relay["credential"], turn.secret):
                assert secret not in seen


def test_a_running_call_gets_fresh_passwords_and_finds_a_new_path_when_the_first_have_ended(
    arrives: Arrives, turn: Turn, short: Site
) -> None:
    alice, bob = two_talk_through_the_relay(arrives, short)
    people = (alice, bob)
    first = {person.name: relay_of(person) for person in people}
    ways = {person.name: person.page.evaluate(WAY) for person in people}
    for person in people:
        username = first[person.name]["username"]
        person.waits_for(HAS_ANOTHER, f"{person.name} got no fresh password", username, seconds=MINUTE)
        assert time.time() < int(username.split(":")[0]), "too late"
        assert person.page.evaluate(WAY) == ways[person.name], "the path in use has changed"
    deadline = time.time() + MINUTE + SECONDS
    for server in first.values():
        while is_taken(turn, server):
            assert time.time() < deadline, "the relay still takes the first password"
            alice.page.wait_for_timeout(200)
        assert time.time() >= int(server["username"].split(":")[0])
    alice.sees(bob)
    bob.sees(alice)
    assert alice.page.evaluate(FOUND, first["Alice"]) == 0
    assert alice.page.evaluate(FOUND, relay_of(alice)) > 0
    for person in people:
        assert not {"disconnected", "failed"} & set(ice_states(person)), f"{person.name} noticed"
    counts = [person.page.evaluate(WAYS) for person in people]
    alice.page.evaluate("window.connections[0].restartIce()")
    for person, count in zip(people, counts, strict=True):
        # Chromium looks for a new way and stays on the old one as long as that works.
        person.waits_for(HAS_MORE_WAYS, f"{person.name} found no new way", count, MEDIA_SECONDS)
    # And where the old one is cut off: the relay forgets all it had, so only what is found from now on can carry a call.
    counts = [person.page.evaluate(WAYS) for person in people]
    turn.stop()
    turn.start()
    for person, count in zip(people, counts, strict=True):
        person.waits_for(HAS_MORE_WAYS, f"{person.name} looked for no new way", count, MEDIA_SECONDS)
    alice.sees(bob)
    bob.sees(alice)
    for person in people:
        assert person.page.evaluate("window.connections.length") == 1, "it is the same call"
        person.waits_for(USES_RELAY, f"{person.name} does not talk through the relay")


@waits_long
def test_a_service_that_is_away_is_asked_again_and_the_call_goes_on(arrives: Arrives, short: Site) -> None:
    alice, bob = two_talk_through_the_relay(arrives, short)
    failed: list[str] = []
    alice.page.on("requestfailed", lambda request: failed.append(request.url))
    username = relay_of(alice)["username"]
    short.vanish()
    deadline = time.monotonic() + MINUTE
    while not any(url.endswith("/sessions") for url in failed):
        assert time.monotonic() < deadline, "no fresh password was asked for"
        alice.page.wait_for_timeout(100)
    assert relay_of(alice)["username"] == username
    short.start()
    alice.waits_for(HAS_ANOTHER, "the page did not ask again", username, seconds=MINUTE)
    alice.is_in_state("ready")
    assert set(ice_states(alice)) <= {"checking", "connected", "completed"}
    alice.sees(bob)
    bob.sees(alice)


@waits_long
@needs_firefox
def test_firefox_gets_fresh_passwords_as_well(arrives: Arrives, turn: Turn, short: Site) -> None:
    channel = short.make_channel("Kitchen table")
    alice = arrives("Alice", channel, site=short).joins()
    bob = FirefoxPerson("Bob", f"{short.url}/peers/{channel}")
    try:
        bob.evaluates("document.querySelector('#hide-address').click()")
        bob.joins()
        bob.clicks("Call Alice")
        alice.clicks("Accept")
        alice.sees(bob)
        first = bob.evaluates(f"({RELAY})()")
        deadline = time.time() + MINUTE + SECONDS
        while bob.evaluates(f"({RELAY})()")["username"] == first["username"] or is_taken(turn, first):
            assert time.time() < deadline, "Bob got no fresh password, or the relay still takes the first one"
            alice.page.wait_for_timeout(500)
        # Only who has a fresh one comes back from this.
        count = alice.page.evaluate(WAYS)
        turn.stop()
        turn.start()
        alice.waits_for(HAS_MORE_WAYS, "Alice looked for no new way", count, MEDIA_SECONDS)
        alice.sees(bob)
        bob.sees(alice)
        assert bob.evaluates("window.connections.length") == 1, "it is the same call"
        assert bob.errors() == []
    finally:
        bob.goes_home()
