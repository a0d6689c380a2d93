"""Sealing one message and opening it: docs/sealing.md, "A sealed message". Pure; every random value is an argument."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from peers.sealing.codec import from_base64url, to_base64url
from peers.sealing.memory import MAX_COUNTER, Memory
from peers.sealing.refusals import Reason, Refused
from peers.sealing.route import VISIT_BYTES, Route

KEY_BYTES = 32
SEED_BYTES = 32
IV_BYTES = 12
STEP = 256
"""The plain text is filled up to a multiple of this many bytes."""
MAX_STEPS = 160
HEAD_BYTES = VISIT_BYTES + 8 + 64 + 4
MAX_SAID = STEP * MAX_STEPS - HEAD_BYTES
"""What may be said in one message, in bytes of UTF-8."""
_PREFIX = "1."
_TAG_BYTES = 16
_MAX_TEXT = len(_PREFIX) + -(-(IV_BYTES + STEP * MAX_STEPS + _TAG_BYTES) * 4 // 3)


class Opened(NamedTuple):
    """A message that may be believed: said by the visit (its public key) that speaks for the sender of its route."""

    visit: bytes
    counter: int
    said: str


def sender_key(key: bytes, channel: str, sender: str) -> bytes:
    """Return the AES key of one sender (a client ID) under the key of a channel: HKDF of RFC 5869."""
    if len(key) != KEY_BYTES:
        raise ValueError("a channel's key has 32 bytes")
    info = b"pbx-peers seal 1 " + sender.encode()
    return HKDF(SHA256(), KEY_BYTES, salt=sha256(channel.encode()).digest(), info=info).derive(key)


def visit_of(seed: bytes) -> bytes:
    """Return the public visit key of a private one, both as in RFC 8032: 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, route: Route, counter: int, said: bytes) -> bytes:
    """Return a visit's signature of what it says: 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_signed(route, visit_of(seed), counter, said))


def fill(visit: bytes, counter: int, signature: bytes, said: bytes) -> bytes:
    """Return the plain text, filled up."""
    plain = visit + counter.to_bytes(8) + signature + len(said).to_bytes(4) + said
    return plain + bytes(-len(plain) % STEP)


def encrypt(key: bytes, route: Route, iv: bytes, plain: bytes) -> str:
    """Return the text that goes over the wire."""
    sealed = AESGCM(sender_key(key, route.channel, route.sender)).encrypt(iv, plain, route.bound())
    return _PREFIX + to_base64url(iv + sealed)


def seal(key: bytes, route: Route, *, seed: bytes, counter: int, iv: bytes, said: str) -> str:
    """Return what is said, sealed by the visit with this private key.

    Under one `key` no `iv` may come twice, and under one `seed` no `counter`. Raises ValueError when it is too long, or is no
    text, or a number does not fit.
    """
    raw = said.encode()
    if len(raw) > MAX_SAID:
        raise ValueError(f"{len(raw)} bytes do not fit into a message")
    if not 1 <= counter <= MAX_COUNTER or len(iv) != IV_BYTES:
        raise ValueError("no such counter or iv")
    return encrypt(key, route, iv, fill(visit_of(seed), counter, sign(seed, route, counter, raw), raw))


def open_sealed(key: bytes, route: Route, text: object, memory: Memory) -> Opened:
    """Return what a text says that came by this route, and note it in `memory`, so that it opens once.

    Raises Refused, and then nothing is noted.
    """
    plain = _decrypt(key, route, _unwrap(text))
    visit, counter = plain[:VISIT_BYTES], int.from_bytes(plain[VISIT_BYTES : VISIT_BYTES + 8])
    signature, end = (
        plain[VISIT_BYTES + 8 : HEAD_BYTES - 4],
        HEAD_BYTES + int.from_bytes(plain[HEAD_BYTES - 4 : HEAD_BYTES]),
    )
    said = plain[HEAD_BYTES:end]
    # One message has one form: filled up to the next multiple, and no further.
    if end > len(plain) or len(plain) - end >= STEP or any(plain[end:]):
        raise Refused(Reason.BAD_PADDING)
    try:
        Ed25519PublicKey.from_public_bytes(visit).verify(signature, _signed(route, visit, counter, said))
    except InvalidSignature:
        raise Refused(Reason.BAD_SIGNATURE) from None
    memory.judge(route, visit, counter)
    try:
        opened = Opened(visit, counter, said.decode())
    except UnicodeDecodeError:
        raise Refused(Reason.BAD_PADDING, visit) from None
    memory.note(route, visit, counter)
    return opened


def _signed(route: Route, visit: bytes, counter: int, said: bytes) -> bytes:
    return route.bound() + b"\n" + visit + counter.to_bytes(8) + said


def _unwrap(text: object) -> bytes:
    # Length first: nobody decodes megabytes to find that they are too many.
    if not isinstance(text, str) or len(text) > _MAX_TEXT or not text.startswith(_PREFIX):
        raise Refused(Reason.UNSEALED)
    try:
        whole = from_base64url(text.removeprefix(_PREFIX))
    except ValueError:
        raise Refused(Reason.UNSEALED) from None
    filled = len(whole) - IV_BYTES - _TAG_BYTES
    if filled <= 0 or filled % STEP:
        raise Refused(Reason.UNSEALED)
    return whole


def _decrypt(key: bytes, route: Route, whole: bytes) -> bytes:
    try:
        return AESGCM(sender_key(key, route.channel, route.sender)).decrypt(
            whole[:IV_BYTES], whole[IV_BYTES:], route.bound()
        )
    except InvalidTag:
        raise Refused(Reason.BAD_TAG) from None
