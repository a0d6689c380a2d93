"""The rules: who may come in, what a client may call. Plain values in, a refusal or None out; both switches use them."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

from verto.core.codes import Refusal, SocketRefusal
from verto.core.limits import Limits
from verto.core.ports import Entry

METHODS = frozenset(
    {
        "login",
        "echo",
        "verto.subscribe",
        "verto.unsubscribe",
        "verto.broadcast",
        "verto.info",
        "verto.ping",
    }
)
"""Every method there is, by its full name: a prefix never grants anything."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

_NOBODY = Entry("", "", bytes(sha256().digest_size), "", None, 0)


def is_canonical_uuid(text: str) -> bool:
    """True for a UUID in lower case with hyphens (RFC 9562 section 4), the only form in which we ever write one."""
    return _UUID.fullmatch(text) is not None


def hash_password(passwd: str) -> bytes:
    """Return the digest under which a password is kept.

    SHA-256 and nothing slower: these passwords are 122 random bits or more, so there is nothing to guess, and a slow
    hash would let ten requests a second stop all logins.
    """
    return sha256(passwd.encode("utf-8", "surrogatepass")).digest()


def refuse_socket(strangers: int, sockets: int, limits: Limits) -> SocketRefusal | None:
    """Judge whether a network that has so many sockets, so many of them not logged in, may open one more."""
    if strangers >= limits.strangers_per_address:
        return SocketRefusal.NOT_LOGGED_IN
    return SocketRefusal.TOO_MANY if sockets >= limits.sockets_per_address else None


def refuse_login(entry: Entry | None, passwd: str | None, sessid: str, now: float, address: str = "") -> Refusal | None:
    """Judge a login by what the directory said.

    `passwd` is None where the caller has proved it already (the FreeSWITCH exchange). `now` is in seconds since the
    epoch. `address` is the network from which the socket comes, empty where nobody knows it. The password comes first,
    so that whoever lacks it learns nothing else and moves nobody.
    """
    # The password of an unknown client is hashed and compared too, or the time of the answer would tell it from a known one.
    expected = (_NOBODY if entry is None else entry).password_hash
    if passwd is not None and not hmac.compare_digest(hash_password(passwd), expected):
        return Refusal.BAD_CREDENTIALS
    if entry is None:
        return Refusal.BAD_CREDENTIALS
    if not hmac.compare_digest(sessid.encode("utf-8", "surrogatepass"), entry.sessid.encode()):
        return Refusal.WRONG_SESSION
    if entry.refusal is not None:
        return entry.refusal
    if address in entry.banned_addresses:
        return Refusal.BANNED
    if entry.expires is not None and entry.expires <= now:
        return Refusal.EXPIRED
    return None


def seat_share(capacity: int, limits: Limits) -> int:
    """Return how many seats of such a channel one address may have."""
    return max(limits.seat_share_least, capacity * limits.seat_share_percent // 100)


def refuse_seat(taken: int, capacity: int, neighbours: int, share: int, *, is_locked: bool = False) -> Refusal | None:
    """Judge whether a newcomer may sit down in a channel in which `taken` seats are others', `neighbours` of them its
    address's. Who has a seat already is no newcomer."""
    if is_locked:
        return Refusal.LOCKED
    if taken >= capacity:
        return Refusal.CHANNEL_FULL
    return Refusal.ADDRESS_FULL if neighbours >= share else None
