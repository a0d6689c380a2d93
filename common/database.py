"""Database work for code that runs on an event loop: in a few threads of its own, which keep their connections.

Django would start a thread, and with it a connection, for each request. Threads that stay make a query several times
cheaper, and they let a lost database heal: each piece of work begins and ends with a look at its connection.

A database that is gone says so; one that hangs says nothing, and a thread that waits for it cannot be called back. So it is
the one who asked that gives up, when the database has done nothing for anybody for `PATIENCE_SECONDS`. While it works, if
slowly, everybody waits for their turn.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from threading import Lock
from time import monotonic
from typing import ParamSpec, TypeVar

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8
PATIENCE_SECONDS = 1.5
"""A page that waits longer than two seconds for nothing is worth less than a sentence."""
SHORT_PATIENCE_SECONDS = 0.5
"""While it is known to be away: so nobody waits long for nothing, and yet somebody finds out when it is back."""

_SQLITE_AWAY = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
"""Primary result codes that tell of the file or of who else uses it, and not of what was asked."""


class NoAnswer(OperationalError):
    """The database has done nothing for anybody for too long."""


def is_away(problem: BaseException) -> bool:
    """Does this tell of a database that is away, hangs, or is locked by somebody else? A wrong question does not.

    SQLite raises the same class for a file that cannot be opened and for a table that is not there: its code tells them apart.
    """
    if not isinstance(problem, Error):
        return False
    cause = problem.__cause__
    if isinstance(cause, sqlite3.Error):
        # The upper bytes say more of the same. Python's own complaints have no code: they are about the question.
        return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _SQLITE_AWAY
    return isinstance(problem, OperationalError | InterfaceError)


def log_unless_away(logger: logging.Logger, problem: Error, message: str) -> None:
    """Log the message with the traceback. Not while the database is away: `watch` says so once, and not for each who asks."""
    if not is_away(problem):
        logger.error(message, exc_info=problem)


class Watch:
    """When the database worked last, and whether it does. For any thread; logs each change once."""

    def __init__(self) -> None:
        self.answered_at = float("-inf")
        self._lock = Lock()
        self._is_away = False

    @property
    def is_away(self) -> bool:
        """Did it fail when it was needed last?"""
        return self._is_away

    def answered(self) -> None:
        """It has done something."""
        self.answered_at = monotonic()
        if self._changes(is_away=False):
            log.warning("The database answers again")

    def failed(self, problem: BaseException) -> None:
        """It could not be reached, or did nothing."""
        if self._changes(is_away=True):
            log.error("The database does not answer: %s", str(problem).strip(), extra={"code": "database_away"})

    def _changes(self, *, is_away: bool) -> bool:
        with self._lock:
            before, self._is_away = self._is_away, is_away
        return before is not is_away


watch = Watch()
"""The database of this process."""


@cache
def _threads() -> ThreadPoolExecutor:
    # SQLite has one writer: a second thread would only wait for the lock, and with pauses.
    return ThreadPoolExecutor(1 if connection.vendor == "sqlite" else THREADS, thread_name_prefix="database")


async def in_database_thread(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run synchronous database work off the event loop and return its result.

    Raises what the work raises; `django.db.Error` when the database cannot be reached or hangs. Work that was given up may
    still be done.
    """

    def work() -> T:
        close_old_connections()
        try:
            result = function(*args, **kwargs)
        finally:
            close_old_connections()
        watch.answered()
        return result

    future = asyncio.get_running_loop().run_in_executor(_threads(), copy_context().run, work)
    try:
        return await _patiently(future)
    except Error as problem:
        if is_away(problem):
            watch.failed(problem)
        raise
    finally:
        # If it has not begun it never will; if it has, nobody is told what becomes of it.
        future.cancel()


async def _patiently(future: asyncio.Future[T]) -> T:
    since = monotonic()
    patience = SHORT_PATIENCE_SECONDS if watch.is_away else PATIENCE_SECONDS
    while True:
        left = max(since, watch.answered_at) + patience - monotonic()
        await asyncio.wait({future}, timeout=max(left, 0))
        if future.done():
            return future.result()
        if left <= 0:
            raise NoAnswer(f"it has done nothing for {patience:g} s")
