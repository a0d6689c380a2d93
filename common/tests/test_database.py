"""Database work beside an event loop."""

from __future__ import annotations

import asyncio
import threading

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, connection

from common.database import THREADS, in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


def _one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


async def _ask_in_every_thread() -> list[int]:
    """Have as many connections as there are threads, all at the same time."""
    together = threading.Barrier(THREADS)

    def ask() -> int:
        answer = _one()
        together.wait(timeout=10)
        return answer

    return await asyncio.gather(*(in_database_thread(ask) for _ in range(THREADS)))


def test_work_is_done_in_a_thread_of_its_own() -> None:
    name = async_to_sync(in_database_thread)(lambda: threading.current_thread().name)
    assert name.startswith("database")


def test_what_work_raises_comes_back_and_harms_nobody() -> None:
    def fail() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nothing")

    with pytest.raises(DatabaseError):
        async_to_sync(in_database_thread)(fail)
    assert async_to_sync(in_database_thread)(_one) == 1


def test_a_lost_database_heals() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only a database server can lose a connection (set DATABASE_URL to a PostgreSQL)")
    assert async_to_sync(_ask_in_every_thread)() == [1] * THREADS
    with connection.cursor() as cursor:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 - constants
        assert len(cursor.fetchall()) >= THREADS - 1
    assert [async_to_sync(in_database_thread)(_one) for _ in range(3)] == [1, 1, 1]
