"""What a relay without the key can make of a sealed message: nothing that anybody believes."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from dataclasses import replace

from peers.sealing.codec import from_base64url, to_base64url
from tests.e2e.security.relay import Heard, Relay

PREFIX = "1."
IV_BYTES = 12
DESCRIPTION_CHARACTERS = 2500
"""Filled up, a sealed description is longer than this, and everything else shorter: so much a relay can tell."""
REPLAYED = 10
"""So many of the latest messages are played again, twice, with each that comes."""

Forgery = Callable[["Forger", Heard], list[Heard]]


def is_description(heard: Heard) -> bool:
    """Is it one, by its length?"""
    return heard.is_direct and len(heard.text) > DESCRIPTION_CHARACTERS


class Forger:
    """Knows what a relay knows, and what an attacker's own browser describes itself with."""

    def __init__(self, relay: Relay, description: dict[str, str], chance: random.Random) -> None:
        self.relay = relay
        self.description = description
        self.random = chance
        self.held: list[Heard] = []

    def older(self, heard: Heard) -> Heard:
        """Return something that was said earlier, on the same way."""
        return self.random.choice(self.relay.said_to(heard.to, heard.is_direct))


def flip(forger: Forger, heard: Heard) -> list[Heard]:
    """Change a byte: in the seal's tag, in what it seals, or before."""
    whole = bytearray(from_base64url(heard.text.removeprefix(PREFIX)))
    whole[forger.random.randrange(len(whole))] ^= forger.random.randrange(1, 256)
    return [replace(heard, text=PREFIX + to_base64url(bytes(whole)))]


def splice(forger: Forger, heard: Heard) -> list[Heard]:
    """Put the beginning of one message before the rest of another."""
    one, other = (from_base64url(each.text.removeprefix(PREFIX)) for each in (heard, forger.older(heard)))
    cut = forger.random.randrange(IV_BYTES, min(len(one), len(other)))
    return [
        replace(heard, text=PREFIX + to_base64url(first[:cut] + rest[cut:]))
        for first, rest in ((one, other), (other, one))
    ]


def repeat(forger: Forger, heard: Heard) -> list[Heard]:
    """Play again what was said, in the same order, twice."""
    return forger.relay.said_to(heard.to)[-REPLAYED:] * 2


def take_another_way(forger: Forger, heard: Heard) -> list[Heard]:
    """Direct what was broadcast, broadcast what was direct."""
    return [replace(heard, is_direct=not heard.is_direct)]


def rename(forger: Forger, heard: Heard) -> list[Heard]:
    """Claim another sender."""
    return [replace(heard, sender=str(uuid.UUID(int=forger.random.getrandbits(128), version=4)))]


def reflect(forger: Forger, heard: Heard) -> list[Heard]:
    """Give a page what it said itself, as if the other had said it."""
    [other] = (name for name in forger.relay.clients if name != heard.to)
    said = forger.relay.said_to(other)[-10:]
    return [replace(one, to=heard.to, sender=heard.sender) for one in said]


def speak_plainly(forger: Forger, heard: Heard) -> list[Heard]:
    """Say without a seal what begins a call with the attacker's own certificate."""
    dialog = str(uuid.UUID(int=forger.random.getrandbits(128), version=4))
    said = [
        ("hello", None, {"name": "Mallory", "state": "free", "reply": True}),
        ("offer", dialog, {"video": True, "audio": True, "group": dialog, "as": "introduced"}),
        ("accept", dialog, {"video": True, "audio": True, "group": dialog}),
        ("description", dialog, {"description": forger.description, "round": 1}),
    ]
    texts = [
        json.dumps({"v": 1, "type": kind, "dialog": within, "seq": seq, "payload": payload})
        for seq, (kind, within, payload) in enumerate(said)
    ]
    return [replace(heard, text=text) for text in texts]


def drop(forger: Forger, heard: Heard) -> list[Heard]:
    """Deliver nothing."""
    return []


def delay(forger: Forger, heard: Heard) -> list[Heard]:
    """Let the next message overtake it."""
    forger.held.append(heard)
    return []


FORGERIES: list[Forgery] = [flip, splice, repeat, take_another_way, rename, reflect, speak_plainly]


def beside(forge: Forgery) -> Forgery:
    """Deliver what is forged from each message before it, and some of it behind it."""

    def treat(forger: Forger, heard: Heard) -> list[Heard]:
        forged = untrue(forge(forger, heard))
        return [*forged, heard, *forged[:1]]

    return named(treat, f"{forge.__name__} beside the true ones")


def instead(forge: Forgery) -> Forgery:
    """Deliver what is forged in the place of each description; all else goes through."""

    def treat(forger: Forger, heard: Heard) -> list[Heard]:
        if is_description(heard):
            return untrue(forge(forger, heard))
        late, forger.held = forger.held, []
        return [heard, *late]

    return named(treat, f"{forge.__name__} in the place of descriptions")


def untrue(messages: list[Heard]) -> list[Heard]:
    return [replace(one, is_true=False) for one in messages]


def named(forgery: Forgery, name: str) -> Forgery:
    forgery.__name__ = name
    return forgery
