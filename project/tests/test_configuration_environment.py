"""The look at a file of settings: nothing wrong with a good one, and each single mistake is told at its line."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from project.configuration.environment import check
from project.configuration.names import SECRETS
from tests.deploy.injected import Injected, after, is_found

GOOD = """\
# Settings of the site.
ORIGINS=https://talk.example.org
LOCAL_LISTEN=127.0.0.1:8010
TRUSTED_PROXIES="unix 127.0.0.1"
DATABASE_URL=postgres://peers@%2Frun%2Fpostgresql/peers
REDIS_URL=unix:///run/redis/redis-server.sock
STAFF_MFA=required
LOG_FORMAT=json
TURN_URLS=turn:turn.example.org:3478
"""

ORIGINS = "ORIGINS=https://talk.example.org"
REDIS = "REDIS_URL=unix:///run/redis/redis-server.sock"
DATABASE = "DATABASE_URL=postgres://peers@%2Frun%2Fpostgresql/peers"
ELSEWHERE = "postgres://peers@db.example.net/peers"

MISTAKES = [
    after("E101", ORIGINS, "STAFF_MFA required"),
    after("E101", ORIGINS, "export STAFF_AUDIT_DAYS=30"),
    after("E102", ORIGINS, "ORIGINS=https://talk.example.net"),
    after("E103", ORIGINS, "ORIGIN=https://talk.example.net"),
    after("E103", ORIGINS, "ALLOWED_HOSTS=*"),
    Injected("E201", ORIGINS, f"{ORIGINS}/"),
    Injected("E201", ORIGINS, "ORIGINS=https://talk.example.org:443"),
    Injected("E201", "LOCAL_LISTEN=127.0.0.1:8010", "LOCAL_LISTEN=0.0.0.0:8010"),
    Injected("E201", "turn:turn.example.org", "turn://turn.example.org"),
    Injected("E201", '"unix 127.0.0.1"', "0.0.0.0/0"),
    Injected("E201", REDIS, "REDIS_URL=localhost:6379"),
    after("E201", ORIGINS, "CLIENT_LIFETIME_DAYS=forever"),
    after("E201", ORIGINS, "DATABASE_POOL=0"),
    after("E301", ORIGINS, "DEBUG=1"),
    after("E302", ORIGINS, "DEV_SECRETS=1"),
    Injected("E303", ORIGINS, "ORIGINS=http://talk.example.org"),
    Injected("E303", ORIGINS, f"{ORIGINS} http://talk.example.org"),
    Injected("E304", "LOCAL_LISTEN=127.0.0.1:8010\n", "", whole=True),
    Injected("E305", 'TRUSTED_PROXIES="unix 127.0.0.1"\n', "", whole=True),
    Injected("E306", '"unix 127.0.0.1"', "10.0.0.0/8"),
    after("E307", ORIGINS, "VERTO_LISTEN=0.0.0.0:8001"),
    after("E307", ORIGINS, "VERTO_LISTEN=10.77.0.2:8001"),
    after("E307", ORIGINS, "VERTO_LISTEN=0.0.0.0:8001\nSWITCH_NODE=a"),
    after("E307", ORIGINS, "VERTO_LISTEN=[::]:8001\nSWITCH_NODE=a"),
    after("E307", ORIGINS, "VERTO_LISTEN=8.8.8.8:8001\nSWITCH_NODE=a"),
    Injected("E308", "STAFF_MFA=required", "STAFF_MFA=optional"),
    Injected("E309", "LOG_FORMAT=json", "LOG_FORMAT=text"),
    Injected("E406", DATABASE, f"DATABASE_URL={ELSEWHERE}"),
    Injected("E406", DATABASE, f"DATABASE_URL={ELSEWHERE}?sslmode=require"),
    Injected("E407", REDIS, "REDIS_URL=redis://:abc@redis.example.net:6379/0"),
    Injected("E408", REDIS, "REDIS_URL=redis://127.0.0.1:6379/0"),
    after("E409", ORIGINS, 'ICE_SERVERS=[{"urls":"turn:t.example.org","username":"u","credential":"c"}]'),
]


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """A good file of settings, with the files of its secrets."""
    text = GOOD
    for name in SECRETS:
        file = tmp_path / name.lower()
        file.write_text(secrets.token_urlsafe(48))
        file.chmod(0o640)
        text += f"{name}_FILE={file}\n"
    path = tmp_path / "peers.env"
    path.write_text(text)
    return path


@pytest.mark.parametrize("injected", MISTAKES, ids=str)
def test_a_mistake_is_told_where_it_stands(environment: Path, injected: Injected) -> None:
    is_found(injected, environment, check)


@pytest.mark.parametrize("address", ["10.77.0.2", "[fd00::2]", "127.0.0.1"])
def test_a_node_may_listen_on_a_private_network(environment: Path, address: str) -> None:
    environment.write_text(f"SWITCH_NODE=a\nVERTO_LISTEN={address}:8001\n{environment.read_text()}")
    assert check(environment) == []


def test_what_others_may_read_or_change_is_told(environment: Path) -> None:
    (environment.parent / "turn_secret").chmod(0o644)
    environment.chmod(0o666)
    assert [(mistake.line, mistake.code) for mistake in check(environment)] == [(0, "E405"), (14, "E404")]


def test_a_secret_that_stands_in_the_file_is_told_without_repeating_it(environment: Path) -> None:
    value = secrets.token_urlsafe(48)
    text = environment.read_text()
    environment.write_text(text.replace(f"SECRET_KEY_FILE={environment.parent}/secret_key", f"SECRET_KEY={value}"))
    found = check(environment)
    assert {(mistake.line, mistake.code) for mistake in found} == {(10, "E401"), (10, "E404")}
    assert value not in "".join(map(str, found))


@pytest.mark.parametrize("value", ["change-me-" * 4, "secret_key_of_the_site_1234567890abcd", "ab" * 20])
def test_a_secret_that_anybody_can_guess_is_told(environment: Path, value: str) -> None:
    (environment.parent / "secret_key").write_text(value)
    found = check(environment)
    assert [(mistake.line, mistake.code) for mistake in found] == [(10, "E402")]
    assert value not in "".join(map(str, found))


def test_one_secret_for_two_is_told(environment: Path) -> None:
    (environment.parent / "turn_secret").write_text((environment.parent / "secret_key").read_text())
    assert [(mistake.line, mistake.code) for mistake in check(environment)] == [(14, "E403")]


def test_a_secret_that_is_missing_is_told(environment: Path) -> None:
    (environment.parent / "secret_key").unlink()
    (mistake,) = check(environment)
    assert (mistake.line, mistake.code) == (10, "E201")
    assert "cannot read" in mistake.detail


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [mistake.code for mistake in check(tmp_path / "none")] == ["E104"]
