"""The two endpoints when too many come: who is told to wait, who is asked for a proof of work, and what is counted."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client as Browser

from channels_app.gate import get_gate
from channels_app.models import Channel, Client
from channels_app.newcomers import get_newcomers
from channels_app.tests.test_proofs import solved
from common.metrics import REGISTRY

Post = Callable[..., Any]
HEADERS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def channel(transactional_db: None) -> Channel:
    return Channel.objects.create(topic="Tea")


@pytest.fixture
def tight(settings: Any) -> Any:
    """Settings as they ship, with easy puzzles; changes count from the first request on."""
    settings.SESSIONS_PER_MINUTE, settings.SESSIONS_PER_DAY, settings.CHANNEL_CLIENTS_PER_MINUTE = 30, 300, 600
    settings.PROOF_CHANNEL_PER_MINUTE, settings.PROOF_SITE_PER_MINUTE, settings.PROOF_WORK = 30, 300, 5
    settings.VISITOR_CHANNELS_PER_ADDRESS = 10
    get_gate.cache_clear()
    get_newcomers.cache_clear()
    yield settings
    get_gate.cache_clear()
    get_newcomers.cache_clear()


def _join(channel: Channel | uuid.UUID, network: str = "192.0.2.7", **body: Any) -> Any:
    data = {"sessionId": str(uuid.uuid4()), **body}
    channel_id = getattr(channel, "pk", channel)
    return _post(f"/peers/{channel_id}/sessions", data, network)


def _post(path: str, data: Any, network: str = "192.0.2.7", **more: str) -> Any:
    headers = {**HEADERS, **more}
    return Browser().post(path, json.dumps(data), content_type="application/json", headers=headers, REMOTE_ADDR=network)


def _counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_address_that_asks_too_often_is_told_when_to_come_again(channel: Channel, tight: Any) -> None:
    tight.SESSIONS_PER_MINUTE = 3
    before = _counted("peers_sessions_refused_total", code="too_many")
    answers = [_join(channel, proof="") for _ in range(10)]
    last = answers[-1]
    assert last.status_code == 429
    assert last.json().keys() == {"code", "detail"}
    assert last.json()["code"] == "too_many"
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert _counted("peers_sessions_refused_total", code="too_many") > before
    assert _join(channel, "192.0.2.8").status_code == 200


def test_a_household_counts_as_one(channel: Channel, tight: Any) -> None:
    tight.SESSIONS_PER_MINUTE = 3
    for number in range(9):
        _join(channel, f"2001:db8:1:2::{number}")
    assert Client.objects.count() <= 2
    assert _join(channel, "2001:db8:1:3::1").status_code == 200


def test_a_header_that_anybody_can_send_makes_nobody_somebody_else(channel: Channel, tight: Any) -> None:
    tight.SESSIONS_PER_MINUTE = 3
    path, data = f"/peers/{channel.pk}/sessions", {"sessionId": str(uuid.uuid4())}
    codes = [_post(path, data, **{"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(9)]
    assert codes[-1] == 429
    tight.TRUSTED_PROXIES = (ip_network("192.0.2.7"),)
    codes = [_post(path, data, **{"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(9)]
    assert set(codes) == {200}


def test_whoever_proves_work_gets_in_where_many_come(channel: Channel, tight: Any) -> None:
    tight.PROOF_CHANNEL_PER_MINUTE = 0
    asked = _join(channel)
    assert asked.status_code == 428
    assert asked.json().keys() == {"code", "detail", "challenge"}
    assert asked.json()["code"] == "proof_needed"
    assert asked.headers["Cache-Control"] == "no-store"
    assert not Client.objects.exists()
    proof = solved(asked.json()["challenge"])
    before = _counted("peers_proofs_total", result="accepted")
    assert _join(channel, proof=proof).status_code == 200
    assert _counted("peers_proofs_total", result="accepted") == before + 1
    again = _join(channel, proof=proof)
    assert (again.status_code, again.json()["code"]) == (428, "proof_needed")
    assert again.json()["challenge"] != asked.json()["challenge"]


def test_a_proof_for_one_channel_opens_no_other(channel: Channel, tight: Any) -> None:
    tight.PROOF_CHANNEL_PER_MINUTE = 0
    other = Channel.objects.create(topic="Other")
    proof = solved(_join(channel).json()["challenge"])
    assert _join(other, proof=proof).status_code == 428
    assert _join(channel, proof=proof).status_code == 200


def test_nobody_is_asked_for_work_before_many_come(channel: Channel, tight: Any) -> None:
    went = [_join(channel, f"192.0.2.{number}").status_code for number in range(25)]
    assert went == [200] * 20 + [428] * 5
    assert _join(Channel.objects.create(topic="Quiet")).status_code == 200


@pytest.mark.parametrize("proof", [1, True, ["x"], {"challenge": {}}, "x" * 2049])
def test_a_proof_is_a_short_text(channel: Channel, tight: Any, proof: Any) -> None:
    answer = _join(channel, proof=proof)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_fresh_relays_are_no_new_credentials(channel: Channel, tight: Any) -> None:
    tight.PROOF_CHANNEL_PER_MINUTE = 30
    session_id = str(uuid.uuid4())
    assert _join(channel, sessionId=session_id).status_code == 200
    went = [_join(channel, sessionId=session_id, iceOnly=True).status_code for _ in range(25)]
    assert went == [200] * 20 + [429] * 5
    assert _join(channel).status_code == 200


def test_a_full_service_says_so(channel: Channel, tight: Any) -> None:
    tight.CLIENTS_MAX = 3
    sessions = [str(uuid.uuid4()) for _ in range(5)]
    went = [_join(channel, sessionId=session_id) for session_id in sessions]
    assert [answer.status_code for answer in went] == [200, 200, 200, 503, 503]
    assert went[-1].json()["code"] == "service_full"
    assert int(went[-1].headers["Retry-After"]) == 60
    assert _join(channel, sessionId=sessions[0]).status_code == 200, "who is here already is not sent away"
    assert _counted("peers_clients_kept") == 3


def test_a_channel_gets_only_so_many_a_minute(channel: Channel, tight: Any) -> None:
    tight.CHANNEL_CLIENTS_PER_MINUTE = 3
    went = [_join(channel, f"192.0.2.{number}") for number in range(4)]
    assert [answer.status_code for answer in went] == [200, 200, 429, 429]
    assert int(went[-1].headers["Retry-After"]) <= 31


def test_one_address_starts_so_many_channels_and_the_refused_are_counted(transactional_db: None, tight: Any) -> None:
    before = _counted("peers_channels_refused_total", code="too_many")
    went = [_post("/peers", {}).status_code for _ in range(9)]
    assert went == [201] * 7 + [429] * 2
    assert _counted("peers_channels_refused_total", code="too_many") == before + 2
    assert _post("/peers", {}, "192.0.2.8").status_code == 201


def test_channels_cost_work_where_many_are_started(transactional_db: None, tight: Any) -> None:
    tight.VISITOR_CHANNELS_PER_HOUR = 3
    assert _post("/peers", {}).status_code == 201
    asked = _post("/peers", {}, "192.0.2.8")
    assert (asked.status_code, asked.json()["code"]) == (428, "proof_needed")
    proof = solved(asked.json()["challenge"])
    assert _post("/peers", {"proof": proof, "topic": "Tea"}, "192.0.2.8").status_code == 201
    assert _post("/peers", {"proof": proof}, "192.0.2.9").status_code == 428
    assert Channel.objects.count() == 2


def test_no_address_is_logged(channel: Channel, tight: Any, caplog: pytest.LogCaptureFixture) -> None:
    tight.SESSIONS_PER_MINUTE = 1
    for _ in range(5):
        _join(channel, "198.51.100.77")
    assert "198.51.100.77" not in caplog.text
