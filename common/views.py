"""Views that belong to no application: metrics, health, and what people see when there is nothing to see."""

from __future__ import annotations

import logging

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from common import metrics as counters
from common import readiness
from common.database import in_database_thread

log = logging.getLogger(__name__)


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """Everything countable, for Prometheus. Routed on the local URLconf only."""
    return HttpResponse(counters.exposition(), content_type=counters.CONTENT_TYPE)


@require_safe
async def health(request: HttpRequest) -> JsonResponse:
    """Alive, and ready for visitors? 200 or 503; the log says why, the answer does not."""
    try:
        await in_database_thread(_ask_database)
    except (DatabaseError, OSError):
        log.exception("Not ready: the database does not answer")
        return _health(is_ready=False)
    problems = await sync_to_async(readiness.problems, thread_sensitive=False)()
    for problem in problems:
        log.error("Not ready: %s", problem)
    return _health(is_ready=not problems)


def _health(*, is_ready: bool) -> JsonResponse:
    return _uncached(JsonResponse({"alive": True, "ready": is_ready}, status=200 if is_ready else 503))


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _uncached(response: JsonResponse) -> JsonResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same bytes for every path: what was asked for is not repeated, neither is anything about the reader."""
    return HttpResponseNotFound(render_to_string("404.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs neither database nor request."""
    return HttpResponseServerError(render_to_string("500.html"))
