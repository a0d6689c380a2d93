"""Health, and what people see when there is nothing to see."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client as Browser
from django.utils import timezone

from common import readiness, views


@pytest.mark.django_db(transaction=True)
def test_health_says_alive_and_ready() -> None:
    response = Browser().get("/health")
    assert (response.status_code, response.json()) == (200, {"alive": True, "ready": True})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.fixture(autouse=True)
def nobody_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_told", [])


def test_health_without_a_database_is_503_and_keeps_the_reason_to_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(work: object) -> None:
        raise OperationalError("password authentication failed for user")

    monkeypatch.setattr("common.views.in_database_thread", fail)
    response = Browser().get("/health")
    assert (response.status_code, response.json()) == (503, {"alive": True, "ready": False})
    assert "password authentication failed" in caplog.text
    caplog.clear()
    Browser().get("/health")
    assert caplog.text == "", "who asks often must not fill the log"


def test_a_process_without_a_database_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_QUESTIONS", [lambda: "The switch is away."])
    response = Browser().get("/health/live")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
def test_health_is_503_while_visitors_could_not_join(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(readiness, "_QUESTIONS", [str, lambda: "The switch is away."])
    response = Browser().get("/health")
    assert (response.status_code, response.json()) == (503, {"alive": True, "ready": False})
    assert "The switch is away." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_missing_page_never_says_what_was_asked_for() -> None:
    answers = {
        Browser().get(path).content for path in ("/x", "/<script>", f"/peers/{uuid.uuid4()}", "/metrics", "/fsapi")
    }
    assert len(answers) == 1
    assert b'href="/"' in answers.pop()


def test_a_page_without_a_database_says_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(work: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("peers.views.in_database_thread", fail)
    response = Browser(raise_request_exception=False).get("/?lang=de")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Der Dienst kann gerade nicht antworten" in response.content.decode()


def test_a_fault_of_ours_is_no_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(work: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("peers.views.in_database_thread", fail)
    assert Browser(raise_request_exception=False).get("/").status_code == 500


def test_who_finds_a_hole_learns_whom_to_tell(settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.ORIGINS = ["https://talk.example.org", "http://127.0.0.1:8000"]
    response = Browser().get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    contact, expires, canonical = response.content.decode().splitlines()
    assert contact == "Contact: mailto:security@example.org"
    assert canonical == "Canonical: https://talk.example.org/.well-known/security.txt"
    until = datetime.strptime(expires, "Expires: %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=60) < until - timezone.now() < timedelta(days=365), "RFC 9116: less than a year"


def test_without_a_contact_there_is_no_such_file() -> None:
    assert Browser().get("/.well-known/security.txt").content == Browser().get("/nothing").content
