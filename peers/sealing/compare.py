"""What two people compare to know that nobody sits between them: docs/sealing.md, "Comparing". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from peers.sealing.emoji import EMOJI

CODE_BYTES = 8
_PROOF = b"pbx-peers proof 1\n"


@dataclass(frozen=True)
class Side:
    """One side of a call: its client ID (UUID as text), visit key, SHA-256 of its certificate, and the nonce of this call.

    Raises ValueError unless each of the three has 32 bytes.
    """

    client: str
    visit: bytes
    fingerprint: bytes
    nonce: bytes

    def __post_init__(self) -> None:
        if any(len(part) != 32 for part in (self.visit, self.fingerprint, self.nonce)):
            raise ValueError("visit key, fingerprint and nonce have 32 bytes each")


def commit(channel: str, side: Side) -> bytes:
    """Return what a side says before it tells its nonce: 32 bytes, which the other checks afterwards."""
    head = f"pbx-peers commit 1\n{channel}\n{side.client}\n".encode()
    return sha256(head + side.nonce + side.visit + side.fingerprint).digest()


def prove(seed: bytes, committed: bytes) -> bytes:
    """Return the visit's signature of its commit, 64 bytes: whoever tells a visit key has its other half as well."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_PROOF + committed)


def code(channel: str, one: Side, other: Side) -> bytes:
    """Return what both sides compare, 8 bytes, whichever is named first. Raises ValueError for two sides of one client."""
    if one.client == other.client:
        raise ValueError("nobody compares with themselves")
    sides = sorted((one, other), key=lambda side: side.client)
    who = b"".join(side.client.encode() + side.visit + side.fingerprint for side in sides)
    info = f"pbx-peers compare 1\n{channel}".encode() + who
    return HKDF(SHA256(), CODE_BYTES, salt=bytes(32), info=info).derive(b"".join(side.nonce for side in sides))


def emoji(compared: bytes) -> list[tuple[str, str]]:
    """Return the seven pictures of a code, each with its word."""
    return [EMOJI[index] for index in emoji_indexes(compared)]


def emoji_indexes(compared: bytes) -> list[int]:
    """Return the first 42 bits of a code, six at a time."""
    return _groups(compared, bits=6, count=7)


def numbers(compared: bytes) -> list[int]:
    """Return three numbers of four digits: the first 39 bits of a code, 13 at a time."""
    return [1000 + group for group in _groups(compared, bits=13, count=3)]


def _groups(compared: bytes, bits: int, count: int) -> list[int]:
    whole, width = int.from_bytes(compared), 8 * len(compared)
    return [whole >> (width - bits * (index + 1)) & ((1 << bits) - 1) for index in range(count)]
