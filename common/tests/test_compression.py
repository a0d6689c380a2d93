"""Pages travel compressed; what holds secrets does not."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from common.middleware import CompressionMiddleware

WORDS = b"Open a link, see each other, talk. " * 100


def _answer(address: str = "/", kind: str = "text/html; charset=utf-8", taken: str = "gzip, br") -> HttpResponseBase:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(WORDS, content_type=kind)

    answer: HttpResponseBase = CompressionMiddleware(page)(
        RequestFactory(headers={"Accept-Encoding": taken}).get(address)
    )
    return answer


def test_a_page_is_compressed() -> None:
    answer = _answer()
    assert isinstance(answer, HttpResponse)
    assert gzip.decompress(answer.content) == WORDS
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("address", "kind", "taken"),
    [("/", "text/html", ""), ("/admin/", "text/html", "gzip"), ("/peers/1/sessions", "application/json", "gzip")],
)
def test_anything_else_is_left_as_it_is(address: str, kind: str, taken: str) -> None:
    answer = _answer(address, kind, taken)
    assert isinstance(answer, HttpResponse)
    assert answer.content == WORDS
    assert "Content-Encoding" not in answer
