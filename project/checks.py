"""Mistakes in how the project is set up that would only show in use."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def origins_are_reachable_securely(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Browsers give camera and microphone to https pages and to loopback, to nobody else."""
    return [
        Warning(
            f"ORIGINS: at {origin} browsers allow neither camera nor microphone.",
            hint="Serve the site over https and name that origin.",
            id="project.W001",
        )
        for origin in settings.ORIGINS
        if not _is_secure(origin)
    ]


@register(Tags.security, deploy=True)
def secrets_were_chosen(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Generated secrets are a convenience of the first run."""
    if not settings.DEV_SECRETS:
        return []
    return [
        Warning(
            "DEV_SECRETS is on: missing secrets are generated into DATA_DIR.",
            hint="Set SECRET_KEY and SWITCH_SECRET (or *_FILE) and leave DEV_SECRETS out.",
            id="project.W002",
        )
    ]


@register(Tags.security)
def secrets_differ(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """FreeSWITCH knows two of the secrets, a relay one; from the others neither must be able to tell anything."""
    names = ("SECRET_KEY", "SWITCH_SECRET", "FREESWITCH_EVENT_SOCKET_PASSWORD", "FSAPI_SECRET", "TURN_SECRET")
    users: dict[str, list[str]] = {}
    for name in names:
        users.setdefault(getattr(settings, name), []).append(name)
    return [
        Error(
            f"{' and '.join(same)} are the same secret.",
            hint="Give each a random value of its own.",
            id="project.E001",
        )
        for value, same in users.items()
        if value and len(same) > 1
    ]


@register(Tags.staticfiles, deploy=True)
def static_files_were_collected(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Pages name their files by hash, and only collectstatic knows the hashes."""
    if settings.DEBUG or Path(settings.STATIC_ROOT, "staticfiles.json").is_file():
        return []
    return [Warning("There are no static files.", hint="Run manage.py collectstatic --noinput.", id="project.W003")]


@register(Tags.security, deploy=True)
def proxies_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that is not named all visitors have one address, and its limits together."""
    if settings.TRUSTED_PROXIES or not settings.HTTPS_ONLY or settings.DEV_SECRETS:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is empty: if a proxy serves https, all visitors count as one and are soon told to wait.",
            hint="Name the proxy's address, or silence this where the service itself serves https.",
            id="project.W004",
        )
    ]


def _is_secure(origin: str) -> bool:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
