"""What every application may use; knows none of them."""

from __future__ import annotations

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import host_metrics  # noqa: F401  registers itself
        from common.staff import audit, keeping  # noqa: F401  they register themselves
