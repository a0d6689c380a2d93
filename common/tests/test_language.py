"""Pages in the reader's language, without a cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.utils import translation

from common.middleware import LanguageMiddleware


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("de", "de"), ("de-AT, en;q=0.5", "de"), ("xx, de;q=0.1", "de"), ("fr", "en"), ("", "en"), ("*", "en")],
)
def test_the_best_language_there_is_answers(settings: Any, asked: str, answered: str) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    with translation.override("en"):
        response = LanguageMiddleware(page)(RequestFactory(headers={"Accept-Language": asked}).get("/"))
    assert response.content.decode() == answered
    assert response.headers["Content-Language"] == answered
    assert "Accept-Language" in response.headers["Vary"]


def test_with_one_language_nothing_varies() -> None:
    assert "Vary" not in Browser().get("/nothing", headers={"Accept-Language": "de"}).headers
