"""How many people are in public channels: what the pages ask again while somebody looks at them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import cache

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from channels_app.models import Channel
from channels_app.problems import Problem, Refused
from channels_app.switches import get_switch
from common.database import in_database_thread, log_unless_away
from peers.posts import refuse

KEPT_SECONDS = 3
"""An answer is good for so long, whoever asks: so many questions cost no more than one, and nobody has to be counted."""
CACHE_SECONDS = 5
"""And in browsers and on the way for so long."""

log = logging.getLogger(__name__)


class HereNow:
    """The last answer, and a new one when it is old. For one thread: the event loop's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: Mapping[str, int] | None = None
        self._until = 0.0

    async def counts(self) -> Mapping[str, int]:
        """Return how many are in each public channel that has somebody in it. Raises `Error` without a database."""
        now = self._clock()
        if self._counts is None or now >= self._until:
            # Before the database is asked: who comes meanwhile has the last answer.
            self._until = now + KEPT_SECONDS
            self._counts = await in_database_thread(_public_counts)
        return self._counts


@cache
def get_here_now() -> HereNow:
    """Return what this process knows."""
    return HereNow()


@require_safe
async def here(request: HttpRequest) -> JsonResponse:
    """GET /peers/here: numbers alone, and of channels that the first page lists."""
    try:
        counts = await get_here_now().counts()
    except Error as problem:
        log_unless_away(log, problem, "Who is here could not be counted")
        return refuse(Refused(Problem.TRY_LATER, retry_after=2))
    response = JsonResponse({"here": counts})
    response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response


def _public_counts() -> Mapping[str, int]:
    here = get_switch().counts()
    public = Channel.objects.open_at(timezone.now()).filter(public=True).values_list("pk", flat=True)
    return {str(key): here[str(key)] for key in public if str(key) in here}
