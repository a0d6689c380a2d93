"""Who is not let in for a time: sessions and networks, known here by keyed digests alone.

The digests of both come from one function and cannot meet: no network is written like a session.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from channels_app.models import Ban, BanKind, Channel, Client
from common.addresses import ban_digest, ban_digests


def session_digest(session_hash: bytes) -> bytes:
    """Return the digest under which a session is banned."""
    return ban_digest(_session(session_hash))


def network_digest(network: str) -> bytes:
    """Return the digest under which a network (`common.addresses`) is banned."""
    return ban_digest(network)


def digests_of(session_hash: bytes, network: str) -> list[bytes]:
    """Return every digest under which this session or the network it comes from, if it is known, may be banned."""
    return [*ban_digests(_session(session_hash)), *(ban_digests(network) if network else ())]


def ban_client(client: Client, lasts: timedelta) -> Ban:
    """Keep this client's session out of its channel. Does not end the client."""
    return _ban(BanKind.CLIENT, session_digest(bytes(client.session_hash)), client.channel, lasts)


def ban_network(digest: bytes, channel: Channel | None, lasts: timedelta) -> Ban:
    """Keep everybody from the network with this digest out of a channel, or out of all. Does not end anybody."""
    return _ban(BanKind.ADDRESS, digest, channel, lasts)


def bans_of(digests: Collection[bytes], channel: OuterRef, now: datetime) -> QuerySet[Ban]:
    """Return the bans in force of any of these digests, for a subquery about a channel: its own and those everywhere."""
    return Ban.objects.filter(Q(channel=None) | Q(channel=channel), digest__in=digests, expires__gt=now).order_by()


def is_near_a_ban(networks: Collection[str], now: datetime) -> RawSQL | Value:
    """Say of each client whether any of these networks is banned from its channel: an annotation for the query of logins.

    Written by hand, because the ORM takes longer to build a subquery than the database takes for the whole query.
    """
    if not networks:
        return Value(False, BooleanField())
    digest, expires = Ban._meta.get_field("digest"), Ban._meta.get_field("expires")
    digests = [digest.get_db_prep_value(value, connection) for network in networks for value in ban_digests(network)]
    places = ", ".join(["%s"] * len(digests))
    # Names of our own tables, and placeholders: nothing that anybody wrote stands in the text.
    sql = (
        f"EXISTS (SELECT 1 FROM {Ban._meta.db_table} ban WHERE ban.digest IN ({places}) AND ban.expires > %s"  # noqa: S608
        f" AND (ban.channel_id IS NULL OR ban.channel_id = {Client._meta.db_table}.channel_id))"
    )
    return RawSQL(sql, [*digests, expires.get_db_prep_value(now, connection)], BooleanField())  # noqa: S611 - see above


def banned_networks(networks: Collection[str], now: datetime) -> set[tuple[str, str]]:
    """Return those of these networks that are banned, each with the ID of the channel, empty for every channel."""
    by_digest = {digest: network for network in networks for digest in ban_digests(network)}
    rows = (
        Ban.objects.filter(digest__in=list(by_digest), expires__gt=now).order_by().values_list("digest", "channel_id")
    )
    return {(by_digest[bytes(digest)], str(channel_id or "")) for digest, channel_id in rows}


def forget_expired() -> int:
    """Delete the bans whose time is over; return how many."""
    return Ban.objects.filter(expires__lte=timezone.now()).delete()[0]


def _session(session_hash: bytes) -> str:
    return f"session {session_hash.hex()}"


def _ban(kind: BanKind, digest: bytes, channel: Channel | None, lasts: timedelta) -> Ban:
    # The newest decision counts, whether it is longer or shorter.
    until = {"expires": timezone.now() + lasts}
    ban, _ = Ban.objects.update_or_create(kind=kind, digest=digest, channel=channel, defaults=until)
    return ban
