"""What a browser is told about STUN and TURN servers. That a relay takes it: `tests/security/test_turn.py`."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from channels_app.checks import turn_secret_has_servers
from channels_app.ice import has_relay, ice_answer

ALICE, BOB = uuid.UUID("6dc49f00-3e0d-4122-9692-f0ddc49bbf5e"), uuid.UUID("0b0b0b0b-3e0d-4122-9692-f0ddc49bbf5e")
NOW = 1_800_000_000.9
STUN = {"urls": "stun:stun.example.org"}
TURN = ["turn:turn.example.org", "turns:turn.example.org:5349?transport=tcp"]


@pytest.fixture(autouse=True)
def relay(settings: Any) -> None:
    settings.ICE_SERVERS, settings.TURN_URLS, settings.TURN_MINUTES = [STUN], TURN, 60
    settings.TURN_SECRET, settings.SECRET_KEY = "t" * 40, "k" * 50


def test_a_client_is_told_all_servers_and_for_how_long_they_are_good() -> None:
    answer = ice_answer(ALICE, NOW)
    assert answer.keys() == {"iceServers", "iceSeconds"}
    assert answer["iceSeconds"] == 3600
    stun, turn = answer["iceServers"]
    assert stun == STUN
    assert turn["urls"] == TURN
    assert re.fullmatch(r"1800003600:[0-9a-f]{32}", turn["username"])


def test_the_credential_is_what_relays_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against another implementation: `printf %s 1800003600:abc | openssl dgst -sha1 -hmac tttt... -binary | base64`."""
    monkeypatch.setattr("channels_app.ice._name", lambda client_id: "abc")
    assert ice_answer(ALICE, NOW)["iceServers"][1] == {
        "urls": TURN,
        "username": "1800003600:abc",
        "credential": "0VPOqK8+cqgS3BXZ63U0fSZsXc4=",
    }


def test_a_clients_name_stays_is_nobody_elses_and_tells_nothing(settings: Any) -> None:
    def name(client: uuid.UUID, now: float = NOW) -> str:
        return str(ice_answer(client, now)["iceServers"][1]["username"]).split(":")[1]

    assert name(ALICE) == name(ALICE, NOW + 5000) != name(BOB)
    assert ALICE.hex[:8] not in name(ALICE)
    before = name(ALICE)
    settings.TURN_SECRET = "another" * 6
    assert name(ALICE) == before, "a relay knows its secret, and still cannot tell whose name it is"
    settings.SECRET_KEY = "another" * 8
    assert name(ALICE) != before


def test_credentials_differ_by_client_time_and_secret(settings: Any) -> None:
    def credential(client: uuid.UUID, now: float = NOW) -> str:
        return str(ice_answer(client, now)["iceServers"][1]["credential"])

    made = [credential(ALICE), credential(BOB), credential(ALICE, NOW + 1)]
    settings.TURN_SECRET = "u" * 40
    assert len({*made, credential(ALICE)}) == 4


def test_without_a_relay_of_our_own_nothing_ends(settings: Any) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = [], ""
    assert ice_answer(ALICE) == {"iceServers": [STUN]}
    assert not has_relay()


def test_it_counts_as_a_relay() -> None:
    assert has_relay()


def test_a_secret_without_servers_is_named(settings: Any) -> None:
    assert turn_secret_has_servers(None) == []
    settings.TURN_URLS = []
    assert [message.id for message in turn_secret_has_servers(None)] == ["channels_app.W001"]
    settings.TURN_SECRET = ""
    assert turn_secret_has_servers(None) == []
