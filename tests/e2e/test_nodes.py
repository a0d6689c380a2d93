"""The FreeSWITCH node of a channel dies: its pages find each other at another one, and their call goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.person import Person
from tests.e2e.test_line_drops import WATCH_FRAMES
from tests.support import border
from tests.support.nodes import NodeSite
from verto.core.nodes import LEASE_SECONDS

Arrives = Callable[..., Person]

MEET_SECONDS = LEASE_SECONDS + 30.0
"""The lease, a page's longest delay twice, and a machine that has two browsers to run."""

GAP_MILLISECONDS = LEASE_SECONDS * 1000 / 2
"""A picture that needed the node would stand still for the whole of the lease; less may be a busy machine."""


@pytest.fixture
def land() -> Iterator[NodeSite]:
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with NodeSite(2) as site:
        site.grow_up()
        yield site


@pytest.fixture
def site(land: NodeSite) -> NodeSite:
    return land


@pytest.mark.alone
def test_a_call_outlives_the_node_and_the_channel_meets_at_another(land: NodeSite, arrives: Arrives) -> None:
    # The second of two channels, one for each node.
    channel = land.make_channels(1)[1]
    alice, bob = arrives("Alice", channel).joins(), arrives("Bob", channel).joins()
    alice.talks_with(bob)
    for person in (alice, bob):
        person.page.evaluate(WATCH_FRAMES)
    land.nodes["b"].dies()
    for person in (alice, bob):
        person.is_in_state("reconnecting")
    for person in (alice, bob):
        person.is_in_state("ready", seconds=MEET_SECONDS)
    carol = arrives("Carol", channel).joins()
    # Both have told her their names, by way of the other node.
    for person in (alice, bob):
        carol.notices(person)
        assert person.page.evaluate("window.connections.length") == 1, f"{person.name}'s call was made anew"
        assert person.page.evaluate("window.longestGap") < GAP_MILLISECONDS, f"{person.name}'s picture froze"
