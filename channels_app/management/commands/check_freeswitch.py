"""`manage.py check_freeswitch`: is FreeSWITCH configured as it must be, and new enough?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from channels_app.freeswitch_conf import check, check_binary


class Command(BaseCommand):
    help = "Refuse mistakes in FreeSWITCH's configuration, each with its file and line."
    # It looks at files, and must work before anything else does.
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--conf",
            type=Path,
            default=Path(settings.BASE_DIR) / "freeswitch" / "conf",
            help="the directory with freeswitch.xml (default: the shipped one)",
        )
        parser.add_argument("--binary", type=Path, help="the freeswitch program, to look at its version too")

    def handle(self, *args: Any, **options: Any) -> None:
        conf: Path = options["conf"]
        mistakes = check(conf)
        if options["binary"] is not None:
            mistakes += check_binary(options["binary"])
        for mistake in mistakes:
            self.stderr.write(str(mistake))
        if mistakes:
            raise CommandError(f"{len(mistakes)} to put right in {conf}.")
        self.stdout.write(f"{conf} is as it must be.")
