"""What a browser gets to test its way to the relays without being in a channel.

Somebody in a channel has the relay for as long as the visit lasts; a stranger must not get by this way what the operator
keeps for guests. So it is handed out only where strangers get the same by joining: where visitors may start channels, or a
public channel is open. It is counted like a request for credentials, with the same numbers, and ends much sooner.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import timezone

from channels_app import lockdown
from channels_app.bans import banned_networks
from channels_app.ice import has_relay, ice_answer, open_servers
from channels_app.models import Channel

SECONDS = 60
"""A test takes a few; a relay looks at the end of a password when it is first shown."""


class Relay(StrEnum):
    """What is told of the relay."""

    NONE = "none"
    KEPT = "kept"
    GIVEN = "given"


def servers_for_a_test(network: str) -> dict[str, Any]:
    """Return `relay` and `iceServers`, with passwords only where a stranger from there may have them: database work."""
    if not has_relay():
        return {"relay": Relay.NONE, "iceServers": open_servers()}
    if not _lets_strangers_in(network):
        return {"relay": Relay.KEPT, "iceServers": open_servers()}
    # A name of its own: what one test takes from the relay counts for nobody's calls.
    return {"relay": Relay.GIVEN, **ice_answer(uuid.uuid4(), seconds=SECONDS)}


def _lets_strangers_in(network: str) -> bool:
    now = timezone.now()
    if lockdown.is_in_force() or (network, "") in banned_networks([network], now):
        return False
    return (
        settings.VISITORS_MAY_START_CHANNELS or Channel.objects.open_at(now).filter(public=True, locked=False).exists()
    )
