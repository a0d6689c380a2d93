"""Which switch relays: chosen by the setting SWITCH, made at first use, made again when a test changes the setting."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string

from channels_app.switches.base import BaseSwitch

_NAMES = {
    "embedded": "channels_app.switches.embedded.EmbeddedSwitch",
    "freeswitch": "channels_app.switches.freeswitch.FreeswitchSwitch",
}

_READ_ONCE = (
    "SWITCH",
    "SWITCH_NODE",
    "REDIS_URL",
    "STRANGERS_PER_ADDRESS",
    "SOCKETS_PER_ADDRESS",
    "SEAT_SHARE_PERCENT",
    "SEAT_KEPT_SECONDS",
)


@cache
def get_switch() -> BaseSwitch:
    """Return this process's switch. Raises ImproperlyConfigured when SWITCH names no switch."""
    name = _NAMES.get(settings.SWITCH, settings.SWITCH)
    try:
        kind = import_string(name)
    except ImportError as error:
        raise ImproperlyConfigured(f"SWITCH: there is no switch {settings.SWITCH!r}.") from error
    if not (isinstance(kind, type) and issubclass(kind, BaseSwitch)):
        raise ImproperlyConfigured(f"SWITCH: {name} is not a switch.")
    return kind()


@receiver(setting_changed)
def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting in _READ_ONCE or setting.startswith("FREESWITCH_"):
        get_switch.cache_clear()
