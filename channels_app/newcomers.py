"""New clients: how fast they come, for each channel and altogether, and how many of them the database keeps."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import cache
from threading import Lock

from django.conf import settings

from channels_app.models import Client
from channels_app.problems import Problem, Refused
from common.metrics import CLIENTS_KEPT
from verto.core.buckets import Buckets, within

_MINUTE = 60
_CHANNELS = 10_000
"""Remembered; for more than these to be busy at once, the site as a whole is under pressure long before."""
_FULL_RETRY_SECONDS = 60


class Newcomers:
    """Counts new clients, and knows without asking the database about how many there are. Any thread may ask.

    The number of rows is counted at the first new client and by `refresh`; in between each new client adds one. So the
    table is never fuller than CLIENTS_MAX by more than the clients that were being written during a count: one for each
    database thread, and in other processes as many as come between two counts.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._counting = Lock()
        self._limit: Buckets[uuid.UUID] = Buckets(within(settings.CHANNEL_CLIENTS_PER_MINUTE, _MINUTE), _CHANNELS)
        self._usual: Buckets[uuid.UUID] = Buckets(within(settings.PROOF_CHANNEL_PER_MINUTE, _MINUTE), _CHANNELS)
        self._usual_in_all: Buckets[None] = Buckets(within(settings.PROOF_SITE_PER_MINUTE, _MINUTE), 1)
        self._kept: int | None = None
        self._admitted = 0

    def are_many(self, channel_id: uuid.UUID | None) -> bool:
        """Have more come lately than is usual: to this channel, or altogether? Changes nothing."""
        with self._lock:
            now = self._clock()
            if self._usual_in_all.left(None, now) < 1:
                return True
            return channel_id is not None and self._usual.left(channel_id, now) < 1

    def admit(self, channel_id: uuid.UUID) -> None:
        """Count a new client of a channel that exists, just before it is written: database work.

        Raises `Refused` with SERVICE_FULL or TOO_MANY. Call `give_back` if it could not be written.
        """
        if self._kept is None:
            self._count_first()
        with self._lock:
            now = self._clock()
            if self._kept is not None and self._kept >= settings.CLIENTS_MAX:
                raise Refused(Problem.SERVICE_FULL, retry_after=_FULL_RETRY_SECONDS)
            if not self._limit.take(channel_id, now):
                raise Refused(Problem.TOO_MANY, retry_after=self._limit.wait(channel_id, now))
            self._usual.take(channel_id, now)
            self._usual_in_all.take(None, now)
            self._add(1)

    def give_back(self) -> None:
        """Count one less: it was not written."""
        with self._lock:
            self._add(-1)

    def refresh(self) -> None:
        """Count the rows: database work, for housekeeping."""
        before = self._admitted
        rows = Client.objects.count()
        with self._lock:
            # Who came while the database counted may be in its number or not: rather too many than too few.
            self._kept = rows + self._admitted - before
            CLIENTS_KEPT.set(self._kept)

    def _count_first(self) -> None:
        # One counts and the others wait: who came in during a second count would be counted twice.
        with self._counting:
            if self._kept is None:
                self.refresh()

    def _add(self, number: int) -> None:
        self._admitted += number
        if self._kept is not None:
            self._kept += number
            CLIENTS_KEPT.set(self._kept)


@cache
def get_newcomers() -> Newcomers:
    """Return those of this process."""
    return Newcomers()
