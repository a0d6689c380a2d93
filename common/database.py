"""Database work for code that runs on an event loop: in a few threads of its own, which keep their connections.

Django would start a thread, and with it a connection, for each request. Threads that stay make a query several times
cheaper, and they let a lost database heal: each piece of work begins and ends with a look at its connection.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8


@cache
def _threads() -> ThreadPoolExecutor:
    # SQLite has one writer: a second thread would only wait for the lock, and with pauses.
    return ThreadPoolExecutor(1 if connection.vendor == "sqlite" else THREADS, thread_name_prefix="database")


async def in_database_thread(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run synchronous database work off the event loop and return its result.

    Raises what the work raises; `django.db.Error` when the database cannot be reached.
    """

    def work() -> T:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(work, thread_sensitive=False, executor=_threads())()
