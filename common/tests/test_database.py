"""Database work beside an event loop."""

from __future__ import annotations

import threading
import time

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, OperationalError, connection

from common.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)

HEAL_SECONDS = 20


def _one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


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
    assert async_to_sync(in_database_thread)(_one) == 1
    with connection.cursor() as cursor:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 - constants
        assert cursor.fetchall()
    # The pool finds out about one lost connection after the other, and may need a few seconds for all of them.
    deadline = time.monotonic() + HEAL_SECONDS
    answers = 0
    while answers < 3:
        assert time.monotonic() < deadline, f"no answer within {HEAL_SECONDS} s"
        try:
            answers += async_to_sync(in_database_thread)(_one)
        except OperationalError:
            answers = 0
