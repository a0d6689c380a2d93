"""POST /peers/<channelId>/sessions, from the page's side."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError
from django.test import AsyncClient
from django.test import Client as Browser
from django.utils import timezone

from channels_app.models import Channel, Client
from channels_app.testing import Cast
from verto.core.codes import PuntReason

ORIGIN = "http://testserver"


def _post(channel: Channel | uuid.UUID, body: Any, **headers: str) -> Any:
    channel_id = getattr(channel, "pk", channel)
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **headers}
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return Browser().post(f"/peers/{channel_id}/sessions", data, content_type="application/json", headers=headers)


def _refusal(response: Any) -> tuple[int, str]:
    body = response.json()
    assert body.keys() == {"code", "detail"}
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, body["code"]


@pytest.fixture
def channel(transactional_db: None) -> Channel:
    return Channel.objects.create(topic="Tea", public=True)


def test_a_new_session_gets_credentials(channel: Channel, settings: Any) -> None:
    settings.ICE_SERVERS = [{"urls": "stun:stun.example.org"}]
    response = _post(channel, {"sessionId": str(uuid.uuid4())})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    issued, client = response.json(), Client.objects.get()
    assert issued.keys() == {"clientId", "password", "sessid", "url", "expires", "iceServers"}
    assert (issued["clientId"], issued["sessid"]) == (str(client.pk), str(client.sessid))
    assert issued["url"] == "ws://testserver/verto"
    assert issued["expires"] == int(client.expires.timestamp())
    assert issued["iceServers"] == [{"urls": "stun:stun.example.org"}]
    assert len(issued["password"]) >= 36


def test_the_same_session_gets_the_same_client_and_a_fresh_password(channel: Channel) -> None:
    session = {"sessionId": str(uuid.uuid4())}
    first, second = _post(channel, session).json(), _post(channel, session).json()
    assert first["password"] != second["password"]
    assert {**first, "password": ""} == {**second, "password": ""}


def test_ice_servers_alone_are_renewed_without_touching_the_password(shared_cast: Cast, settings: Any) -> None:
    settings.ICE_SERVERS = [{"urls": "stun:stun.example.org"}]
    before = bytes(shared_cast.alice.client.password_hash)
    response = _post(shared_cast.channel, {"sessionId": shared_cast.alice.session_id, "iceOnly": True})
    assert response.json() == {"iceServers": [{"urls": "stun:stun.example.org"}]}
    assert bytes(shared_cast.alice.client.password_hash) == before


def test_a_relays_credentials_are_the_clients_own_and_kept_nowhere(shared_cast: Cast, settings: Any) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.org"], "t" * 40

    def relay(person: Any, **more: bool) -> tuple[str, str]:
        response = _post(shared_cast.channel, {"sessionId": person.session_id, **more})
        assert response.headers["Cache-Control"] == "no-store"
        assert response.json()["iceSeconds"] == settings.TURN_MINUTES * 60
        server = response.json()["iceServers"][-1]
        until, _, name = server["username"].partition(":")
        left = int(until) - timezone.now().timestamp()
        assert settings.TURN_MINUTES * 60 - 60 < left <= settings.TURN_MINUTES * 60
        return name, server["credential"]

    at_first, renewed = relay(shared_cast.alice), relay(shared_cast.alice, iceOnly=True)
    assert at_first[0] == renewed[0]
    of_bob = relay(shared_cast.bob, iceOnly=True)
    assert of_bob[0] != at_first[0] and of_bob[1] not in (at_first[1], renewed[1])


@pytest.mark.parametrize("more", [{}, {"iceOnly": True}])
def test_a_refusal_holds_no_relay(shared_cast: Cast, settings: Any, more: dict[str, bool]) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.org"], "t" * 40
    alice, mallory = shared_cast.alice, shared_cast.mallory
    session = {"sessionId": alice.session_id, **more}
    assert _refusal(_post(shared_cast.channel, session, Origin="https://evil.example")) == (403, "cross_site")
    assert _refusal(_post(shared_cast.channel, session, **{"Sec-Fetch-Site": "cross-site"})) == (403, "cross_site")
    elsewhere = _refusal(_post(shared_cast.channel, {"sessionId": mallory.session_id, **more}))
    assert elsewhere in [(403, "wrong_channel"), (404, "session_expired")]
    alice.is_changed(ended=timezone.now(), end_reason=PuntReason.REMOVED)
    assert _refusal(_post(shared_cast.channel, session)) == (404, "session_expired")


def test_ice_servers_are_for_people_with_a_session(channel: Channel) -> None:
    response = _post(channel, {"sessionId": str(uuid.uuid4()), "iceOnly": True})
    assert _refusal(response) == (404, "session_expired")
    assert Client.objects.count() == 0


@pytest.mark.usefixtures("transactional_db")
def test_an_unknown_channel_has_no_sessions() -> None:
    assert _refusal(_post(uuid.uuid4(), {"sessionId": str(uuid.uuid4())})) == (404, "channel_unknown")


def test_a_closed_channel_has_no_sessions_any_more(shared_cast: Cast) -> None:
    now = timezone.now()
    Channel.objects.update(created=now - timedelta(days=1), expires=now)
    assert _refusal(_post(shared_cast.channel, {"sessionId": shared_cast.alice.session_id})) == (404, "channel_closed")


def test_a_session_of_another_channel_is_refused(shared_cast: Cast) -> None:
    assert _refusal(_post(shared_cast.channel, {"sessionId": shared_cast.mallory.session_id})) == (403, "wrong_channel")


def test_an_ended_session_is_refused(shared_cast: Cast) -> None:
    shared_cast.alice.is_changed(ended=timezone.now(), end_reason=PuntReason.REMOVED)
    assert _refusal(_post(shared_cast.channel, {"sessionId": shared_cast.alice.session_id})) == (404, "session_expired")


def test_a_sessid_or_a_client_id_fetches_nothing_of_anyone(shared_cast: Cast) -> None:
    alice = shared_cast.alice
    assert alice.credentials is not None
    for public in (str(alice.credentials.sessid), str(alice.credentials.client_id)):
        got = _post(shared_cast.channel, {"sessionId": public}).json()
        assert got["clientId"] != alice.client_id


def test_a_database_that_is_away_is_worth_another_try(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("gone")

    async def at_once(function: Any, *args: Any) -> Any:
        return function(*args)

    monkeypatch.setattr("peers.sessions.in_database_thread", at_once)
    monkeypatch.setattr("channels_app.credentials.issue", fail)
    response = _post(uuid.uuid4(), {"sessionId": str(uuid.uuid4())})
    assert _refusal(response) == (503, "try_later")
    assert response.headers["Retry-After"] == "2"


def test_no_cookie_is_read_or_set(channel: Channel, django_assert_num_queries: Any) -> None:
    browser = Browser()
    browser.cookies["session"] = "x" * 32
    response = browser.post(
        f"/peers/{channel.pk}/sessions",
        json.dumps({"sessionId": str(uuid.uuid4())}),
        content_type="application/json",
        headers={"Origin": ORIGIN},
    )
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "_cookies" not in vars(response.wsgi_request) and "COOKIES" not in vars(response.wsgi_request)


def test_the_event_loop_answers_the_same(channel: Channel) -> None:
    ask = async_to_sync(AsyncClient().post)
    response = ask(
        f"/peers/{channel.pk}/sessions",
        json.dumps({"sessionId": str(uuid.uuid4())}),
        content_type="application/json",
        headers={"Origin": ORIGIN},
    )
    assert response.status_code == 200
