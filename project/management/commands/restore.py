"""`manage.py restore FILE --key KEY`: make this site what a backup says."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.backup import restoring, sealed
from common.backup.faults import BackupError
from common.backup.making import Site
from common.progress import Progress
from project.keeping import by_hand, other_settings, own_files

SECRETS, DATABASE = "secrets", "database"


class Command(BaseCommand):
    help = "Put a backup's rows into the database and its secrets into their files: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--key", type=Path, required=True, help="the file with the key")
        parser.add_argument("--replace", action="store_true", help="take the place of the data that this site has")
        parser.add_argument(
            "--only", choices=(SECRETS, DATABASE), help="one of the two, where no account may write both"
        )
        parser.add_argument(
            "--settings-to", type=Path, metavar="FILE", help="write the settings of then into a new file, to look at"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = {} if options["only"] == DATABASE else own_files()
        try:
            identity = sealed.read_identity(options["key"])
            if options["only"] == SECRETS:
                site = restoring.restore_secrets(options["file"], identity, files)
            else:
                settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
                found = self._restore(options["file"], identity, files, replace=options["replace"])
                site = found.site
                self.stdout.write(f"Restored {sum(found.counts.values())} rows, as of {found.manifest.made}.")
        except BackupError as error:
            raise CommandError(f"{error.fault}: {error} Nothing has changed.") from None
        written = [str(path) for name, path in files.items() if name in site.secrets]
        if written:
            self.stdout.write(f"Wrote {', '.join(written)}.")
        if options["only"] != DATABASE:
            self._tell_the_rest(site, options["settings_to"])
        self.stdout.write("Start or restart the site, and the relay if it has another secret now.")

    def _restore(self, path: Path, identity: Any, files: dict[str, Path], *, replace: bool) -> restoring.Contents:
        progress = Progress(sys.stderr)
        try:
            return restoring.restore(path, identity, files, settings.DATA_DIR, replace=replace, told=progress.tell)
        finally:
            progress.close()

    def _tell_the_rest(self, site: Site, path: Path | None) -> None:
        missing, others = by_hand(site), other_settings(site)
        if missing:
            self.stdout.write(f"Not in a file here, and not what they were: {', '.join(sorted(missing))}.")
        if others:
            self.stdout.write(f"Settings that are not what they were: {', '.join(others)}.")
        if path is not None:
            text = "".join(f"{name}={value}\n" for name, value in sorted({**site.settings, **missing}.items()))
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            self.stdout.write(f"Wrote the settings of then to {path}.")
