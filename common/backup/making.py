"""What goes into a backup, as it was at one moment, while the site is in use."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.utils import timezone

from common.backup.choice import models, worth_keeping
from common.backup.faults import BackupError, Fault
from common.progress import Told, nobody_listens

NAME = "pbx-peers"
VERSION = 1
_CHUNK_BYTES = 64 * 1024
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Site:
    """What belongs to a site besides its database. Of each secret the one in force comes first."""

    secrets: Mapping[str, list[str]]
    settings: Mapping[str, str]


def chunks(site: Site, *, without: Collection[str] = (), told: Told = nobody_listens) -> Iterator[bytes]:
    """Return the content of a backup, piece by piece. `told` hears how far it is.

    Models in `without` lose all their rows. Raises `BackupError` with SCHEMA_BEHIND or
    SCHEMA_AHEAD, and `django.db.Error`.
    """
    waiting = bytearray()
    for line in _lines(site, without, told):
        waiting += line + b"\n"
        if len(waiting) >= _CHUNK_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def schema() -> dict[str, str]:
    """Return the last migration of each application, by its label. Raises `BackupError` with SCHEMA_BEHIND or SCHEMA_AHEAD."""
    check_not_ahead()
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(targets):
        raise BackupError(Fault.SCHEMA_BEHIND)
    return dict(sorted(targets))


def check_not_ahead() -> None:
    """See that the database knows nothing that this version does not know. Raises `BackupError` with SCHEMA_AHEAD."""
    loader = MigrationLoader(connection)
    done = {(app, name) for app, name in loader.applied_migrations if app in loader.migrated_apps}
    unknown = sorted(f"{app}.{name}" for app, name in done - set(loader.graph.nodes))
    if unknown:
        raise BackupError(Fault.SCHEMA_AHEAD, f"Not known here: {', '.join(unknown)}.")


def _lines(site: Site, without: Collection[str], told: Told) -> Iterator[bytes]:
    yield _json({"backup": NAME, "version": VERSION, "made": timezone.now(), "schema": schema()})
    yield _json({"secrets": site.secrets, "settings": site.settings})
    counts: dict[str, int] = {}
    done = 0
    with _snapshot():
        tables = {model: worth_keeping(model, DEFAULT_DB_ALIAS, without) for model in models()}
        total = sum(rows.count() for rows in tables.values())
        for model, rows in tables.items():
            columns = [field.attname for field in model._meta.concrete_fields]
            yield _json({"table": model._meta.label, "columns": columns})
            counts[model._meta.label] = 0
            for row in _values(rows, columns):
                yield _json(row)
                counts[model._meta.label] += 1
                done += 1
                told("Writing", done, total)
    yield _json({"end": counts})


def _values(rows: QuerySet[Any], columns: list[str]) -> Iterator[Any]:
    return rows.values_list(*columns).iterator(_ROWS)


@contextmanager
def _snapshot() -> Iterator[None]:
    """See one state of the database, and hold up nobody who writes."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Not by `atomic`: our transactions take the place of the one writer (IMMEDIATE) when they begin.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _json(value: Any) -> bytes:
    return json.dumps(value, default=_plain, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> str:
    """Write what JSON does not know as `Field.to_python` reads it."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in a backup")
