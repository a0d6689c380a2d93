"""`manage.py reset_second_factor NAME`: for someone who lost telephone, keys and recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from common.acting import acting
from common.staff.audit import note
from common.staff.session_ends import end_sessions


class Command(BaseCommand):
    help = "Forget all second factors of an account and end its sessions; the password stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name with which this person signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("There is no account of this name.")
        with transaction.atomic(), acting("command reset_second_factor"):
            factors = [str(factor.get_type_display()) for factor in Authenticator.objects.filter(user=user)]
            Authenticator.objects.filter(user=user).delete()
            note([user], {"second factors": [", ".join(factors) or "none", "none"]})
            ended = end_sessions(str(user.pk).__eq__)
        self.stdout.write(f"Forgot {len(factors)} second factors and ended {ended} sessions.")
