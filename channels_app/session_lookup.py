"""The query that every visit pays for: a channel, in it the client of a session, and whether a ban or a lockdown
keeps the visitor out.

Building it with the ORM takes four times as long as running it, so it is built once per kind of database and then run
with other values. A test holds its answers against the ORM's.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from channels_app.bans import bans_of
from channels_app.models import DIGEST_BYTES, Ban, Channel, Client, Lockdown


class Visit(NamedTuple):
    """What is asked about. `bans` are the digests of `channels_app.bans` under which this visitor may be banned."""

    channel_id: uuid.UUID
    session_hash: bytes
    bans: Sequence[bytes]
    now: datetime


class Row(NamedTuple):
    """What was found. Without a client of this session in the channel, all that is said of the client is None."""

    channel_expires: datetime | None
    locked: bool
    banned: bool
    shut: bool
    client_id: uuid.UUID | None
    sessid: uuid.UUID | None
    expires: datetime | None
    ended: datetime | None


def look_up_session(visit: Visit) -> Row | None:
    """Return the channel's row with the session's client in it, or None when there is no such channel. One query."""
    prepared = _prepared(connection.vendor, len(visit.bans))
    values = _in_the_database(visit)
    with connection.cursor() as cursor:
        cursor.execute(prepared.sql, [values[part] if isinstance(part, _Place) else part for part in prepared.params])
        found = cursor.fetchone()
    return None if found is None else prepared.read(found)


def queryset(visit: Visit) -> QuerySet[Channel, tuple[Any, ...]]:
    """Return the same as a queryset."""
    bans = bans_of(visit.bans, OuterRef("pk"), visit.now)
    return (
        Channel.objects.filter(pk=visit.channel_id)
        .order_by()
        .annotate(
            mine=FilteredRelation("clients", condition=Q(clients__session_hash=visit.session_hash)),
            banned=Exists(bans),
            shut=Exists(Lockdown.objects.all()),
        )
        .values_list("expires", "locked", "banned", "shut", "mine__id", "mine__sessid", "mine__expires", "mine__ended")
    )


class _Place(int):
    """A placeholder's value is this one of `_in_the_database`."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    sql: str
    params: Sequence[Any]
    """For each placeholder: where its value comes from, or the value itself where it is always the same."""
    converters: Sequence[Sequence[Callable[[Any], Any]]]

    def read(self, found: Sequence[Any]) -> Row:
        values = []
        for value, converters in zip(found, self.converters, strict=True):
            for convert in converters:
                value = convert(value)
            values.append(value)
        return Row(*values)


def _stand_in(bans: int) -> Visit:
    """Return values that are told apart in the finished query."""
    digests = [bytes([number]) * DIGEST_BYTES for number in range(bans)]
    return Visit(uuid.UUID(int=1), b"s" * DIGEST_BYTES, digests, datetime(2000, 1, 1, tzinfo=UTC))


def _in_the_database(visit: Visit) -> Sequence[Any]:
    digest = Ban._meta.get_field("digest")
    return [
        Channel._meta.pk.get_db_prep_value(visit.channel_id, connection),
        Client._meta.get_field("session_hash").get_db_prep_value(visit.session_hash, connection),
        *(digest.get_db_prep_value(ban, connection) for ban in visit.bans),
        Ban._meta.get_field("expires").get_db_prep_value(visit.now, connection),
    ]


@cache
def _prepared(vendor: str, bans: int) -> _Prepared:
    stand_in = _stand_in(bans)
    compiler = queryset(stand_in).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = {_plain(value): _Place(number) for number, value in enumerate(_in_the_database(stand_in))}
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    return _Prepared(
        sql,
        [places.get(_plain(param), param) for param in params],
        [
            [_bound(convert, converters[number][1]) for convert in converters[number][0]]
            if number in converters
            else []
            for number in range(len(Row._fields))
        ],
    )


def _plain(param: Any) -> Any:
    """Return what can be compared: drivers wrap bytes, each in its own way."""
    if isinstance(param, memoryview):
        return bytes(param)
    return getattr(param, "obj", param)


def _bound(convert: Callable[[Any, Any, Any], Any], column: Any) -> Callable[[Any], Any]:
    return lambda value: convert(value, column, connection)
