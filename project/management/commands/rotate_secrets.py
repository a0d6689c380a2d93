"""`manage.py rotate_secrets NAME ...`: new secrets, and what to restart."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from project.rotation import SECRETS, CannotRotate, forget, rotate, with_a_file


class Command(BaseCommand):
    help = "Write new secrets into their files. Those before still count, where that helps, until --forget-old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SECRETS))
        parser.add_argument("--all", action="store_true", help="all that are in files")
        parser.add_argument("--at-once", action="store_true", help="the ones before are worthless; after a leak")
        parser.add_argument(
            "--forget-old", action="store_true", help="make nothing new, and take out what still counts of before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = with_a_file() if options["all"] else list(dict.fromkeys(options["names"]))
        unknown = [name for name in names if name not in SECRETS]
        if unknown:
            raise CommandError(f"There is no secret {', '.join(unknown)}. There are {', '.join(SECRETS)}.")
        if not names:
            raise CommandError("Name the secrets, or say --all for those that are in files.")
        try:
            files = forget(names) if options["forget_old"] else rotate(names, at_once=options["at_once"])
        except CannotRotate as error:
            raise CommandError(f"{error} Nothing has changed.") from None
        for name, path in files.items():
            secret = SECRETS[name]
            if options["forget_old"]:
                self.stdout.write(f"{name}: {path} holds the one in force alone.")
                continue
            overlap = " The one before still counts." if secret.may_overlap and not options["at_once"] else ""
            self.stdout.write(f"{name}: a new one is in {path}.{overlap}")
            self.stdout.write(f"  {secret.then}")
            self.stdout.write(f"  {secret.noticed}")
        if options["forget_old"]:
            self.stdout.write("Restart the site and its engines; the relay, if its secret is among them.")
