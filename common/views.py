"""Views that belong to no application: metrics, health, and what people see when there is nothing to see."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import metrics as counters
from common import readiness
from common.database import PATIENCE_SECONDS, in_database_thread, is_away, watch

log = logging.getLogger(__name__)

HEALTH_SECONDS = PATIENCE_SECONDS + 0.1
RETRY_SECONDS = 5
GOOD_FOR = timedelta(days=90)
_told: list[str] = []
"""What was wrong when somebody asked last."""


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """Everything countable, for Prometheus. Routed on the local URLconf only."""
    return HttpResponse(counters.exposition(), content_type=counters.CONTENT_TYPE)


@require_safe
async def health(request: HttpRequest) -> JsonResponse:
    """Alive, and ready for visitors? 200 or 503 within two seconds; the log says why, the answer does not."""
    problems = await _problems()
    _tell(problems)
    is_ready = not problems
    return _uncached(JsonResponse({"alive": True, "ready": is_ready}, status=200 if is_ready else 503))


@require_safe
async def live(request: HttpRequest) -> JsonResponse:
    """Alive? Says nothing of what else is needed: to start this process anew would not mend that."""
    return _uncached(JsonResponse({"alive": True}))


async def _problems() -> list[str]:
    others = asyncio.ensure_future(sync_to_async(readiness.problems, thread_sensitive=False)())
    database = asyncio.ensure_future(in_database_thread(_ask_database))
    done, _ = await asyncio.wait({others, database}, timeout=HEALTH_SECONDS)
    found = others.result() if others in done else ["What else is needed could not be asked in time."]
    # A database that has not answered by now works for others: if it did not, patience would have ended before.
    database.cancel()
    if database in done and (problem := database.exception()) is not None:
        if not isinstance(problem, Error | OSError):
            raise problem
        found = [f"The database does not answer: {str(problem).strip()}", *found]
    return found


def _tell(problems: list[str]) -> None:
    """Log what has changed: who asks may ask often, and anybody may."""
    for problem in problems:
        if problem not in _told:
            log.error("Not ready: %s", problem, extra={"code": "not_ready"})
    if _told and not problems:
        log.warning("Ready again")
    _told[:] = problems


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


@require_safe
async def security_txt(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt: whom to tell of a hole, after RFC 9116. 404 where the operator names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # What is told by a site that runs is true now; who keeps a copy asks again in three months.
    until = (timezone.now() + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}"]
    lines += [f"Canonical: {origin}{request.path}" for origin in settings.ORIGINS if origin.startswith("https://")]
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _uncached(response: JsonResponse) -> JsonResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same bytes for every path: what was asked for is not repeated, neither is anything about the reader."""
    # What is not here may be tomorrow.
    return HttpResponseNotFound(render_to_string("404.html"), headers={"Cache-Control": "no-cache"})


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs neither database nor request; 503 where it is the database that does not answer."""
    problem = sys.exception()
    if problem is not None and is_away(problem):
        watch.failed(problem)
        headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponseServerError(render_to_string("500.html"))
