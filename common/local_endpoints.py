"""Is a request proven to come from a process of this machine? Pure: the facts go in, yes or no comes out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping

_LOOPBACK_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")

# Everything that local callers send: mod_xml_curl, mod_curl, curl, Prometheus, a browser on the machine itself.
# A list of what may be there needs no knowledge of all the headers with which proxies say for whom they speak
# (Forwarded, X-Forwarded-*, Via, X-Real-IP, X-Original-URL, ...): one unknown header, and the caller is not local.
_HEADERS_OF_LOCAL_CALLERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "dnt",
        "expect",
        "host",
        "if-modified-since",
        "if-none-match",
        "keep-alive",
        "pragma",
        "priority",
        "te",
        "transfer-encoding",
        "upgrade-insecure-requests",
        "user-agent",
        "x-prometheus-scrape-timeout-seconds",
    }
)
_SEC_FETCH_SITE = "sec-fetch-site"


def is_loopback(address: str) -> bool:
    """Is this the address of a loopback peer, IPv4 written as IPv6 included? What is not an address is not."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id is not None:
            return False
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped.is_loopback
    return found.is_loopback


def is_local(peer: str, headers: Mapping[str, str]) -> bool:
    """Is this request from a process of this machine that speaks for itself?

    `peer` is the address at the other end of the socket, empty when there is none. `headers` have names in any case;
    repeated ones are joined with commas, and a joined Host is no Host.
    """
    names = {name.lower(): value for name, value in headers.items()}
    if not is_loopback(peer) or not _LOOPBACK_HOST.fullmatch(names.get("host", "")):
        return False
    # A page of another site, opened in a browser on this machine, can send requests here; it cannot leave this out.
    if names.get(_SEC_FETCH_SITE, "none") != "none":
        return False
    return all(name in _HEADERS_OF_LOCAL_CALLERS or name.startswith("sec-") for name in names)
