"""A database beside that of the site, in which a backup becomes whole before it counts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler

from common.backup.faults import BackupError, Fault
from common.backup.reading import Manifest

ALIAS = "restored"


@contextmanager
def database(directory: Path) -> Iterator[None]:
    """Have an empty SQLite database under `ALIAS` while the block runs, in a file for its owner alone."""
    with tempfile.TemporaryDirectory(prefix="restored-", dir=directory) as folder:
        # Worth nothing after a crash, so it need not wait for the disk.
        options = {"init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"}
        wanted = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder, "db")), "OPTIONS": options}
        connections.databases[ALIAS] = ConnectionHandler({DEFAULT_DB_ALIAS: wanted}).databases[DEFAULT_DB_ALIAS]
        try:
            yield
        finally:
            connections[ALIAS].close()
            del connections[ALIAS]
            del connections.databases[ALIAS]


def check_schema(manifest: Manifest) -> None:
    """See that this version knows all that the backup's version had. Raises `BackupError` with NEWER_SCHEMA."""
    # Without a connection: whoever may only write secrets need not reach the database.
    known = MigrationLoader(None).graph.nodes
    missing = [f"{app}.{name}" for app, name in manifest.schema.items() if (app, name) not in known]
    if missing:
        raise BackupError(Fault.NEWER_SCHEMA, f"Not known here: {', '.join(missing)}.")


class Loader:
    """A `Receiver` that loads a backup into the database beside, as it was, and then brings it up to date."""

    manifest: Manifest

    def begin(self, manifest: Manifest) -> None:
        self.manifest = manifest
        check_schema(manifest)
        executor = MigrationExecutor(connections[ALIAS])
        targets = list(manifest.schema.items())
        executor.migrate(targets)
        # The models as they were when the backup was made.
        self._apps = executor.loader.project_state(targets).apps
        empty(ALIAS, [model._meta.db_table for model in self._apps.get_models(include_auto_created=True)])

    def rows(self, table: str, columns: list[str], rows: list[list[Any]]) -> None:
        """Raises `BackupError` with BAD_ROWS."""
        try:
            model = self._apps.get_model(table)
            by_column = {field.attname: field for field in model._meta.concrete_fields}
            fields = [by_column[column] for column in columns]
            # References between tables are looked at when all are there.
            with connections[ALIAS].constraint_checks_disabled():
                model._base_manager.using(ALIAS).bulk_create(
                    model(**{field.attname: field.to_python(value) for field, value in zip(fields, row, strict=True)})
                    for row in rows
                )
        except (IntegrityError, ValidationError, LookupError, ValueError) as error:
            raise BackupError(Fault.BAD_ROWS, f"{table}: {error}") from error

    def finish(self) -> None:
        """Look at the references, and bring the schema up to date. Raises `BackupError` with BAD_ROWS."""
        try:
            connections[ALIAS].check_constraints()
        except IntegrityError as error:
            raise BackupError(Fault.BAD_ROWS, str(error)) from error
        call_command("migrate", database=ALIAS, verbosity=0, interactive=False)


def empty(alias: str, tables: list[str]) -> None:
    """Delete all rows of these tables."""
    wanted = connections[alias]
    statements = wanted.ops.sql_flush(no_style(), tables, reset_sequences=True)
    with transaction.atomic(using=alias), wanted.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
