"""POST /peers: visitors make private channels, where they may and as many as they may."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from channels_app.models import Channel

pytestmark = pytest.mark.django_db(transaction=True)


def _start(body: Any = None, **headers: str) -> Any:
    headers = {"Origin": "http://testserver", **headers}
    return Browser().post(
        "/peers", json.dumps({} if body is None else body), content_type="application/json", headers=headers
    )


def test_a_visitor_makes_a_private_channel_and_gets_its_address() -> None:
    response = _start({"topic": "  Plan \n B "})
    channel = Channel.objects.get()
    assert response.status_code == 201
    assert response.json() == {"url": f"http://testserver/peers/{channel.pk}"}
    assert response.headers["Location"] == f"http://testserver/peers/{channel.pk}"
    assert (channel.topic, channel.public, channel.visitor_made) == ("Plan B", False, True)


@pytest.mark.parametrize("topic", ["Grüße", "خانه\u200cما", "👨\u200d👩\u200d👧", "<b>&amp;", "x" * 80])
def test_a_topic_may_be_in_any_script(topic: str) -> None:
    assert _start({"topic": topic}).status_code == 201
    assert Channel.objects.get().topic == topic


@pytest.mark.parametrize("sealed", [True, False])
def test_whoever_starts_a_channel_says_whether_a_key_belongs_to_it(sealed: bool) -> None:
    assert _start({"sealed": sealed}).status_code == 201
    assert Channel.objects.get().sealed is sealed


def test_a_channel_needs_no_topic() -> None:
    assert _start().status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"topic": "x" * 81},
        {"topic": 1},
        {"topic": "a\u0000b"},
        {"topic": "a\u202eb"},
        {"topic": "a\ud800b"},
        {"public": True},
        {"sealed": 1},
        [],
    ],
)
def test_a_topic_is_short_plain_text(body: Any) -> None:
    response = _start(body)
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
    assert Channel.objects.count() == 0


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_other_sites_make_no_channels(headers: dict[str, str]) -> None:
    response = _start({}, **headers)
    assert (response.status_code, response.json()["code"]) == (403, "cross_site")
    assert Channel.objects.count() == 0


def test_an_operator_can_forbid_it(settings: Any) -> None:
    settings.VISITORS_MAY_START_CHANNELS = False
    response = _start()
    assert (response.status_code, response.json()["code"]) == (403, "not_allowed")


def test_there_is_a_limit_for_an_hour(settings: Any) -> None:
    settings.VISITOR_CHANNELS_PER_HOUR = 1
    assert _start().status_code == 201
    response = _start()
    assert (response.status_code, response.json()["code"]) == (429, "too_many")
    assert int(response.headers["Retry-After"]) > 0
    Channel.objects.update(created=timezone.now() - timedelta(hours=2))
    assert _start().status_code == 201


def test_there_is_a_limit_altogether(settings: Any) -> None:
    settings.VISITOR_CHANNELS_MAX = 1
    Channel.objects.create()
    assert _start().status_code == 201
    response = _start()
    assert (response.status_code, response.json()["code"]) == (503, "try_later")


def test_it_cannot_be_asked_for_by_reading() -> None:
    response = Browser().get("/peers")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
