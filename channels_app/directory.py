"""Who is this client, and may it still be here? Answers the session layer from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from channels_app.bans import banned_networks, is_near_a_ban
from channels_app.models import Client, Lockdown
from common.database import in_database_thread
from verto.core.codes import PuntReason, Refusal
from verto.core.ports import Ended, Entry
from verto.core.rules import is_canonical_uuid

LATELY = timedelta(seconds=5)
"""How far back an engine looks, twice a second: long enough for a slow commit or clocks that differ a little."""

_CHUNK = 500
# Written by hand, like `is_near_a_ban`; nothing that anybody wrote stands in it.
_IS_SHUT = RawSQL(f"EXISTS (SELECT 1 FROM {Lockdown._meta.db_table})", [], BooleanField())  # noqa: S608, S611


class OrmDirectory:
    """`verto.core.ports.Directory` on Django's ORM. Each method may raise `django.db.Error`."""

    async def look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        """Return the entries of those clients that exist, in one query for all of them."""
        return await in_database_thread(look_up, client_ids, addresses)

    async def record(self, logged_in: Sequence[str], left: Sequence[str]) -> None:
        """Keep the history: these clients have logged in, these have left, about now."""
        await in_database_thread(record, logged_in, left)

    async def ended_lately(self) -> Sequence[Ended]:
        """Return the clients ended within the last seconds, in one indexed query."""
        return await in_database_thread(ended_lately)

    async def ended_among(self, client_ids: Sequence[str]) -> Sequence[Ended]:
        """Return those of these clients that may not stay: ended, expired, deleted, or in a closed channel.

        Writes down that the others have logged in, where that is missing: `housekeeping` forgets who never came.
        """
        return await in_database_thread(ended_among, client_ids)


def look_up(client_ids: Sequence[str], addresses: Collection[str] = ()) -> dict[str, Entry]:
    """See `OrmDirectory.look_up`. What is not a canonical UUID is nobody, and never reaches the database.

    Which address a ban is about is asked for in a second query, only where there is one.
    """
    wanted = [client_id for client_id in client_ids if is_canonical_uuid(client_id)]
    if not wanted:
        return {}
    now = timezone.now()
    rows = list(
        Client.objects.filter(pk__in=wanted)
        .order_by()
        .annotate(is_near_a_ban=is_near_a_ban(addresses, now), is_shut=_IS_SHUT)
        .values_list(
            "pk",
            "channel_id",
            "password_hash",
            "sessid",
            "expires",
            "ended",
            "end_reason",
            "channel__capacity",
            "channel__expires",
            "channel__locked",
            "is_shut",
            "is_near_a_ban",
        )
    )
    banned = banned_networks(addresses, now) if any(row[-1] for row in rows) else set()
    return {
        str(pk): Entry(
            client_id=str(pk),
            channel_id=str(channel_id),
            password_hash=bytes(password_hash),
            sessid=str(sessid),
            expires=expires.timestamp(),
            capacity=capacity,
            refusal=Refusal.LOCKED if is_shut else _refusal(ended, end_reason, channel_expires, now),
            locked=locked,
            banned_addresses={network for network, where in banned if where in ("", str(channel_id))},
        )
        for (
            pk,
            channel_id,
            password_hash,
            sessid,
            expires,
            ended,
            end_reason,
            capacity,
            channel_expires,
            locked,
            is_shut,
            _,
        ) in rows
    }


def lately_here(client_ids: Sequence[str], seconds: float) -> set[str]:
    """Return those of these clients that are in their channel as far as the history tells, or left it at most so long ago.

    Of whoever was there when a process died nobody has written that they left.
    """
    since = timezone.now() - timedelta(seconds=seconds)
    is_here = Q(left=None) | Q(left__lt=F("logged_in")) | Q(left__gte=since)
    rows = Client.objects.filter(is_here, pk__in=client_ids, logged_in__isnull=False).order_by()
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def record(logged_in: Sequence[str], left: Sequence[str]) -> None:
    """See `OrmDirectory.record`."""
    now = timezone.now()
    for chunk in _chunks(logged_in):
        Client.objects.filter(pk__in=chunk).update(logged_in=now)
    for chunk in _chunks(left):
        Client.objects.filter(pk__in=chunk).update(left=now)


def ended_lately() -> list[Ended]:
    """See `OrmDirectory.ended_lately`. The two halves of the query each have their index."""
    now = timezone.now()
    ended = Client.objects.filter(ended__gte=now - LATELY)
    in_closed_channel = Client.objects.filter(ended=None, channel__expires__gte=now - LATELY, channel__expires__lte=now)
    rows = ended.order_by().union(in_closed_channel.order_by(), all=True).values_list("pk", "end_reason")
    return [Ended(str(pk), PuntReason(reason or PuntReason.CHANNEL_CLOSED)) for pk, reason in rows]


def ended_among(client_ids: Sequence[str]) -> list[Ended]:
    """See `OrmDirectory.ended_among`. Clients are deleted with their channel: a missing one means a closed one."""
    now = timezone.now()
    found: list[Ended] = []
    for chunk in _chunks(client_ids):
        rows = Client.objects.filter(pk__in=chunk).order_by()
        states: dict[str, PuntReason | None] = {}
        unwritten = []
        for pk, expires, ended, end_reason, logged_in, channel_expires in rows.values_list(
            "pk", "expires", "ended", "end_reason", "logged_in", "channel__expires"
        ):
            states[str(pk)] = _reason(expires, ended, end_reason, channel_expires, now)
            if logged_in is None:
                unwritten.append(pk)
        if unwritten:
            Client.objects.filter(pk__in=unwritten, logged_in=None).update(logged_in=now)
        for client_id in chunk:
            reason = states.get(client_id, PuntReason.CHANNEL_CLOSED)
            if reason is not None:
                found.append(Ended(client_id, reason))
    return found


def _chunks(client_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(client_ids), _CHUNK):
        yield client_ids[start : start + _CHUNK]


def _reason(
    expires: datetime, ended: datetime | None, end_reason: str, channel_expires: datetime | None, now: datetime
) -> PuntReason | None:
    if ended is not None:
        return PuntReason(end_reason)
    if channel_expires is not None and channel_expires <= now:
        return PuntReason.CHANNEL_CLOSED
    return PuntReason.EXPIRED if expires <= now else None


def _refusal(
    ended: datetime | None, end_reason: str, channel_expires: datetime | None, now: datetime
) -> Refusal | None:
    if end_reason == PuntReason.CHANNEL_CLOSED or (channel_expires is not None and channel_expires <= now):
        return Refusal.CHANNEL_CLOSED
    if end_reason == PuntReason.BANNED:
        return Refusal.BANNED
    return Refusal.EXPIRED if ended is not None else None
