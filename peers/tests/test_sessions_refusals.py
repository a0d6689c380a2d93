"""Requests that are refused before anything is looked up: pytest-django fails a test here that touches the database."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

CHANNEL = uuid.UUID("0b7d6c1e-4a52-4f0b-9d3e-7a1c2f5e8d90")
SESSION = "6dc49f00-3e0d-4122-9692-f0ddc49bbf5e"
GOOD = json.dumps({"sessionId": SESSION})
JSON = "application/json"
ORIGIN = {"Origin": "http://testserver"}


def _post(
    body: str | bytes, headers: dict[str, str] = ORIGIN, content_type: str = JSON, method: str = "POST"
) -> tuple[int, str]:
    response = Browser().generic(method, f"/peers/{CHANNEL}/sessions", body, content_type=content_type, headers=headers)
    answer: dict[str, Any] = response.json()
    assert answer.keys() == {"code", "detail"}
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.status_code, answer["code"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_post_is_allowed(method: str) -> None:
    assert _post("", method=method) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "https://testserver",
        "http://testserver:80",
        "http://testserver:8000",
        "http://testserver/",
        "HTTP://testserver",
        "http://TESTSERVER",
        "http://testserver.evil.example",
        "http://evil.example#http://testserver",
        "http://testserver@evil.example",
        "http://testserver,http://evil.example",
        "http://testserver http://evil.example",
        "testserver",
    ],
)
def test_another_origin_is_cross_site(origin: str) -> None:
    assert _post(GOOD, {"Origin": origin}) == (403, "cross_site")


def test_a_missing_origin_is_cross_site() -> None:
    assert _post(GOOD, {}) == (403, "cross_site")
    assert _post(GOOD, {"Referer": "http://testserver/"}) == (403, "cross_site")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, cross-site"])
def test_a_browser_that_says_another_site_is_believed(site: str) -> None:
    assert _post(GOOD, {**ORIGIN, "Sec-Fetch-Site": site}) == (403, "cross_site")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/json-seq"],
)
def test_only_json_is_understood(content_type: str) -> None:
    assert _post(GOOD, content_type=content_type) == (400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"x"',
        "{",
        "{}",
        GOOD + "x",
        '{"sessionId": null}',
        '{"sessionId": 1}',
        '{"sessionId": ["%s"]}' % SESSION,
        '{"sessionId": "%s"}' % SESSION.upper(),
        '{"sessionId": "%s"}' % SESSION.replace("-", ""),
        '{"sessionId": " %s"}' % SESSION,
        '{"sessionId": "%s\\n"}' % SESSION,
        '{"sessionId": "{%s}"}' % SESSION,
        '{"sessionId": "urn:uuid:%s"}' % SESSION,
        '{"sessionId": "%s", "sessionId": "%s"}' % (SESSION, SESSION),
        '{"sessionId": "%s", "x": NaN}' % SESSION,
        '{"sessionId": "%s", "x": 1}' % SESSION,
        '{"sessionId": "%s", "iceOnly": 1}' % SESSION,
        '{"sessionId": "%s", "iceOnly": "true"}' % SESSION,
        '{"SessionId": "%s"}' % SESSION,
        '{"x": ' * 500 + "1" + "}" * 500,
        "[" * 4000,
        b"\xff\xfe",
        '\ufeff{"sessionId": "%s"}' % SESSION,
        GOOD.encode("utf-16"),
    ],
)
def test_a_malformed_body_is_refused(body: str | bytes) -> None:
    assert _post(body) == (400, "bad_request")


def test_a_large_body_is_refused() -> None:
    assert _post(GOOD + " " * 4096) == (413, "too_large")
    assert _post("x" * 300_000) == (413, "too_large")


def test_a_body_longer_than_it_says_is_refused() -> None:
    assert _post(GOOD + " " * 4096, {**ORIGIN, "Content-Length": "10"}) in {(413, "too_large"), (400, "bad_request")}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sessionId", "iceOnly", "x", ""]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
@example({"sessionId": SESSION + "\u0000"})
@hypothesis_settings(max_examples=150)
def test_hostile_json_is_refused_without_an_accident(value: object) -> None:
    assert _post(json.dumps(value)) == (400, "bad_request")


@given(st.binary(max_size=200))
@hypothesis_settings(max_examples=100)
def test_hostile_bytes_are_refused_without_an_accident(body: bytes) -> None:
    assert _post(body) == (400, "bad_request")


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=100)
def test_a_session_id_that_is_none_is_refused(session_id: str) -> None:
    assert _post(json.dumps({"sessionId": session_id})) == (400, "bad_request")


@pytest.mark.parametrize(
    "path",
    [
        f"/peers/{str(CHANNEL).upper()}/sessions",
        f"/peers/{CHANNEL.hex}/sessions",
        f"/peers/{CHANNEL}/sessions/",
        f"/peers/{CHANNEL}//sessions",
        "/peers/x/sessions",
    ],
)
def test_an_address_that_is_none_has_no_sessions(path: str) -> None:
    assert Browser().post(path, GOOD, content_type=JSON, headers=ORIGIN).status_code == 404
