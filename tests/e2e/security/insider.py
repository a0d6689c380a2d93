"""A member who has the key of a channel and a program of their own, and what such a one forges, alone or with the server."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from peers.sealing.codec import from_base64url, to_base64url
from peers.sealing.memory import MAX_COUNTER
from peers.sealing.route import Route
from peers.sealing.seal import HEAD_BYTES, IV_BYTES, encrypt, fill, seal, sender_key, sign
from peers.sealing.visit import Visit
from tests.contract.visitor import Visitor
from tests.e2e.security.relay import Heard, Relay, heard_in
from tests.support.site import Site

PREFIX = "1."
SECONDS_BETWEEN = 0.008
"""Slower than the rate of one socket: that is another check's business."""


class Ear(Visitor):
    """Keeps what others say."""

    def __init__(self, site: Site, channel: str) -> None:
        super().__init__(site, channel)
        self.heard: list[Heard] = []

    async def hears(self, wanted: Any, seconds: float = 10) -> dict[str, Any]:
        def noted(frame: dict[str, Any]) -> bool:
            heard = heard_in("Mallory", frame)
            if heard is not None and heard.sender != self.client_id:
                self.heard.append(heard)
            return bool(wanted(frame))

        return await super().hears(noted, seconds)


class Insider:
    """Mallory. `visits` are those of the pages that she has spoken to, by client ID."""

    def __init__(self, site: Site, channel: str, key: bytes, relay: Relay, victim: str) -> None:
        self.key = key
        self.channel = channel
        self.relay = relay
        self.victim = victim
        self.random = random.Random(9)
        self.visits: dict[str, bytes] = {}
        self.said: list[str] = []
        self._ear = Ear(site, channel)
        self._seq = itertools.count()
        self.seed = self.random.randbytes(32)

    @property
    def client(self) -> str:
        return self._ear.client_id

    @property
    def heard(self) -> list[Heard]:
        return self._ear.heard

    @property
    def bob(self) -> str:
        return self.relay.clients[self.victim]

    @property
    def alice(self) -> str:
        """Return the one other client whose visit is known."""
        [other] = set(self.visits) - {self.bob}
        return other

    async def joins(self, pages: int) -> None:
        """Come in honestly, and be known to so many pages."""
        await self._ear.joins()
        self.visit = Visit(self.key, self.channel, self.client, self.seed)
        hello = {"eventData": {"body": self.visit.broadcast(self.hello("Mallory", reply=True))}}
        channel = {"eventChannel": self.channel, "localBroadcast": True}
        await self._ear.calls("verto.broadcast", channel | hello)
        while len(self.visits) < pages:
            await self._ear.hears(lambda frame: frame.get("method") == "verto.info")
            heard = self._ear.heard[-1]
            self.visits[heard.sender] = self.visit.hear_direct(heard.sender, heard.text).visit
        for client, visit in self.visits.items():
            await self.tells(client, self.visit.direct(client, visit, self.hello("Mallory")))

    async def tells(self, to: str, text: str) -> None:
        """Say it to one member, over the socket, as whatever the server calls us."""
        answer = await self._ear.calls("verto.info", {"msg": {"to": to, "body": text}})
        assert "result" in answer, answer
        await asyncio.sleep(SECONDS_BETWEEN)

    async def speaks(self, number: int) -> None:
        """Say so many true things to the victim, to have what can be repeated."""
        for _ in range(number):
            self.said.append(self.visit.direct(self.bob, self.visits[self.bob], self.hello("Mallory")))
            await self.tells(self.bob, self.said[-1])

    async def leaves(self) -> None:
        await self._ear.hangs_up()

    def hello(self, name: str, *, reply: bool = False) -> str:
        payload = {"name": name, "state": "free", "reply": reply}
        return json.dumps({"v": 1, "type": "hello", "dialog": None, "seq": next(self._seq), "payload": payload})

    def forged(self) -> str:
        """Return what a page would show if it believed it: another name, or a call."""
        if self.random.random() < 0.5:
            return self.hello("Forged")
        dialog = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        payload = {"video": True, "audio": True, "group": dialog, "as": "alone"}
        offer = {"v": 1, "type": "offer", "dialog": dialog, "seq": 0, "payload": payload}
        return json.dumps(offer)

    def noise(self, size: int) -> bytes:
        return self.random.randbytes(size)

    def counter(self) -> int:
        return self.random.randrange(10**6, MAX_COUNTER)

    def route(self, sender: str, is_direct: bool = True) -> Route:
        return (
            Route(self.channel, sender, self.bob, self.visits[self.bob]) if is_direct else Route(self.channel, sender)
        )

    def by_us(self, text: str) -> Heard:
        """Over the socket, by our own name."""
        return Heard(self.victim, self.client, True, text)

    def by(self, sender: str, text: str, is_direct: bool = True) -> Heard:
        """By the server's hand, by another's name."""
        return Heard(self.victim, sender, is_direct, text)

    def sealed(self, route: Route, *, seed: bytes, counter: int) -> str:
        return seal(self.key, route, seed=seed, counter=counter, iv=self.noise(IV_BYTES), said=self.forged())

    def of_alice(self, to: str) -> list[Heard]:
        """Return what Alice told this one: 'Mallory', or the victim."""
        heard = self._ear.heard if to == "Mallory" else self.relay.passed
        return [one for one in heard if one.sender == self.alice and one.to == to]

    def opened(self, heard: Heard) -> bytes:
        """Return the plain text of a message to us or to everybody."""
        to_us = Route(self.channel, heard.sender, self.client, self.visit.public)
        route = to_us if heard.is_direct else Route(self.channel, heard.sender)
        whole = from_base64url(heard.text.removeprefix(PREFIX))
        key = AESGCM(sender_key(self.key, self.channel, heard.sender))
        return key.decrypt(whole[:IV_BYTES], whole[IV_BYTES:], route.bound())


def repeat_ourselves(one: Insider) -> Heard:
    return one.by_us(one.random.choice(one.said))


def flip_a_bit(one: Insider) -> Heard:
    whole = bytearray(from_base64url(one.random.choice(one.said).removeprefix(PREFIX)))
    bit = one.random.randrange(8 * len(whole))
    whole[bit // 8] ^= 1 << bit % 8
    return one.by_us(PREFIX + to_base64url(bytes(whole)))


def splice(one: Insider) -> Heard:
    first, rest = (from_base64url(text.removeprefix(PREFIX)) for text in one.random.sample(one.said, 2))
    cut = one.random.randrange(IV_BYTES, len(rest))
    return one.by_us(PREFIX + to_base64url(first[:cut] + rest[cut:]))


def pass_on(one: Insider) -> Heard:
    """What Alice sealed, as if we had."""
    return one.by_us(one.random.choice(one.of_alice("Mallory")).text)


def pass_on_what_she_signed(one: Insider) -> Heard:
    """What Alice said to us or to all, sealed anew as ours."""
    plain = one.opened(one.random.choice(one.of_alice("Mallory")))
    return one.by_us(encrypt(one.key, one.route(one.client), one.noise(IV_BYTES), plain))


def sign_for_alice(one: Insider) -> Heard:
    """By our name, with her visit key and our signature."""
    route, counter, said = one.route(one.client), one.counter(), one.forged().encode()
    plain = fill(one.visits[one.alice], counter, sign(one.noise(32), route, counter, said), said)
    return one.by_us(encrypt(one.key, route, one.noise(IV_BYTES), plain))


def be_another_visit(one: Insider) -> Heard:
    return one.by_us(one.sealed(one.route(one.client), seed=one.noise(32), counter=one.counter()))


def count_wrongly(one: Insider) -> Heard:
    """With our own key and signature, and a counter that was there, or is none."""
    counter = one.random.choice([0, 1, 2, MAX_COUNTER + 1, 2**64 - 1])
    route, said = one.route(one.client), one.forged().encode()
    plain = fill(one.visit.public, counter, sign(one.seed, route, counter, said), said)
    return one.by_us(encrypt(one.key, route, one.noise(IV_BYTES), plain))


def fill_wrongly(one: Insider) -> Heard:
    route, counter, said = one.route(one.client), one.counter(), one.forged().encode()
    plain = bytearray(fill(one.visit.public, counter, sign(one.seed, route, counter, said), said))
    if one.random.random() < 0.5:
        plain[HEAD_BYTES - 4 : HEAD_BYTES] = (one.random.randrange(len(plain), 2**32)).to_bytes(4)
    else:
        plain += bytes(256)
    return one.by_us(encrypt(one.key, route, one.noise(IV_BYTES), bytes(plain)))


def speak_plainly(one: Insider) -> Heard:
    return one.by_us(one.random.choice([one.forged(), "1.", "null", "2.AAAA", one.forged() * 50]))


def be_alice(one: Insider) -> Heard:
    """With the server's help: by her name, with the key, as a visit of hers."""
    is_direct = one.random.random() < 0.5
    text = one.sealed(one.route(one.alice, is_direct), seed=one.noise(32), counter=one.counter())
    return one.by(one.alice, text, is_direct)


def be_alice_and_her_visit(one: Insider) -> Heard:
    """With the server's help: by her name, with the key and her visit key, and a signature that is not hers."""
    is_direct, counter, said = one.random.random() < 0.5, one.counter(), one.forged().encode()
    route = one.route(one.alice, is_direct)
    signature = one.random.choice([sign(one.noise(32), route, counter, said), one.noise(64), bytes(64)])
    plain = fill(one.visits[one.alice], counter, signature, said)
    return one.by(one.alice, encrypt(one.key, route, one.noise(IV_BYTES), plain), is_direct)


def repeat_alice(one: Insider) -> Heard:
    """With the server's help: what she said to the victim, once more."""
    return replace(one.random.choice(one.of_alice(one.victim)), is_true=False)


def repeat_alice_sealed_anew(one: Insider) -> Heard:
    """With the server's help: what she said to all, with another iv."""
    heard = one.random.choice([each for each in one.of_alice("Mallory") if not each.is_direct])
    text = encrypt(one.key, one.route(one.alice, False), one.noise(IV_BYTES), one.opened(heard))
    return one.by(one.alice, text, False)


def take_another_way(one: Insider) -> Heard:
    """With the server's help: direct as broadcast and the reverse, or the victim's own words back, as hers."""
    heard = one.random.choice([*one.of_alice(one.victim), *one.heard])
    is_direct = heard.is_direct if heard.sender == one.bob else not heard.is_direct
    return one.by(one.alice, heard.text, is_direct)


def be_nobody(one: Insider) -> Heard:
    """With the server's help, but without the key."""
    text = seal(one.noise(32), one.route(one.alice), seed=one.noise(32), counter=1, iv=one.noise(12), said=one.forged())
    return one.by(one.alice, text)


KINDS: list[Callable[[Insider], Heard]] = [
    repeat_ourselves,
    flip_a_bit,
    splice,
    pass_on,
    pass_on_what_she_signed,
    sign_for_alice,
    be_another_visit,
    count_wrongly,
    fill_wrongly,
    speak_plainly,
    be_alice,
    be_alice_and_her_visit,
    repeat_alice,
    repeat_alice_sealed_anew,
    take_another_way,
    be_nobody,
]
