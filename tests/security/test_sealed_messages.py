"""A server that forges, replays, splices and flips, alone and together with a member who has the key: nothing is accepted.

Check D-9 for the Python implementation.
"""

from __future__ import annotations

import contextlib
import copy
import random
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from peers.sealing.codec import from_base64url, to_base64url
from peers.sealing.refusals import Reason, Refused
from peers.sealing.route import Route
from peers.sealing.seal import Opened, encrypt, fill, seal, sign
from peers.sealing.visit import Visit
from tests.support.scale import scaled

OF_EACH_KIND = 1000
FLIPPED = scaled(10, 100)
KEY = bytes(range(1, 33))
ALICE_SEED = bytes(range(2, 34))
CHANNEL = "8f14e45f-ceea-4672-950b-2d3e2f6b1c11"
OTHER_CHANNEL = "8f14e45f-ceea-4672-950b-2d3e2f6b1c12"
ALICE = "11111111-1111-4111-8111-111111111111"
BOB = "22222222-2222-4222-8222-222222222222"
MALLORY = "33333333-3333-4333-8333-333333333333"


class Attack(NamedTuple):
    """What the server hands to Bob, as whose, and why he does not believe it."""

    sender: str
    is_broadcast: bool
    text: str
    reasons: set[Reason]


class Town:
    """Alice and Mallory have spoken to Bob, and the server has recorded what Alice said."""

    def __init__(self) -> None:
        self.random = random.Random(9)
        self.alice = Visit(KEY, CHANNEL, ALICE, ALICE_SEED)
        self.bob, self.mallory = Visit(KEY, CHANNEL, BOB), Visit(KEY, CHANNEL, MALLORY)
        self.bob.hear_direct(MALLORY, self.mallory.direct(BOB, self.bob.public, "hello"))
        # By counter: 20 direct ones, 20 broadcasts.
        self.said = {number: f"number {number} " * number for number in range(1, 41)}
        self.direct = [self.alice.direct(BOB, self.bob.public, self.said[number]) for number in range(1, 21)]
        self.broadcast = [self.alice.broadcast(self.said[number]) for number in range(21, 41)]
        for text in self.direct:
            self.bob.hear_direct(ALICE, text)
        for text in self.broadcast:
            self.bob.hear_broadcast(ALICE, text)
        self.to_mallory = [self.alice.direct(MALLORY, self.mallory.public, f"to you {number}") for number in range(20)]
        self.unheard = self.alice.direct(BOB, self.bob.public, "still on its way")

    def bytes(self, size: int) -> bytes:
        return self.random.randbytes(size)

    def recorded(self) -> tuple[bool, str]:
        is_broadcast = self.random.random() < 0.5
        return is_broadcast, self.random.choice(self.broadcast if is_broadcast else self.direct)

    def route(self, is_broadcast: bool) -> Route:
        return Route(CHANNEL, ALICE) if is_broadcast else Route(CHANNEL, ALICE, BOB, self.bob.public)


def replay(town: Town) -> Attack:
    return Attack(ALICE, *town.recorded(), {Reason.REPLAYED})


def flip_a_bit(town: Town) -> Attack:
    is_broadcast, text = town.recorded()
    whole = from_base64url(text[2:])
    text = "1." + to_base64url(flipped(whole, town.random.randrange(8 * len(whole))))
    return Attack(ALICE, is_broadcast, text, {Reason.BAD_TAG})


def change_a_character(town: Town) -> Attack:
    is_broadcast, text = town.recorded()
    at = town.random.randrange(len(text))
    letter = town.random.choice([each for each in "aZ09-_.+/= \n\0é" if each != text[at]])
    return Attack(ALICE, is_broadcast, text[:at] + letter + text[at + 1 :], {Reason.UNSEALED, Reason.BAD_TAG})


def splice(town: Town) -> Attack:
    one, other = town.random.sample(town.broadcast + town.direct + town.to_mallory, 2)
    cut = town.random.randrange(12, len(from_base64url(other[2:])))
    whole = from_base64url(one[2:])[:cut] + from_base64url(other[2:])[cut:]
    is_broadcast = town.random.random() < 0.5
    return Attack(ALICE, is_broadcast, "1." + to_base64url(whole), {Reason.UNSEALED, Reason.BAD_TAG, Reason.REPLAYED})


def take_another_way(town: Town) -> Attack:
    """Direct as broadcast, broadcast as direct, what went to another, another's as Alice's, ours given back to us."""
    sender, is_broadcast, text = town.random.choice(
        [
            (ALICE, True, town.random.choice(town.direct)),
            (ALICE, False, town.random.choice(town.broadcast)),
            (ALICE, town.random.random() < 0.5, town.random.choice(town.to_mallory)),
            (MALLORY, False, town.random.choice(town.direct)),
            (MALLORY, True, town.random.choice(town.broadcast)),
            (BOB, False, town.random.choice(town.direct)),
            (ALICE, False, town.bob.direct(ALICE, town.alice.public, "hello")),
            (ALICE, True, town.bob.broadcast("hello")),
        ]
    )
    return Attack(sender, is_broadcast, text, {Reason.BAD_TAG})


def without_the_key(town: Town) -> Attack:
    is_broadcast = town.random.random() < 0.5
    parts = {"seed": town.bytes(32), "counter": town.random.randrange(1, 2**53), "iv": town.bytes(12), "said": "forged"}
    return Attack(ALICE, is_broadcast, seal(town.bytes(32), town.route(is_broadcast), **parts), {Reason.BAD_TAG})  # type: ignore[arg-type]


def member_as_another_visit(town: Town) -> Attack:
    is_broadcast = town.random.random() < 0.5
    parts = {"seed": town.bytes(32), "counter": town.random.randrange(1, 2**53), "iv": town.bytes(12), "said": "forged"}
    return Attack(ALICE, is_broadcast, seal(KEY, town.route(is_broadcast), **parts), {Reason.WRONG_VISIT})  # type: ignore[arg-type]


def member_signs_as_her(town: Town) -> Attack:
    is_broadcast, seed, counter = town.random.random() < 0.5, town.bytes(32), town.random.randrange(1, 2**53)
    route = town.route(is_broadcast)
    signature = town.random.choice([sign(seed, route, counter, b"forged"), town.bytes(64), bytes(64)])
    text = encrypt(KEY, route, town.bytes(12), fill(town.alice.public, counter, signature, b"forged"))
    return Attack(ALICE, is_broadcast, text, {Reason.BAD_SIGNATURE})


def member_passes_on(town: Town) -> Attack:
    """What Alice really said to Mallory, or elsewhere, sealed anew as if it were said to Bob."""
    is_broadcast, counter = town.random.random() < 0.5, town.random.randrange(1, 2**53)
    elsewhere = town.random.choice(
        [
            Route(CHANNEL, ALICE, MALLORY, town.mallory.public),
            Route(CHANNEL, ALICE, BOB, town.mallory.public),
            replace(town.route(is_broadcast), channel=OTHER_CHANNEL),
            replace(town.route(is_broadcast), sender=MALLORY),
            town.route(not is_broadcast),
        ]
    )
    signature = sign(ALICE_SEED, elsewhere, counter, b"said")
    text = encrypt(KEY, town.route(is_broadcast), town.bytes(12), fill(town.alice.public, counter, signature, b"said"))
    return Attack(ALICE, is_broadcast, text, {Reason.BAD_SIGNATURE})


def member_repeats(town: Town) -> Attack:
    """What Alice said to Bob, taken out and sealed with another iv: the same signature, the same counter."""
    counter = town.random.randrange(1, 41)
    route, said = town.route(counter > 20), town.said[counter].encode()
    text = encrypt(
        KEY, route, town.bytes(12), fill(town.alice.public, counter, sign(ALICE_SEED, route, counter, said), said)
    )
    return Attack(ALICE, counter > 20, text, {Reason.REPLAYED})


KINDS: list[Callable[[Town], Attack]] = [
    replay,
    flip_a_bit,
    change_a_character,
    splice,
    take_another_way,
    without_the_key,
    member_as_another_visit,
    member_signs_as_her,
    member_passes_on,
    member_repeats,
]


def hear(bob: Visit, attack: Attack) -> Opened:
    return (bob.hear_broadcast if attack.is_broadcast else bob.hear_direct)(attack.sender, attack.text)


def test_of_ten_thousand_attacks_none_is_accepted() -> None:
    town = Town()
    before = copy.deepcopy(town.bob.memory)
    for kind in KINDS:
        for _ in range(OF_EACH_KIND):
            attack = kind(town)
            with pytest.raises(Refused) as refusal:
                hear(town.bob, attack)
            assert refusal.value.reason in attack.reasons, kind.__name__
    print(f"attacks refused: {dict(town.bob.refused)}")
    assert town.bob.refused.total() == OF_EACH_KIND * len(KINDS) == 10_000
    # Every reason but one that only a faulty client gives.
    assert set(town.bob.refused) == set(Reason) - {Reason.BAD_PADDING}
    assert town.bob.memory == before
    assert town.bob.hear_direct(ALICE, town.unheard).said == "still on its way"


def test_every_bit_of_a_message_matters() -> None:
    town = Town()
    opened: list[Opened] = []
    flips = 0
    said = ["", "x" * 148, *(f"message {number}" for number in range(2, FLIPPED))]
    for number, text in enumerate(town.alice.direct(BOB, town.bob.public, each) for each in said):
        whole = from_base64url(text[2:])
        for bit in range(8 * len(whole)):
            with contextlib.suppress(Refused):
                opened.append(town.bob.hear_direct(ALICE, "1." + to_base64url(flipped(whole, bit))))
        flips += 8 * len(whole)
        assert town.bob.hear_direct(ALICE, text).said == said[number]
    print(f"bits flipped: {flips}, opened: {len(opened)}")
    assert opened == []
    assert town.bob.refused == {Reason.BAD_TAG: flips}


def flipped(whole: bytes, bit: int) -> bytes:
    return whole[: bit // 8] + bytes([whole[bit // 8] ^ 1 << bit % 8]) + whole[bit // 8 + 1 :]
