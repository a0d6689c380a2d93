"""To which node a channel belongs: the same answer everywhere, even shares, and nothing moves without need."""

from __future__ import annotations

import uuid
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verto.core.nodes import JOINING_SECONDS, Node, home

OLD = 10 * JOINING_SECONDS
CHANNELS = [str(uuid.UUID(int=number * 2**64 + number)) for number in range(10_000)]
EVEN_WITHIN = 0.1
"""Ten thousand channels, up to eight nodes: no node's part is further from the fair one (docs/scaling.md)."""

names = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=32)
ages = st.floats(0, 2 * JOINING_SECONDS)
sites = st.dictionaries(names, ages, min_size=1, max_size=6)
channels = st.uuids().map(str)


def site(ages_by_name: dict[str, float]) -> list[Node]:
    return [Node(name, age) for name, age in ages_by_name.items()]


def grown(*node_names: str) -> list[Node]:
    return [Node(name, OLD) for name in node_names]


def test_it_is_the_same_in_every_process_and_every_version() -> None:
    nodes = grown("a", "b", "c")
    assert "".join(str(home(channel, nodes)) for channel in CHANNELS[:24]) == "caabcbcaaacbacbacbbabbcb"


def test_without_a_living_node_a_channel_is_nowhere() -> None:
    assert home(CHANNELS[0], []) is None


@given(channels, sites, st.randoms())
def test_the_order_in_which_nodes_are_told_does_not_matter(
    channel: str, ages_by_name: dict[str, float], random: Random
) -> None:
    nodes = site(ages_by_name)
    before = home(channel, nodes)
    random.shuffle(nodes)
    assert home(channel, nodes) == before
    assert before in ages_by_name


@given(channels, sites)
def test_a_node_that_dies_moves_its_own_channels_alone(channel: str, ages_by_name: dict[str, float]) -> None:
    nodes = site(ages_by_name)
    before = home(channel, nodes)
    for dead in nodes:
        if dead.name != before:
            assert home(channel, [node for node in nodes if node is not dead]) == before


@given(channels, sites, names)
def test_a_node_that_joins_takes_nothing_at_once_and_nothing_for_others(
    channel: str, ages_by_name: dict[str, float], newcomer: str
) -> None:
    others = [Node(name, age + OLD) for name, age in ages_by_name.items() if name != newcomer]
    before = home(channel, others)
    if others:
        assert home(channel, [*others, Node(newcomer, 0.0)]) == before
    assert home(channel, [*others, Node(newcomer, OLD)]) in (before, newcomer)


@given(channels, sites)
def test_while_nodes_grow_a_channel_moves_to_each_once_at_most(channel: str, ages_by_name: dict[str, float]) -> None:
    seen: list[str | None] = []
    for step in range(61):
        later = [Node(name, age + step * JOINING_SECONDS / 30) for name, age in ages_by_name.items()]
        now = home(channel, later)
        if not seen or seen[-1] != now:
            seen.append(now)
    assert len(seen) == len(set(seen)) <= len(ages_by_name)


def test_a_site_that_starts_moves_a_channel_once_at_most() -> None:
    for channel in CHANNELS[:200]:
        homes = [str(home(channel, [Node("a", at + 1.0), Node("b", at)])) for at in range(40)]
        assert homes == sorted(homes)


@pytest.mark.parametrize("count", range(2, 9))
def test_every_node_has_its_share(count: int) -> None:
    nodes = grown(*(f"node-{number}" for number in range(count)))
    shares = Counter(home(channel, nodes) for channel in CHANNELS)
    fair = len(CHANNELS) / count
    assert len(shares) == count
    assert all(abs(share - fair) <= EVEN_WITHIN * fair for share in shares.values()), shares


@pytest.mark.parametrize("count", range(2, 9))
def test_what_a_dead_node_had_goes_to_all_others_alike(count: int) -> None:
    nodes = grown(*(f"node-{number}" for number in range(count + 1)))
    orphans = [channel for channel in CHANNELS if home(channel, nodes) == "node-0"]
    heirs = Counter(home(channel, nodes[1:]) for channel in orphans)
    fair = len(orphans) / count
    assert all(abs(share - fair) <= 2.5 * EVEN_WITHIN * fair for share in heirs.values()), heirs


def test_a_node_that_joins_takes_its_share_evenly_over_the_time() -> None:
    others = grown("a", "b")
    part = [
        sum(home(channel, [*others, Node("c", tenths * JOINING_SECONDS / 10)]) == "c" for channel in CHANNELS)
        for tenths in range(11)
    ]
    whole = part[-1]
    assert (part[0], part) == (0, sorted(part))
    assert all(abs(taken - whole * tenths / 10) < 0.05 * whole for tenths, taken in enumerate(part)), part
