"""How it went in the last hour, in this process's memory: looked at every few seconds, for the page *Now* and for Prometheus."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import Error, close_old_connections, connection
from prometheus_client import Gauge

from channels_app import lockdown
from channels_app.switches import get_switch
from common import metrics
from common.database import is_away, watch

log = logging.getLogger(__name__)

T = TypeVar("T")

INTERVAL_SECONDS = 15.0
KEPT = int(3600 / INTERVAL_SECONDS)

DATABASE_UP = Gauge("peers_database_up", "Did the database answer in the last seconds?", registry=metrics.REGISTRY)
REDIS_UP = Gauge(
    "peers_redis_up", "Did Redis answer in the last seconds? 1 where none is used.", registry=metrics.REGISTRY
)
LOCKDOWN = Gauge(
    "peers_lockdown_timestamp_seconds",
    "Since when there is a lockdown; 0 where there is none.",
    registry=metrics.REGISTRY,
)
DATABASE_UP.set(1)
REDIS_UP.set(1)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look. None where nobody could tell; `requests` since the process started."""

    at: float
    people: int | None
    channels: int | None
    requests: int
    database_seconds: float | None
    redis_seconds: float | None
    processes: int | None


class Sampler:
    """Looks in a thread of its own, which ends with the process, and remembers the last hour."""

    def __init__(self, interval: float = INTERVAL_SECONDS, clock: Callable[[], float] = time.time) -> None:
        self._interval = interval
        self._clock = clock
        self._samples: deque[Sample] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Start, once; further calls cost nothing."""
        if self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def samples(self) -> Sequence[Sample]:
        """Return what is remembered, the newest last."""
        return tuple(self._samples)

    def take(self) -> None:
        """Look now, and remember it."""
        self._samples.append(self.look())

    def look(self) -> Sample:
        """Look now."""
        database_seconds, _ = _timed(_ask_database)
        redis_seconds, processes = _timed(get_switch().processes) if settings.REDIS_URL else (None, None)
        if processes is None:
            redis_seconds = None
        DATABASE_UP.set(database_seconds is not None)
        looked, since = _timed(lockdown.since)
        if looked is not None:
            LOCKDOWN.set(since.timestamp() if since else 0)
        REDIS_UP.set(redis_seconds is not None or not settings.REDIS_URL)
        is_known = redis_seconds is not None if settings.REDIS_URL else get_switch().sockets_here() is not None
        counts = get_switch().counts() if is_known else {}
        return Sample(
            at=self._clock(),
            people=sum(counts.values()) if is_known else None,
            channels=len(counts) if is_known else None,
            requests=metrics.requests_answered(),
            database_seconds=database_seconds,
            redis_seconds=redis_seconds,
            processes=processes,
        )

    def _run(self) -> None:
        while True:
            try:
                close_old_connections()
                self.take()
                close_old_connections()
            except Exception:
                log.exception("A look at how it goes failed")
            if self._stop.wait(self._interval):
                return


def _timed(question: Callable[[], T]) -> tuple[float | None, T | None]:
    """Return how long an answer took, and the answer; None where there was none."""
    began = time.perf_counter()
    try:
        found = question()
    except (Error, OSError):
        return None, None
    return time.perf_counter() - began, found


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error as problem:
        if is_away(problem):
            watch.failed(problem)
        raise
    watch.answered()


sampler = Sampler()
"""Of this process."""
