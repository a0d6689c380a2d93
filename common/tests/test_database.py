"""Database work beside an event loop."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, Error, OperationalError, connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from common import database
from common.database import THREADS, NoAnswer, in_database_thread, is_away, log_unless_away

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

    with pytest.raises(DatabaseError) as raised:
        async_to_sync(in_database_thread)(fail)
    assert not is_away(raised.value), "whichever database it is: it has answered"
    assert not database.watch.is_away
    assert async_to_sync(in_database_thread)(_one) == 1


@pytest.mark.alone
def test_a_lost_database_heals() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only a database server can lose a connection (set DATABASE_URL to a PostgreSQL)")
    assert async_to_sync(_ask_in_every_thread)() == [1] * THREADS
    with connection.cursor() as cursor:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 - constants
        assert len(cursor.fetchall()) >= THREADS - 1
    assert [async_to_sync(in_database_thread)(_one) for _ in range(3)] == [1, 1, 1]


def test_who_waits_for_nothing_is_told_so(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(database, "watch", database.Watch())
    thaw = threading.Event()

    async def ask() -> list[object]:
        frozen = [in_database_thread(thaw.wait, 10) for _ in range(THREADS + 2)]
        refused = await asyncio.gather(*frozen, return_exceptions=True)
        thaw.set()
        return [*refused, await in_database_thread(_one)]

    *refused, after = async_to_sync(ask)()
    assert {type(problem) for problem in refused} == {NoAnswer}
    assert after == 1
    assert [record.message for record in caplog.records] == [
        "The database does not answer: it has done nothing for 0.2 s",
        "The database answers again",
    ]


@pytest.mark.alone
def test_who_waits_while_others_are_served_waits_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr(database, "watch", database.Watch())
    pause = threading.Event()

    async def ask() -> list[bool]:
        return await asyncio.gather(*(in_database_thread(pause.wait, 0.05) for _ in range(30 * _threads_here())))

    assert not any(async_to_sync(ask)())


def _threads_here() -> int:
    return 1 if connection.vendor == "sqlite" else THREADS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An SQLite database with one table."""
    path = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE thing (name)")
    return path


@pytest.fixture
def sqlite(file: Path) -> Iterator[DatabaseWrapper]:
    """Django's way to it."""
    other = DatabaseWrapper(connection.settings_dict | {"NAME": str(file), "OPTIONS": {"timeout": 0.01}})
    yield other
    other.close()


def _problem(sqlite: DatabaseWrapper, sql: str) -> Error:
    with pytest.raises(Error) as raised, sqlite.cursor() as cursor:
        cursor.execute(sql)
    return raised.value


def test_a_wrong_question_to_sqlite_is_no_outage(sqlite: DatabaseWrapper, caplog: pytest.LogCaptureFixture) -> None:
    for sql in ("SELECT * FROM nothing", "SELECT nothing FROM thing", "SELECT"):
        problem = _problem(sqlite, sql)
        assert isinstance(problem, OperationalError), "so its class does not tell"
        assert not is_away(problem), sql
    log_unless_away(logging.getLogger("peers"), problem, "It failed")
    assert [(record.message, record.exc_info is not None) for record in caplog.records] == [("It failed", True)]


def test_an_sqlite_that_somebody_else_has_locked_is_away(
    sqlite: DatabaseWrapper, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(file)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
        problem = _problem(sqlite, "INSERT INTO thing VALUES (1)")
    assert is_away(problem)
    log_unless_away(logging.getLogger("peers"), problem, "It failed")
    assert not caplog.records, "the watch says so, once"


def test_an_sqlite_that_cannot_be_opened_or_is_none_is_away(sqlite: DatabaseWrapper, file: Path) -> None:
    file.write_bytes(b"This is a letter. " * 1000)
    assert is_away(_problem(sqlite, "SELECT * FROM thing"))
    sqlite.close()
    sqlite.settings_dict["NAME"] = str(file / "deeper")
    assert is_away(_problem(sqlite, "SELECT 1"))


def test_what_is_no_error_of_a_database_is_no_outage() -> None:
    assert is_away(OperationalError("the connection is lost"))
    assert not is_away(ZeroDivisionError())
