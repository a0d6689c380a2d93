"""The STUN and TURN servers a browser may use, and what lets it use ours.

Servers of ICE_SERVERS are handed out as they are. Those of TURN_URLS know no users: they take whoever shows a name and a
password that come from a secret which the site shares with them, until the time in the name is over. That is the form of
draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`:

    username    <end, in seconds since 1970>:<name of the user>
    credential  base64(HMAC-SHA1(TURN_SECRET, username))

SHA-1 is what the draft and coturn say; HMAC does not need what SHA-1 has lost.
"""

from __future__ import annotations

import base64
import hmac
import time
import uuid
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

_NAME_LENGTH = 32


def ice_answer(client_id: uuid.UUID, now: float | None = None, seconds: int | None = None) -> dict[str, Any]:
    """Return what the endpoint answers about ICE; only for the client itself.

    `iceServers` is for an RTCPeerConnection. Where something in it ends, `iceSeconds` says after how many seconds: a span
    and no time, because clocks of browsers are wrong. `now` is in seconds since 1970, by default the time it is, and
    `seconds` by default TURN_MINUTES.
    """
    if not settings.TURN_URLS:
        return {"iceServers": list(settings.ICE_SERVERS)}
    seconds = settings.TURN_MINUTES * 60 if seconds is None else seconds
    username = f"{int(time.time() if now is None else now) + seconds}:{_name(client_id)}"
    relay = {"urls": list(settings.TURN_URLS), "username": username, "credential": _credential(username)}
    return {"iceServers": [*settings.ICE_SERVERS, relay], "iceSeconds": seconds}


def has_relay() -> bool:
    """True where browsers are given a TURN server, through which they can talk without knowing each other's address."""
    urls = (server["urls"] for server in settings.ICE_SERVERS)
    each = (url for one in urls for url in ([one] if isinstance(one, str) else one))
    return bool(settings.TURN_URLS) or any(url.startswith(("turn:", "turns:")) for url in each)


def open_servers() -> list[dict[str, Any]]:
    """Return the servers that ask for no password, and so for nobody's leave."""
    return [server for server in settings.ICE_SERVERS if "credential" not in server and "username" not in server]


def _name(client_id: uuid.UUID) -> str:
    # The same for all credentials of a client, for the relay counts by it; and nothing that the relay's log could be
    # laid beside: members of a channel know each other's client ID.
    return salted_hmac("channels_app.ice", str(client_id), algorithm="sha256").hexdigest()[:_NAME_LENGTH]


def _credential(username: str) -> str:
    return base64.b64encode(hmac.digest(settings.TURN_SECRET.encode(), username.encode(), "sha1")).decode()
