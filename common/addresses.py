"""Which network a request counts for, and the digests under which networks are counted and banned.

An address is looked at while its request or socket is served, and then let go: what is kept is a keyed digest.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNIX = "unix"
"""Who comes by a socket without an address; the same word in TRUSTED_PROXIES trusts a proxy there."""
UNKNOWN = "unknown"
"""Whose address could not be read: all of them count as one, and none is a trusted proxy."""

_IPV6_PREFIX = 64
"""What one household gets: addresses below it cost nothing."""
_MAX_HOPS = 16
"""Entries of X-Forwarded-For, from the right; a chain of trusted proxies is not longer."""
# An address as proxies write it: alone, in brackets, with a port.
_ENTRY = re.compile(
    r"(?P<v4>[0-9.]{7,15})(?::[0-9]{1,5})?|\[(?P<bracketed>[^\]]{2,60})\](?::[0-9]{1,5})?|(?P<v6>.{2,60})"
)
_FORWARDED_FOR = "x-forwarded-for"
_DAY_SECONDS = 24 * 3600

log = logging.getLogger(__name__)


def client_network(peer: str, forwarded: Sequence[str], trusted: Collection[Network | str]) -> str:
    """Return the network that a request counts for, such as "192.0.2.7" or "2001:db8:1:2::/64". Pure.

    `peer` is the address at the other end of the socket, empty where it has none; `forwarded` are the values of
    X-Forwarded-For, in their order; `trusted` are the proxies whose word counts, "unix" among them for a socket without
    addresses. From a trusted proxy the rightmost entry counts that is not itself a trusted proxy. Where that cannot
    be read, or there is none, the proxy's own address counts: whoever writes nonsense gets no address of their own.
    """
    address = _address(peer)
    own = _text(address) if address else UNKNOWN if peer else UNIX
    if not _speaks_for_others(peer, trusted):
        return own
    for entry in _entries_from_the_right(forwarded):
        found = _entry(entry)
        if found is None:
            return own
        if not _is_trusted(found, trusted):
            return _text(found)
    return own


def network_of_request(request: HttpRequest) -> str:
    """Return the network that a request to Django counts for."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
    return network_of(request.META.get("REMOTE_ADDR", ""), [] if forwarded is None else [forwarded])


def network_of_scope(scope: Mapping[str, Any]) -> str:
    """Return the network that an ASGI connection counts for, a WebSocket as well."""
    client = scope.get("client")
    name = _FORWARDED_FOR.encode()
    forwarded = [value.decode("latin-1") for key, value in scope.get("headers", ()) if key.lower() == name]
    return network_of(str(client[0] or "") if client else "", forwarded)


class AddressKey:
    """The key of the digests under which networks are counted: random, in memory only, another each day (UTC).

    So nobody can tell later which address was counted, and counts begin anew at midnight.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._of_day = (-1, b"")

    def digest(self, network: str) -> bytes:
        """Return the digest (HMAC-SHA-256) of what `client_network` returned."""
        today = int(self._clock() // _DAY_SECONDS)
        day, key = self._of_day
        if day != today:
            key = secrets.token_bytes(32)
            self._of_day = today, key
        return hmac.digest(key, network.encode(), "sha256")


def ban_digest(network: str) -> bytes:
    """Return the digest under which a network is banned: its key comes from SECRET_KEY, so that bans outlive restarts."""
    return ban_digests(network)[0]


def ban_digests(network: str) -> list[bytes]:
    """Return all digests under which it may be banned: the one of now, and those of each SECRET_KEY before."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [salted_hmac("common.addresses.bans", network, secret=key, algorithm="sha256").digest() for key in keys]


def network_of(peer: str, forwarded: Sequence[str]) -> str:
    """Return the network that somebody counts for, as `client_network` does, with the proxies of the settings."""
    trusted = settings.TRUSTED_PROXIES
    if forwarded and _is_neighbour(peer) and not _speaks_for_others(peer, trusted):
        _warn_once()
    return client_network(peer, forwarded, trusted)


def _is_neighbour(peer: str) -> bool:
    address = _address(peer)
    return not peer or (address is not None and address.is_loopback)


@cache
def _warn_once() -> None:
    log.warning(
        "A proxy on this machine forwards requests and TRUSTED_PROXIES does not name it: its visitors count as one address."
    )


def _speaks_for_others(peer: str, trusted: Collection[Network | str]) -> bool:
    address = _address(peer)
    return _is_trusted(address, trusted) if address else not peer and UNIX in trusted


def _entries_from_the_right(forwarded: Sequence[str]) -> Iterable[str]:
    left = _MAX_HOPS
    for value in reversed(forwarded):
        # Of a long list only the end is taken apart; a piece too many at its front is never reached.
        for entry in reversed(value.rsplit(",", left)[-left:]):
            yield entry.strip()
            left -= 1
        if left <= 0:
            return


def _entry(text: str) -> Address | None:
    match = _ENTRY.fullmatch(text)
    return _address(match["v4"] or match["bracketed"] or match["v6"]) if match else None


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        # Without the scope: which of our interfaces it came by makes nobody somebody else.
        return found.ipv4_mapped or ipaddress.IPv6Address(int(found))
    return found


def _is_trusted(address: Address, trusted: Collection[Network | str]) -> bool:
    return any(not isinstance(network, str) and address in network for network in trusted)


def _text(address: Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
