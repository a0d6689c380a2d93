"""The STUN and TURN servers a browser may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def ice_servers() -> list[dict[str, Any]]:
    """Return `iceServers` for an RTCPeerConnection; only for someone who holds a session."""
    return list(settings.ICE_SERVERS)


def has_relay() -> bool:
    """True where browsers are given a TURN server, through which they can talk without knowing each other's address."""
    urls = (server["urls"] for server in settings.ICE_SERVERS)
    each = (url for one in urls for url in ([one] if isinstance(one, str) else one))
    return any(url.startswith(("turn:", "turns:")) for url in each)
