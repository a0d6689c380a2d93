"""Sealing and opening one message, held against the standards and the page it is described on."""

from __future__ import annotations

import hmac
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from peers.sealing.codec import from_base64url, to_base64url
from peers.sealing.compare import Side, code
from peers.sealing.link import fragment_of
from peers.sealing.memory import MAX_COUNTER, Memory, Window
from peers.sealing.refusals import Refused
from peers.sealing.route import EVERYBODY, Route
from peers.sealing.seal import MAX_SAID, open_sealed, seal, sender_key, visit_of

KEY = bytes(range(32))
CHANNEL = "8f14e45f-ceea-4672-950b-2d3e2f6b1c11"
ALICE = "11111111-1111-4111-8111-111111111111"
BOB = "22222222-2222-4222-8222-222222222222"
IDS = st.uuids().map(str)
KEYS = st.binary(min_size=32, max_size=32)


def hkdf(ikm: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    """RFC 5869 by the letter, for up to 255 blocks."""
    root, block, whole = hmac.digest(salt, ikm, "sha256"), b"", b""
    while len(whole) < size:
        block = hmac.digest(root, block + info + bytes([len(whole) // 32 + 1]), "sha256")
        whole += block
    return whole[:size]


def test_the_plain_hkdf_is_that_of_rfc_5869() -> None:
    # Appendix A.1.
    okm = hkdf(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert okm.hex() == ("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")


@given(KEYS, IDS, IDS)
def test_keys_are_derived_as_the_page_says(key: bytes, channel: str, sender: str) -> None:
    salt, info = sha256(channel.encode()).digest(), b"pbx-peers seal 1 " + sender.encode()
    assert sender_key(key, channel, sender) == hkdf(key, salt, info, 32)


@given(st.builds(Side, st.just(ALICE), KEYS, KEYS, KEYS), st.builds(Side, st.just(BOB), KEYS, KEYS, KEYS))
def test_codes_are_derived_as_the_page_says(low: Side, high: Side) -> None:
    who = ALICE.encode() + low.visit + low.fingerprint + BOB.encode() + high.visit + high.fingerprint
    info = b"pbx-peers compare 1\n" + CHANNEL.encode() + who
    assert code(CHANNEL, high, low) == hkdf(low.nonce + high.nonce, bytes(32), info, 8)


@pytest.mark.parametrize(
    ("seed", "public", "said", "signature"),
    [
        # RFC 8032, section 7.1, tests 1 to 3.
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ],
)
def test_visit_keys_are_those_of_rfc_8032(seed: str, public: str, said: str, signature: str) -> None:
    raw = bytes.fromhex(said)
    assert visit_of(bytes.fromhex(seed)).hex() == public
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)).sign(raw).hex() == signature


@given(st.text(max_size=600), st.integers(1, MAX_COUNTER), st.binary(min_size=12, max_size=12), KEYS, st.booleans())
def test_a_message_is_laid_out_as_the_page_says(
    said: str, counter: int, iv: bytes, seed: bytes, is_broadcast: bool
) -> None:
    to, to_visit = (EVERYBODY, bytes(32)) if is_broadcast else (BOB, visit_of(b"\x07" * 32))
    text = seal(KEY, Route(CHANNEL, ALICE, to, to_visit), seed=seed, counter=counter, iv=iv, said=said)
    whole = from_base64url(text.removeprefix("1."))
    aad = f"pbx-peers sealed 1\n{CHANNEL}\n{ALICE}\n{to}\n{to_base64url(to_visit)}".encode()
    plain = AESGCM(sender_key(KEY, CHANNEL, ALICE)).decrypt(whole[:12], whole[12:], aad)
    assert whole[:12] == iv
    assert len(plain) % 256 == 0
    assert plain[:32] == visit_of(seed)
    assert int.from_bytes(plain[32:40], "big") == counter
    length = int.from_bytes(plain[104:108], "big")
    assert plain[108 : 108 + length] == said.encode()
    assert plain[108 + length :] == bytes(-(108 + length) % 256)
    Ed25519PublicKey.from_public_bytes(plain[:32]).verify(plain[40:104], aad + b"\n" + plain[:40] + said.encode())


@given(KEYS, IDS, IDS, IDS, KEYS, KEYS, st.integers(1, MAX_COUNTER), st.text(max_size=2000))
def test_what_is_sealed_opens_once(
    key: bytes, channel: str, sender: str, to: str, to_seed: bytes, seed: bytes, counter: int, said: str
) -> None:
    route, memory = Route(channel, sender, to, visit_of(to_seed)), Memory()
    text = seal(key, route, seed=seed, counter=counter, iv=bytes(12), said=said)
    assert open_sealed(key, route, text, memory) == (visit_of(seed), counter, said)
    assert memory.speaker(sender) == visit_of(seed)
    with pytest.raises(Refused, match="replayed"):
        open_sealed(key, route, text, memory)


@pytest.mark.parametrize(
    "changed",
    [
        {"said": "x" * (MAX_SAID - 1) + "é"},
        {"said": "\ud800"},
        {"counter": 0},
        {"counter": MAX_COUNTER + 1},
        {"iv": bytes(11)},
        {"iv": bytes(16)},
        {"seed": bytes(31)},
        {"key": bytes(31)},
    ],
    ids=str,
)
def test_what_does_not_fit_is_not_sealed(changed: dict[str, Any]) -> None:
    good: dict[str, Any] = {"key": KEY, "seed": KEY, "counter": MAX_COUNTER, "iv": bytes(12), "said": "x" * MAX_SAID}
    assert seal(route=Route(CHANNEL, ALICE), **good)
    with pytest.raises(ValueError, match=r"fit|surrogates|counter|32 bytes"):
        seal(route=Route(CHANNEL, ALICE), **good | changed)


def test_a_broadcast_is_for_no_visit_and_a_direct_message_for_one() -> None:
    for to, to_visit in ((EVERYBODY, KEY), (BOB, bytes(31)), (EVERYBODY, b"")):
        with pytest.raises(ValueError, match="for a visit"):
            Route(CHANNEL, ALICE, to, to_visit)


def test_sides_that_cannot_be_are_not_compared() -> None:
    one = Side(ALICE, KEY, KEY, KEY)
    with pytest.raises(ValueError, match="themselves"):
        code(CHANNEL, one, Side(ALICE, bytes(32), KEY, KEY))
    parts: list[dict[str, Any]] = [{"visit": bytes(31)}, {"fingerprint": bytes(31)}, {"nonce": bytes(31)}]
    for part in parts:
        with pytest.raises(ValueError, match="32 bytes each"):
            replace(one, **part)


def test_a_link_holds_32_bytes() -> None:
    for size in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            fragment_of(bytes(size))


@pytest.mark.parametrize(
    "wrong", ["", "*", ALICE.upper() + "A", f"{ALICE}\n{BOB}", ALICE + "\n", ALICE.replace("-", "")]
)
def test_a_route_is_between_uuids(wrong: str) -> None:
    for channel, sender, to in (
        (wrong, ALICE, BOB),
        (CHANNEL, wrong, BOB),
        *([(CHANNEL, ALICE, wrong)] if wrong != EVERYBODY else []),
    ):
        with pytest.raises(ValueError, match="UUIDs"):
            Route(channel, sender, to, to_visit=bytes(32))


@given(st.lists(st.integers(1, 400), max_size=300))
def test_a_window_takes_no_counter_twice(counters: list[int]) -> None:
    window = Window()
    taken: list[int] = []
    for counter in counters:
        is_late = bool(taken) and counter <= max(taken) - 64
        assert window.is_new(counter) == (counter not in taken and not is_late)
        if window.is_new(counter):
            window.note(counter)
            taken.append(counter)
