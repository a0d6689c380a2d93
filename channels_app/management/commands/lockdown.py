"""`manage.py lockdown`: for an incident. `--undo` when it is over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from channels_app import lockdown
from channels_app.models import Lockdown
from common.acting import acting
from common.staff.audit import note
from common.staff.session_ends import end_sessions


class Command(BaseCommand):
    help = (
        "Send everybody away, make all credentials worthless, let nobody in, let nobody start a channel, "
        "and end the sessions of staff."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep",
            action="append",
            default=[],
            metavar="NAME",
            help="the sessions of this account go on; may be repeated",
        )
        parser.add_argument("--undo", action="store_true", help="let people in again")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("command lockdown"):
            if options["undo"]:
                self._undo()
            else:
                self._begin(options["keep"])

    def _begin(self, keep: list[str]) -> None:
        users = get_user_model()._default_manager
        kept = {name: str(pk) for name, pk in users.filter(username__in=keep).values_list("username", "pk")}
        unknown = sorted(set(keep) - set(kept))
        if unknown:
            raise CommandError(f"There is no account {', '.join(unknown)}. Nothing has changed.")
        clients = lockdown.begin()
        sessions = end_sessions(lambda key: key not in kept.values())
        note(
            [Lockdown(pk=1)],
            {"lockdown": ["", f"in force; {clients} clients and {sessions} sessions of staff ended"]},
        )
        self.stdout.write(
            f"Nobody comes in, and nobody starts a channel. {clients} clients have ended; who is connected is gone in a second.\n"
            f"{sessions} sessions of staff have ended. Accounts and their passwords are as they were.\n"
            "Passwords of the relay hold until their end. Where that matters, give it a new secret.\n"
            "When it is over: manage.py lockdown --undo"
        )

    def _undo(self) -> None:
        if not lockdown.end():
            raise CommandError("There is no lockdown.")
        note([Lockdown(pk=1)], {"lockdown": ["in force", "over"]})
        self.stdout.write("People come in again, as new clients. Staff sign in again.")
