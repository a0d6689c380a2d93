"""Several FreeSWITCH nodes: to which of them a channel belongs. Everybody who knows the same nodes comes to the same answer.

Rendezvous hashing (highest random weight): each node draws a number for the channel, and the largest wins. So the channels of
a node that dies go to the others, to each its share, and no other channel moves. A node that joins takes its share from all, one
channel after another over `JOINING_SECONDS`: what moves comes to it in small parts and not all at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from verto.core.codes import Refusal

LEASE_SECONDS = 10.0
"""A node that has not renewed its lease for so long is dead, and its channels belong to others."""
JOINING_SECONDS = 30.0
"""So long after it has joined a node has all the channels that are its own."""

_WORD = 8
_WORDS = 1 << 8 * _WORD


@dataclass(frozen=True, slots=True)
class Node:
    """A living node. `age` is how many seconds ago it joined, or came back; all ages are of one moment."""

    name: str
    age: float


def home(channel_id: str, nodes: Collection[Node]) -> str | None:
    """Return the name of the node to which this channel belongs; None where no node is alive.

    Where all nodes are too young for the channel, the oldest has it: a whole site that starts gives each channel to one node, and
    moves it once at most.
    """
    moment = _turn(channel_id) * JOINING_SECONDS
    ready = [node for node in nodes if node.age >= moment]
    if ready:
        return max(ready, key=lambda node: (_weight(channel_id, node.name), node.name)).name
    return max(nodes, key=lambda node: (node.age, node.name)).name if nodes else None


def refuse_channel(channel_id: str, nodes: Collection[Node], name: str) -> Refusal | None:
    """Judge whether the node of this name may serve a channel. While no node is alive nobody knows, and it waits."""
    found = home(channel_id, nodes)
    if found is None:
        return Refusal.TRY_LATER
    return None if found == name else Refusal.WRONG_NODE


def _turn(channel_id: str) -> float:
    """Return when a node that joins gets this channel, above 0 and at most 1. The same for each node: one that joined later
    never gets it earlier."""
    return (_draw(channel_id, b"turn", b"") + 1) / float(_WORDS)


def _weight(channel_id: str, name: str) -> int:
    return _draw(channel_id, b"weight", name.encode())


def _draw(channel_id: str, purpose: bytes, key: bytes) -> int:
    # Part of what all nodes agree on: another digest here moves every channel.
    return int.from_bytes(blake2b(channel_id.encode(), digest_size=_WORD, person=purpose, key=key).digest())
