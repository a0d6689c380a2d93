"""Calls between networks that let nothing through but what goes by a relay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.person import Person
from tests.network.conftest import HOMES, SERVICE, World
from tests.network.measures import Break
from tests.network.road import Packet, Road, goes_to_or_from, is_udp
from tests.support.turn import ABSENT, BINARY, Turn

pytestmark = pytest.mark.skipif(BINARY is None, reason=ABSENT)

HERE = "10.77.0.0-10.77.255.255"
"""What stands for the public network."""

WAY = """
async () => {
    const used = window.connections.find((one) => one.connectionState === 'connected');
    const stats = await used?.getStats();
    const transport = [...(stats?.values() ?? [])].find((item) => item.type === 'transport');
    const pair = stats?.get(transport?.selectedCandidatePairId);
    const [own, theirs] = [stats?.get(pair?.localCandidateId), stats?.get(pair?.remoteCandidateId)];
    return [own?.candidateType, own?.relayProtocol, theirs?.candidateType].join(' ');
}
"""
USES = f"async (way) => new RegExp(way).test(await ({WAY})())"
BY_ONE_RELAY = "relay udp|relay$"
"""One of the two may reach the other's place at the relay without one of their own."""
BY_TCP = "relay tcp"


@pytest.fixture(scope="module")
def turn(world: World) -> Iterator[Turn]:
    with world.service.entered(), Turn(shares_secret=True, address=SERVICE, reaches=[HERE]) as turn:
        yield turn


@pytest.fixture(scope="module")
def settings_of_site(turn: Turn) -> dict[str, str]:
    return {**turn.settings(), "TURN_URLS": f"{turn.url_over('udp')},{turn.url_over('tcp')}"}


def is_direct(packet: Packet) -> bool:
    """From one home to the other."""
    return all(goes_to_or_from(home)(packet) for home in HOMES.values())


def test_where_no_direct_way_is_open_a_call_goes_through_the_relay_and_by_tcp_where_udp_ends(
    people: tuple[Person, Person], road: Road
) -> None:
    alice, bob = people
    road.drops = is_direct
    alice.talks_with(bob)
    for person in people:
        person.waits_for(USES, f"{person.name} does not talk through the relay", BY_ONE_RELAY)
    bob.hears(alice)
    road.drops = is_udp
    Break("UDP was blocked in a running call").is_over(alice, bob, within=30)
    for person in people:
        person.waits_for(USES, f"{person.name} does not reach the relay by TCP", BY_TCP)


def test_where_udp_is_blocked_a_call_comes_about_by_tcp_to_the_relay(people: tuple[Person, Person], road: Road) -> None:
    alice, bob = people
    road.drops = is_udp
    alice.talks_with(bob)
    for one, other in [(alice, bob), (bob, alice)]:
        one.waits_for(USES, f"{one.name} does not reach the relay by TCP", BY_TCP)
        one.hears(other)
