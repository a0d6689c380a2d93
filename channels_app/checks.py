"""Settings that parse but cannot work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

_SCHEMES = ("stun:", "stuns:", "turn:", "turns:")


@register(Tags.compatibility)
def switch_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SWITCH must name one."""
    from channels_app.switches import get_switch

    try:
        get_switch()
    except ImproperlyConfigured as error:
        return [
            Error(str(error), hint="Set SWITCH=embedded or SWITCH=freeswitch, or leave it out.", id="channels_app.E001")
        ]
    return []


@register(Tags.compatibility)
def redis_joins_engines(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With FreeSWITCH as the switch one process stands in front of it, and Redis would join nothing."""
    if settings.REDIS_URL and settings.SWITCH == "freeswitch":
        text = "REDIS_URL joins several engines, and with SWITCH=freeswitch there is one process."
        return [Error(text, hint="Leave REDIS_URL out, or set SWITCH=embedded.", id="channels_app.E003")]
    return []


@register(Tags.compatibility)
def nodes_have_freeswitch(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Several processes of the embedded switch share a Redis, and no channel belongs to one of them."""
    if settings.SWITCH_NODE and settings.SWITCH != "freeswitch":
        text = "SWITCH_NODE names a FreeSWITCH node, and SWITCH is not freeswitch."
        return [Error(text, hint="Leave SWITCH_NODE out, or set SWITCH=freeswitch.", id="channels_app.E004")]
    return []


@register(Tags.compatibility, deploy=True)
def nodes_share_a_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Nodes find each other in the database, and SQLite is for one host."""
    if settings.SWITCH_NODE and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        text = "SWITCH_NODE names one of several nodes, and the database is SQLite, which other hosts cannot reach."
        return [Warning(text, hint="Name one PostgreSQL for all nodes in DATABASE_URL.", id="channels_app.W002")]
    return []


@register(Tags.compatibility)
def ice_servers_make_sense(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Browsers throw on a malformed entry, and then nobody can call."""
    return [
        Error(
            f"ICE_SERVERS: entry {position} is not a server.",
            hint='Write {"urls": "stun:stun.example.org"}; a turn: server also needs "username" and "credential".',
            id="channels_app.E002",
        )
        for position, server in enumerate(settings.ICE_SERVERS, start=1)
        if not _is_ice_server(server)
    ]


@register(Tags.compatibility)
def turn_secret_has_servers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A secret alone gives nobody a relay."""
    if settings.TURN_SECRET and not settings.TURN_URLS:
        text = "TURN_SECRET is set and TURN_URLS names no server: visitors get no relay."
        return [Warning(text, hint="Name the relay in TURN_URLS, or leave both out.", id="channels_app.W001")]
    return []


def _is_ice_server(server: object) -> bool:
    if not isinstance(server, dict) or not server.keys() <= {"urls", "username", "credential"}:
        return False
    urls = server.get("urls")
    urls = [urls] if isinstance(urls, str) else urls
    if not isinstance(urls, list) or not urls:
        return False
    if not all(isinstance(url, str) and url.startswith(_SCHEMES) for url in urls):
        return False
    needs_credential = any(url.startswith("turn") for url in urls)
    return not needs_credential or all(isinstance(server.get(key), str) for key in ("username", "credential"))
