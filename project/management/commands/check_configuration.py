"""`manage.py check_configuration`: is what stands around the service as it must be?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from channels_app import freeswitch_conf
from common.mistakes import Mistake
from project.configuration import compose, environment, nginx, turnserver

_CHECKS: dict[str, tuple[Callable[[Path], Sequence[Mistake]], str]] = {
    "environment": (environment.check, "a file of settings, such as /etc/peers/peers.env"),
    "nginx": (nginx.check, "the site's file, such as /etc/nginx/sites-enabled/peers.conf"),
    "turnserver": (turnserver.check, "coturn's file, such as /etc/turnserver.conf"),
    "compose": (compose.check, "the compose file"),
    "freeswitch": (freeswitch_conf.check, "the directory with freeswitch.xml"),
    "freeswitch-program": (freeswitch_conf.check_binary, "the freeswitch program, for its version"),
}


class Command(BaseCommand):
    help = "Refuse mistakes in the configuration of an installation, each with file, line and reason."
    # It looks at files, and must work before anything else does.
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        for name, (_, what) in _CHECKS.items():
            parser.add_argument(f"--{name}", type=Path, metavar="PATH", help=what)

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name.replace("-", "_")] for name in _CHECKS}
        chosen = {name: path for name, path in given.items() if path is not None}
        if not chosen:
            root = Path(settings.BASE_DIR)
            chosen = {
                "nginx": root / "deploy" / "nginx" / "nginx.conf",
                "compose": root / "docker-compose.yml",
                "freeswitch": root / "freeswitch" / "conf",
            }
            names = ", ".join(f"--{name}" for name in _CHECKS)
            self.stdout.write(f"Looking at what is shipped; to look at what is installed, name it: {names}.")
        wrong = 0
        for name, path in chosen.items():
            mistakes = _CHECKS[name][0](path)
            for mistake in mistakes:
                self.stderr.write(str(mistake))
            if not mistakes:
                self.stdout.write(f"{path} is as it must be.")
            wrong += len(mistakes)
        if wrong:
            raise CommandError(f"{wrong} to put right.")
