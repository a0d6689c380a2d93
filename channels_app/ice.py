"""The STUN and TURN servers a browser may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def ice_servers() -> list[dict[str, Any]]:
    """Return `iceServers` for an RTCPeerConnection; only for someone who holds a session."""
    return list(settings.ICE_SERVERS)
