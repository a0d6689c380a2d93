"""`manage.py backup FILE --to age1...`: the site in one encrypted file. `--check FILE --key KEY` looks at one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from channels_app.models import Client
from common.backup import making, restoring, sealed
from common.backup.faults import BackupError
from common.progress import Progress
from project.keeping import this_site


class Command(BaseCommand):
    help = (
        "Write database, secrets and settings into a file that only the holder of the key can open, and read it back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that does not exist yet; with --check one that does")
        parser.add_argument("--to", action="append", metavar="age1...", help="for whom: a public key; may be repeated")
        parser.add_argument(
            "--without-clients",
            action="store_true",
            help="leave out who has credentials, for backups that are kept longer than those hold",
        )
        parser.add_argument(
            "--check", action="store_true", help="see whether the file is whole and could be restored here"
        )
        parser.add_argument("--key", type=Path, help="with --check: the file with the key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self._check(options["file"], options["key"])
            else:
                self._make(options["file"], options["to"], without_clients=options["without_clients"])
        except BackupError as error:
            raise CommandError(f"{error.fault}: {error}") from None

    def _make(self, path: Path, to: list[str] | None, *, without_clients: bool) -> None:
        if not to:
            raise CommandError("For whom? --to names a public key; manage.py backup_key makes one.")
        recipients = [sealed.recipient(text) for text in to]
        progress = Progress(sys.stderr)
        without = {Client._meta.label} if without_clients else set[str]()
        try:
            sealed.write(path, making.chunks(this_site(), without=without, told=progress.tell), recipients)
        finally:
            progress.close()
        self.stdout.write(f"Wrote {path}, {path.stat().st_size} bytes, and read it back.")

    def _check(self, path: Path, key: Path | None) -> None:
        if key is None:
            raise CommandError("--check opens the file: --key names the file with the key.")
        progress = Progress(sys.stderr)
        try:
            found = restoring.check(path, sealed.read_identity(key), progress.tell)
        finally:
            progress.close()
        self.stdout.write(f"{path} is whole. It was made at {found.manifest.made} and could be restored here.")
        for table, count in found.counts.items():
            if count:
                self.stdout.write(f"  {table}: {count}")
        self.stdout.write(f"  secrets: {', '.join(sorted(found.site.secrets))}")
