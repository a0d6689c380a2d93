"""The query that every visit pays for: a channel, and in it the client of a session.

Building it with the ORM takes four times as long as running it, so it is built once per kind of database and then run
with other values. A test holds its answers against the ORM's.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import FilteredRelation, Q, QuerySet

from channels_app.models import DIGEST_BYTES, Channel, Client


class Row(NamedTuple):
    """What was found. Without a client of this session in the channel, all but the first are None."""

    channel_expires: datetime | None
    client_id: uuid.UUID | None
    sessid: uuid.UUID | None
    expires: datetime | None
    ended: datetime | None


def look_up_session(channel_id: uuid.UUID, session_hash: bytes) -> Row | None:
    """Return the channel's row with the session's client in it, or None when there is no such channel. One query."""
    prepared = _prepared(connection.vendor)
    values = (
        Client._meta.get_field("session_hash").get_db_prep_value(session_hash, connection),
        Channel._meta.pk.get_db_prep_value(channel_id, connection),
    )
    with connection.cursor() as cursor:
        cursor.execute(prepared.sql, [values[position] for position in prepared.order])
        found = cursor.fetchone()
    return None if found is None else prepared.read(found)


def queryset(channel_id: uuid.UUID, session_hash: bytes) -> QuerySet[Channel, tuple[Any, ...]]:
    """Return the same as a queryset."""
    return (
        Channel.objects.filter(pk=channel_id)
        .order_by()
        .annotate(mine=FilteredRelation("clients", condition=Q(clients__session_hash=session_hash)))
        .values_list("expires", "mine__id", "mine__sessid", "mine__expires", "mine__ended")
    )


@dataclass(frozen=True, slots=True)
class _Prepared:
    sql: str
    order: Sequence[int]
    """For each placeholder: 0 for the session's digest, 1 for the channel's ID."""
    converters: Sequence[Sequence[Callable[[Any], Any]]]

    def read(self, found: Sequence[Any]) -> Row:
        values = []
        for value, converters in zip(found, self.converters, strict=True):
            for convert in converters:
                value = convert(value)
            values.append(value)
        return Row(*values)


@cache
def _prepared(vendor: str) -> _Prepared:
    compiler = queryset(uuid.UUID(int=0), bytes(DIGEST_BYTES)).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    channel = Channel._meta.pk.get_db_prep_value(uuid.UUID(int=0), connection)
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    return _Prepared(
        sql,
        [1 if param == channel else 0 for param in params],
        [
            [_bound(convert, converters[number][1]) for convert in converters[number][0]]
            if number in converters
            else []
            for number in range(len(Row._fields))
        ],
    )


def _bound(convert: Callable[[Any, Any, Any], Any], column: Any) -> Callable[[Any], Any]:
    return lambda value: convert(value, column, connection)
