"""The page *Now* of the admin: who is connected, whether all that is needed answers, and how the last hour went."""

from __future__ import annotations

import platform
import time
import uuid
from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from channels_app.housekeeping import housekeeping
from channels_app.models import Channel
from channels_app.plots import HEIGHT, WIDTH, plots
from channels_app.samples import Sample, sampler
from channels_app.switches import get_switch

MOST_CHANNELS = 50


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """What is connected now. It holds counts and topics, no client and no address."""
    if not request.user.has_perm("channels_app.view_channel"):
        raise PermissionDenied
    newest = sampler.look()
    switch = get_switch()
    context = {
        **admin.site.each_context(request),
        "title": "Now",
        "sample": newest,
        "strangers": _strangers(),
        "sockets": switch.sockets_here(),
        "channels": _busiest(switch.counts()),
        "uses_redis": bool(settings.REDIS_URL),
        "health": _health(newest),
        "versions": _versions(),
        "plots": plots(sampler.samples(), time.time()),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return TemplateResponse(request, "admin/now.html", context)


def _strangers() -> int | None:
    sockets = get_switch().sockets_here()
    return None if sockets is None else sockets - sum(get_switch().counts_here().values())


def _busiest(counts: Mapping[str, int]) -> list[tuple[Channel, int]]:
    found = sorted(counts.items(), key=lambda item: -item[1])[:MOST_CHANNELS]
    rows = Channel.objects.in_bulk([uuid.UUID(channel_id) for channel_id, _ in found])
    return [(rows[key], count) for channel_id, count in found if (key := uuid.UUID(channel_id)) in rows]


def _health(sample: Sample) -> list[tuple[str, str, bool]]:
    """Return what is needed, how it is, and whether that is well."""
    problem = get_switch().problem()
    rows = [
        ("Database", _answer(sample.database_seconds), sample.database_seconds is not None),
        ("Switch", problem or f"{settings.SWITCH}, in order", not problem),
    ]
    if settings.REDIS_URL:
        rows.append(("Redis", _answer(sample.redis_seconds), sample.redis_seconds is not None))
        rows.append(("Engines alive", str(sample.processes or 0), bool(sample.processes)))
    done_at = housekeeping.done_at
    rows.append(("Last housekeeping", _ago(done_at) if done_at else "not since this process started", True))
    return rows


def _answer(seconds: float | None) -> str:
    return "does not answer" if seconds is None else f"answers in {seconds * 1000:.1f} ms"


def _ago(at: float) -> str:
    return f"{max(0.0, time.time() - at):.0f} s ago"


def _versions() -> dict[str, Any]:
    return {
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: ".".join(map(str, connection.get_database_version())),
        **get_switch().versions(),
    }
