"""Makes a site what a backup says, all of it or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model
from psycopg import sql

from common import secret_files
from common.backup import beside, sealed
from common.backup.choice import batches, models, worth_keeping
from common.backup.faults import BackupError, Fault
from common.backup.making import Site, check_not_ahead
from common.backup.reading import Inspection, Manifest, Reader, Receiver
from common.progress import Told, nobody_listens

_ROWS = 1000
# Migrations fill the first two, and a session is nobody's data.
_FILLED = {"contenttypes.ContentType", "auth.Permission", "sessions.Session"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    manifest: Manifest
    site: Site
    counts: Mapping[str, int]


def check(path: Path, identity: Any, told: Told = nobody_listens) -> Contents:
    """Read a backup to its end. Changes nothing; raises `BackupError` where it could not be restored here."""
    inspection = Inspection()
    reader = _read(path, identity, inspection, told)
    assert inspection.manifest is not None, "the reader does not finish without one"
    beside.check_schema(inspection.manifest)
    return Contents(inspection.manifest, reader.site, reader.counts)


def restore_secrets(path: Path, identity: Any, files: Mapping[str, Path]) -> Site:
    """Put the backup's secrets into these files; return what else belongs to the site. Raises `BackupError`."""
    site = check(path, identity).site
    with _prepared(site, files) as swap:
        swap()
    return site


def restore(
    path: Path,
    identity: Any,
    files: Mapping[str, Path],
    directory: Path,
    *,
    replace: bool,
    told: Told = nobody_listens,
) -> Contents:
    """Put the backup's rows into the database and its secrets into these files; return what it holds.

    In `directory` the backup becomes a database first; then one transaction copies it, and the files are put in place
    before that ends. Raises `BackupError`, and nothing has changed.
    """
    check_not_ahead()
    if not replace and not is_empty():
        raise BackupError(Fault.NOT_EMPTY)
    with beside.database(directory):
        loader = beside.Loader()
        reader = _read(path, identity, loader, told)
        loader.finish()
        with _prepared(reader.site, files) as swap:
            call_command("migrate", verbosity=0, interactive=False)
            with transaction.atomic():
                counts = _copy(told, sum(reader.counts.values()))
                swap()
    return Contents(loader.manifest, reader.site, counts)


def is_empty() -> bool:
    """Is there nothing in the database but what an installation puts there?"""
    tables = set(connection.introspection.table_names())
    return not any(
        model._base_manager.exists()
        for model in models()
        if model._meta.db_table in tables and model._meta.label not in _FILLED
    )


def _read(path: Path, identity: Any, receiver: Receiver, told: Told) -> Reader:
    reader = Reader(receiver)
    done, size = 0, path.stat().st_size if path.is_file() else 0

    def take(data: bytes) -> None:
        nonlocal done
        reader.feed(data)
        done += len(data)
        told("Reading", done, size)

    sealed.read(path, identity, take)
    reader.finish()
    return reader


@contextlib.contextmanager
def _prepared(site: Site, files: Mapping[str, Path]) -> Iterator[Callable[[], None]]:
    wanted = {path: site.secrets[name] for name, path in files.items() if site.secrets.get(name)}
    try:
        with secret_files.prepared(wanted) as swap:
            yield swap
    except OSError as error:
        raise BackupError(Fault.CANNOT_WRITE, f"{error.filename}: {error.strerror}.") from None


def _copy(told: Told, total: int) -> dict[str, int]:
    """Copy the database beside over that of the site, in the transaction that is open; return how many rows of each model."""
    all_models = models()
    beside.empty(DEFAULT_DB_ALIAS, [model._meta.db_table for model in all_models])
    counts = {}
    for model in all_models:
        counts[model._meta.label] = 0
        for batch in batches(worth_keeping(model, beside.ALIAS).iterator(_ROWS), _ROWS):
            _insert(model, batch)
            counts[model._meta.label] += len(batch)
            told("Restoring", sum(counts.values()), total)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), all_models):
            cursor.execute(statement)
    return counts


def _insert(model: type[Model], rows: list[Any]) -> None:
    if connection.vendor != "postgresql":
        model._base_manager.using(DEFAULT_DB_ALIAS).bulk_create(rows)
        return
    # Its own way to take many rows: an INSERT bears only so many parameters.
    fields = model._meta.concrete_fields
    table, columns = sql.Identifier(model._meta.db_table), (sql.Identifier(str(field.column)) for field in fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, sql.SQL(", ").join(columns))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
