"""`manage.py prune`: what the server does by itself every hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from channels_app.housekeeping import prune


class Command(BaseCommand):
    help = "Delete old clients, closed channels, and visitors' channels that nobody uses."

    def handle(self, *args: Any, **options: Any) -> None:
        pruned = prune()
        self.stdout.write(f"Deleted {pruned.clients} clients and {pruned.channels} channels.")
