"""The self-test: its page, and who is given what to test the relay with."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from channels_app.bans import ban_network, network_digest
from channels_app.models import Channel
from channels_app.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = "http://testserver"
TURN = "turn:turn.example.org"
STUN = {"urls": "stun:stun.example.org"}
FIXED = {"urls": "turn:old.example.org", "username": "everybody", "credential": "a-password"}


def _asks(body: str = "{}", **headers: str) -> tuple[int, dict[str, Any]]:
    sent = {"origin": ORIGIN, **headers}
    response = Browser(headers=sent).post("/test/servers", body, content_type="application/json")
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, json.loads(response.content)


@pytest.fixture
def relay(settings: Any) -> None:
    """A relay with a secret and one with a password, and a service to which strangers have no other way."""
    settings.ICE_SERVERS, settings.TURN_URLS, settings.TURN_SECRET = [STUN, FIXED], [TURN], "t" * 40
    settings.VISITORS_MAY_START_CHANNELS = False


def test_the_page_is_the_same_for_everybody_and_linked(shared_cast: Cast) -> None:
    response = Browser().get("/test")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"
    assert not response.cookies
    for path in ("/", f"/peers/{shared_cast.channel.pk}"):
        assert b'href="/test"' in Browser().get(path).content
    assert Browser().post("/test").status_code == 405


def test_a_browser_is_told_where_the_switch_is(settings: Any) -> None:
    settings.ICE_SERVERS = [STUN]
    assert _asks() == (200, {"url": "ws://testserver/verto", "relay": "none", "iceServers": [STUN]})


def test_where_visitors_may_start_channels_they_may_test_the_relay_for_a_minute(settings: Any, relay: None) -> None:
    settings.VISITORS_MAY_START_CHANNELS = True
    first, second = (_asks()[1] for _ in range(2))
    assert first["relay"] == "given"
    assert first["iceSeconds"] == 60
    own = [answer["iceServers"][-1] for answer in (first, second)]
    assert own[0]["urls"] == [TURN]
    ends, name = own[0]["username"].split(":")
    assert 0 < int(ends) - time.time() <= 60
    assert name != own[1]["username"].split(":")[1]


def test_where_a_public_channel_is_open_they_may_as_well(relay: None) -> None:
    Channel.objects.create(public=True)
    assert _asks()[1]["relay"] == "given"


@pytest.mark.parametrize("channel", [{}, {"public": True, "locked": True}])
def test_a_relay_for_guests_is_not_handed_to_strangers(relay: None, channel: dict[str, bool]) -> None:
    Channel.objects.create(**channel)
    status, answer = _asks()
    assert (status, answer["relay"], answer["iceServers"]) == (200, "kept", [STUN])
    assert "turn:" not in json.dumps(answer)


def test_who_is_banned_everywhere_gets_no_relay(settings: Any, relay: None) -> None:
    settings.VISITORS_MAY_START_CHANNELS = True
    ban_network(network_digest("127.0.0.1"), None, timedelta(hours=1))
    assert _asks()[1]["relay"] == "kept"


def test_only_our_own_pages_are_answered(relay: None) -> None:
    assert _asks(origin="http://evil.example")[1]["code"] == "cross_site"
    assert _asks(**{"sec-fetch-site": "cross-site"})[0] == 403
    assert _asks('{"sessionId": "x"}')[1]["code"] == "bad_request"
    assert Browser().get("/test/servers").status_code == 405
