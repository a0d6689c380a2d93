"""Health, and what people see when there is nothing to see."""

from __future__ import annotations

import uuid

import pytest
from django.db import OperationalError
from django.test import Client as Browser

from common import readiness


@pytest.mark.django_db(transaction=True)
def test_health_says_alive_and_ready() -> None:
    response = Browser().get("/health")
    assert (response.status_code, response.json()) == (200, {"alive": True, "ready": True})
    assert response.headers["Cache-Control"] == "no-store"


def test_health_without_a_database_is_503_and_keeps_the_reason_to_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(work: object) -> None:
        raise OperationalError("password authentication failed for user")

    monkeypatch.setattr("common.views.in_database_thread", fail)
    response = Browser().get("/health")
    assert (response.status_code, response.json()) == (503, {"alive": True, "ready": False})
    assert "password authentication failed" in caplog.text


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
