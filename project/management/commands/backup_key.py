"""`manage.py backup_key FILE`: the key without which no backup opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.backup import sealed
from common.backup.faults import BackupError


class Command(BaseCommand):
    help = "Make a key for backups, as age-keygen does, and print the public half, for backup --to."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; it belongs on another machine than the site")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            public = sealed.make_identity(options["file"])
        except BackupError as error:
            raise CommandError(f"{error.fault}: {error}") from None
        self.stdout.write(public)
