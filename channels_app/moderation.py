"""What a moderator can do to channels and to those in them. Written down in the audit log by who asks for it.

Everything is true in the database first: a process that was not told finds out at the next login, or within a second
where clients have to go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from channels_app.bans import ban_client, ban_network
from channels_app.endings import end_clients
from channels_app.models import Channel, Client
from channels_app.switches import get_switch
from verto.core.codes import PuntReason


class Reach(StrEnum):
    """Whom a ban of a client keeps out."""

    CLIENT = "client"
    ADDRESS = "address"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Banned:
    """What came of a ban: who was sent away, the neighbours at the same addresses among them, and whose address nobody
    knew any more."""

    gone: list[Client]
    unknown: list[Client]


def set_locked(channels: Iterable[Channel], *, locked: bool) -> int:
    """Let nobody new into these channels, or let people in again; return how many have changed."""
    changed = [channel for channel in channels if channel.locked != locked]
    for channel in changed:
        channel.locked = locked
        channel.save(update_fields=["locked"])
    return len(changed)


def close(channel: Channel) -> int:
    """Close a channel for good, and send its clients away; return how many."""
    now = timezone.now()
    if channel.is_open(now):
        channel.expires = now
        channel.save(update_fields=["expires"])
    return end_clients(Client.objects.filter(channel=channel), PuntReason.CHANNEL_CLOSED)


def rotate(channel: Channel) -> Channel:
    """Close a channel that is open, and return a new one with the same settings: who knew the old link knows nothing."""
    with transaction.atomic():
        fresh = Channel.objects.create(
            topic=channel.topic,
            public=channel.public,
            capacity=channel.capacity,
            call_size=channel.call_size,
            expires=channel.expires,
            sealed=channel.sealed,
            visitor_made=channel.visitor_made,
        )
        close(channel)
    return fresh


def ban(clients: Iterable[Client], reach: Reach, lasts: timedelta) -> Banned:
    """End these clients and keep them out of their channels for a time; with a wider reach everybody from their addresses.

    An address is known to the switch alone, and only while its client is connected.
    """
    switch = get_switch()
    gone, unknown = set[str](), []
    for client in clients:
        ban_client(client, lasts)
        gone.add(str(client.pk))
        if reach is Reach.CLIENT:
            continue
        address = switch.address_digest(str(client.pk))
        if not address:
            unknown.append(client)
            continue
        ban_network(address, client.channel if reach is Reach.ADDRESS else None, lasts)
        # After the ban is written: whoever logs in from now on is refused.
        gone.update(neighbours(client, reach))
    valid = Client.objects.filter(pk__in=gone, ended=None)
    found = list(valid)
    end_clients(valid, PuntReason.BANNED)
    return Banned(found, unknown)


def neighbours(client: Client, reach: Reach) -> set[str]:
    """Return the IDs of the clients connected from this client's address, itself among them, as far as a ban would reach."""
    switch = get_switch()
    address = switch.address_digest(str(client.pk))
    found = set(switch.live_from(address)) if address else set()
    if reach is Reach.EVERYWHERE:
        return found
    return found & set(switch.connected().get(str(client.channel_id), ()))
