"""Log lines hold no IDs and no addresses."""

from __future__ import annotations

import json
import logging
import sys
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from common.logs import DiscreetFormatter, JsonFormatter, NotUnavailable, without_identifiers

CHANNEL = uuid.UUID("6dc49f00-3e0d-4122-9692-f0ddc49bbf5e")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Not Found: /peers/{CHANNEL}", "Not Found: /peers/<id>"),
        (f"client {str(CHANNEL).upper()} and {CHANNEL.hex}", "client <id> and <id>"),
        ("from 192.0.2.7:5000", "from <address>:5000"),
        ("from [2001:db8::1]:5000", "from [<address>]:5000"),
        ("from ::1 and fe80::1:2", "from <address> and <address>"),
        ("from 2001:db8:0:0:0:0:0:1.", "from <address>."),
        ("at 12:30:05 in channels_app::thing", "at 12:30:05 in channels_app::thing"),
        ("Django 5.2.19 took 0.5 s", "Django 5.2.19 took 0.5 s"),
    ],
)
def test_identifiers_are_taken_out_and_nothing_else(text: str, shown: str) -> None:
    assert without_identifiers(text) == shown


def test_tracebacks_are_cleaned_too() -> None:
    try:
        raise ValueError(f"client {CHANNEL} at 192.0.2.7")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed for %s", (CHANNEL,), sys.exc_info())
    shown = DiscreetFormatter().format(record)
    assert str(CHANNEL) not in shown and "192.0.2.7" not in shown
    assert "ValueError: client <id> at <address>" in shown


def record_of(
    message: str, *arguments: object, problem: BaseException | None = None, **extra: Any
) -> logging.LogRecord:
    info = (type(problem), problem, problem.__traceback__) if problem else None
    record = logging.LogRecord("peers.views", logging.ERROR, __file__, 1, message, arguments, info)
    record.__dict__.update(extra)
    return record


def json_of(record: logging.LogRecord) -> dict[str, Any]:
    line = JsonFormatter().format(record)
    assert line.isascii() and line.isprintable()
    return dict(json.loads(line))


def test_a_json_line_has_what_is_needed_to_find_it() -> None:
    shown = json_of(record_of("Not ready: %s", "no answer", code="database_away"))
    at = datetime.fromisoformat(shown.pop("time"))
    assert at.tzinfo == UTC and abs((datetime.now(UTC) - at).total_seconds()) < 60
    assert shown == {
        "level": "ERROR",
        "logger": "peers.views",
        "message": "Not ready: no answer",
        "code": "database_away",
    }


def test_a_json_line_holds_a_whole_traceback_without_identifiers() -> None:
    try:
        raise ValueError(f"client {CHANNEL}\nat 192.0.2.7")
    except ValueError as problem:
        shown = json_of(record_of("failed for %s from ::1", CHANNEL, problem=problem))
    assert shown["message"] == "failed for <id> from <address>"
    assert shown["exception"].startswith("Traceback (most recent call last):\n")
    assert shown["exception"].endswith("ValueError: client <id>\nat <address>")


def test_what_else_a_record_carries_stays_where_it_is() -> None:
    extra: dict[str, Any] = {
        "request": Client(),
        "status_code": 500,
        "user": "Alice",
        "code": f"x {CHANNEL}",
        "address": "192.0.2.7",
    }
    assert json_of(record_of("Oops", **extra)).keys() == {"time", "level", "logger", "message"}


@given(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=40))
def test_nobody_can_forge_a_json_line(text: str, code: str) -> None:
    shown = json_of(record_of("%s", text + '"}\n{"level": "INFO"\x1b[2J\u2028', code=code))
    assert shown["level"] == "ERROR"
    assert shown["message"].startswith(without_identifiers(text)[:1])
    assert shown.keys() <= {"time", "level", "logger", "message", "code"}


def test_a_json_line_is_never_so_long_that_it_is_cut_in_two() -> None:
    shown = json_of(record_of("from here %s to there", "x" * 100_000, problem=ValueError("y" * 100_000 + " the end")))
    assert len(shown["message"]) + len(shown["exception"]) < 16_384
    assert shown["message"].startswith("from here") and shown["message"].endswith("to there")
    assert shown["exception"].endswith("the end")


def test_django_says_nothing_of_answers_503() -> None:
    assert NotUnavailable().filter(record_of("Internal Server Error: /", status_code=500))
    assert NotUnavailable().filter(record_of("The database does not answer"))
    assert not NotUnavailable().filter(record_of("Service Unavailable: /", status_code=503))


@pytest.mark.django_db
def test_strangers_cannot_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    browser = Client(enforce_csrf_checks=True)
    too_many = {f"field{number}": "" for number in range(1500)}
    assert browser.post("/admin/login/", {"username": "x"}).status_code == 403
    assert browser.post("/admin/login/", too_many).status_code == 400
    assert browser.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    assert [record.name for record in caplog.records if record.name.startswith("django.security")] == []
