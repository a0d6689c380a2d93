"""Channels, the clients of each, and the two switches as seen from Django."""

from __future__ import annotations

from django.apps import AppConfig


class ChannelsAppConfig(AppConfig):
    name = "channels_app"
    verbose_name = "Channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from channels_app import checks, endings, keeping, metrics  # noqa: F401  they register themselves
        from channels_app.switches import get_switch
        from common import readiness

        readiness.register(lambda: get_switch().problem())
