"""`manage.py bootstrap`: what a fresh installation needs before the first visitor; run after `migrate`."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from channels_app.models import Channel
from common.acting import acting

ADMIN = "admin"
LOBBY = "Lobby"


class Command(BaseCommand):
    help = "Create the first admin, with a random password that is printed once, and one public channel."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), acting("command bootstrap"):
            self._create_admin()
            if not Channel.objects.exists():
                Channel.objects.create(topic=LOBBY, public=True)
                self.stdout.write(f"Created the public channel {LOBBY}.")

    def _create_admin(self) -> None:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(18)
        users.create_superuser(username=ADMIN, email="", password=password)
        self.stdout.write(
            f"Created the admin. Name: {ADMIN}  Password: {password}  (shown this once; change it at /admin/)"
        )
