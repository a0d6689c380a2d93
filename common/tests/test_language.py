"""Pages in the reader's language, without a cookie."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client as Browser
from django.test import RequestFactory
from django.utils import translation

from common.middleware import LanguageMiddleware


def _answer(address: str, asked: str) -> HttpResponseBase:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    with translation.override("en"):
        answer: HttpResponseBase = LanguageMiddleware(page)(
            RequestFactory(headers={"Accept-Language": asked}).get(address)
        )
    return answer


@pytest.mark.parametrize(
    ("address", "asked", "answered"),
    [
        ("/", "de", b"de"),
        ("/", "de-AT, en;q=0.5", b"de"),
        ("/", "xx, ar;q=0.1", b"ar"),
        ("/", "tlh", b"en"),
        ("/", "", b"en"),
        ("/", "*", b"en"),
        ("/?lang=ja", "de", b"ja"),
        ("/?lang=tlh", "de", b"de"),
        ("/?lang=../../x", "", b"en"),
        # Ours for the staff are in English, and half a page in each language helps nobody.
        ("/admin/", "de", b"en"),
        ("/admin/?lang=de", "de", b"en"),
    ],
)
def test_the_best_language_there_is_answers(address: str, asked: str, answered: bytes) -> None:
    response = _answer(address, asked)
    assert isinstance(response, HttpResponse)
    assert response.content == answered
    assert response.headers["Content-Language"] == answered.decode()
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ja", "ltr"), ("ar", "rtl")])
def test_a_page_says_its_language_and_fetches_its_words(language: str, direction: str) -> None:
    text = Browser().get("/", headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert (f"js/catalogue/{language}/door." in text) == (language != "en")
