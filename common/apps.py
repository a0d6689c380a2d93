"""What every application may use; knows none of them."""

from __future__ import annotations

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common.staff import audit  # noqa: F401  connects its signals
