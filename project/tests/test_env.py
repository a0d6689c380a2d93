"""Reading the environment: typed, and loud when something is wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from project import env

NAME = "PEERS_TEST_VARIABLE"
LONG = "s" * env.MIN_SECRET_LENGTH


@pytest.mark.parametrize(("value", "read"), [("1", True), ("on", True), ("TRUE", True), ("0", False), ("no", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, *, read: bool) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=not read) is read


@pytest.mark.parametrize("value", ["maybe", "2", "t", "-"])
def test_anything_else_is_no_flag(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.flag(NAME, default=False)


def test_a_missing_or_empty_variable_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, "", "  "):
        monkeypatch.delenv(NAME, raising=False) if value is None else monkeypatch.setenv(NAME, value)
        assert env.flag(NAME, default=True) is True
        assert env.number(NAME, default=7, minimum=1, maximum=9) == 7
        assert env.choice(NAME, default="a", options=("a", "b")) == "a"
        assert env.json_list(NAME) == []
        assert env.origins(NAME, default="http://a") == ["http://a"]


@pytest.mark.parametrize("value", ["0", "10", "-1", "1.5", "x", "٣", "1_0", "9" * 13])
def test_a_number_is_whole_and_in_range(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 9"):
        env.number(NAME, default=1, minimum=1, maximum=9)


def test_a_choice_is_one_of_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "c")
    with pytest.raises(ImproperlyConfigured, match="a, b"):
        env.choice(NAME, default="a", options=("a", "b"))


@pytest.mark.parametrize("value", ["{}", "[", "x", "1"])
def test_a_list_is_json(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="JSON"):
        env.json_list(NAME)


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6379/0",
        "rediss://peers:secret@redis.example.org:6380/1",
        "redis://[::1]",
        "unix:///run/redis/redis.sock?db=1",
    ],
)
def test_a_redis_is_named_by_its_url(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(NAME, url)
    assert env.redis_url(NAME) == url


@pytest.mark.parametrize(
    "url", ["127.0.0.1:6379", "http://redis:secret", "redis://", "unix://redis.sock", "redis:// a"]
)
def test_anything_else_names_none_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(NAME, url)
    with pytest.raises(ImproperlyConfigured, match=NAME) as refusal:
        env.redis_url(NAME)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "urls",
    [
        "",
        "turn:turn.example.org",
        "turn:192.0.2.1:3478 turn:[2001:db8::1]:3478?transport=tcp",
        "turns:turn.example.org:5349, turns:turn.example.org?transport=tcp",
        "turn:localhost:65535?transport=udp",
    ],
)
def test_turn_servers_are_named_as_browsers_take_them(monkeypatch: pytest.MonkeyPatch, urls: str) -> None:
    monkeypatch.setenv(NAME, urls)
    assert env.turn_urls(NAME) == urls.replace(",", "").split()


@pytest.mark.parametrize(
    "url",
    [
        "turn.example.org",
        "turn://turn.example.org",
        "stun:stun.example.org",
        "TURN:turn.example.org",
        "turn:",
        "turn:user@turn.example.org",
        "turn:turn.example.org/path",
        "turn:turn.example.org:0",
        "turn:turn.example.org:65536",
        "turn:turn.example.org?transport=sctp",
        "turn:turn.example.org?transport=udp&x",
        "turn:[2001:db8::1",
        "turn:[:::]",
        "turn:2001:db8::1",
        'turn:"',
    ],
)
def test_anything_else_names_no_turn_server(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(NAME, f"turn:turn.example.org {url}")
    with pytest.raises(ImproperlyConfigured, match="is not the URL of a TURN server"):
        env.turn_urls(NAME)


@pytest.mark.parametrize(
    "url", ["", "mailto:security@example.org", "https://example.org/report?a=b#c", "https://example.org:8443"]
)
def test_a_contact_is_an_address_to_write_to(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(NAME, url)
    assert env.contact(NAME) == url


@pytest.mark.parametrize(
    "url",
    [
        "security@example.org",
        "http://example.org",
        "mailto:",
        "mailto:a@b c",
        "https://example.org/\nContact: x",
        "tel:1",
    ],
)
def test_anything_else_is_no_contact(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(NAME, url)
    with pytest.raises(ImproperlyConfigured, match="must be an address such as"):
        env.contact(NAME)


def test_networks_are_addresses_networks_and_agreed_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "127.0.0.1, ::1 10.0.0.0/8 unix")
    assert [str(one) for one in env.networks(NAME, words=("unix",))] == [
        "127.0.0.1/32",
        "::1/128",
        "10.0.0.0/8",
        "unix",
    ]
    monkeypatch.delenv(NAME)
    assert env.networks(NAME) == ()


@pytest.mark.parametrize("value", ["unix", "localhost", "10.0.0.1/8", "10.0.0", "0.0.0.0/0", "::/0", "10.0.0.1:80"])
def test_what_is_no_network_or_everybody_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.networks(NAME)


def test_origins_are_read_as_browsers_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "https://talk.example.org, http://127.0.0.1:8000 http://[::1]:8000")
    found = env.origins(NAME, default="")
    assert found == ["https://talk.example.org", "http://127.0.0.1:8000", "http://[::1]:8000"]
    assert [env.host(origin) for origin in found] == ["talk.example.org", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    "value",
    [
        "talk.example.org",
        "https://talk.example.org/",
        "https://Talk.example.org",
        "https://talk.example.org:443",
        "http://talk.example.org:80",
        "https://*.example.org",
        "*",
        "ws://talk.example.org",
        "https://user@talk.example.org",
    ],
)
def test_what_no_browser_would_send_is_no_origin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="not an origin"):
        env.origins(NAME, default="")


def test_a_secret_comes_from_the_variable_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{LONG}f\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    assert env.secret(NAME, generated_in=None) == f"{LONG}f"
    monkeypatch.setenv(NAME, LONG)
    with pytest.raises(ImproperlyConfigured, match="not both"):
        env.secret(NAME, generated_in=None)
    monkeypatch.delenv(f"{NAME}_FILE")
    assert env.secret(NAME, generated_in=None) == LONG


def test_a_missing_short_or_unreadable_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is not set"):
        env.secret(NAME, generated_in=None)
    monkeypatch.setenv(NAME, "short")
    with pytest.raises(ImproperlyConfigured, match="at least"):
        env.secret(NAME, generated_in=None)
    monkeypatch.delenv(NAME)
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="cannot read"):
        env.secret(NAME, generated_in=None)


def test_a_development_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = env.secret(NAME, generated_in=tmp_path / "secrets")
    assert env.secret(NAME, generated_in=tmp_path / "secrets") == first
    file = tmp_path / "secrets" / NAME.lower()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_secret_that_is_not_required_may_be_missing_but_not_be_short(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.secret(NAME, generated_in=None, required=False) == ""
    monkeypatch.setenv(NAME, "short")
    with pytest.raises(ImproperlyConfigured, match="at least"):
        env.secret(NAME, generated_in=None, required=False)


@pytest.mark.parametrize("odd", [":", "&", " ", "$", "<", "\n", "é", "/", "+", "="])
def test_a_plain_secret_needs_no_quoting_anywhere(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv(NAME, f"{LONG}-_09")
    assert env.secret(NAME, generated_in=None, plain=True) == f"{LONG}-_09"
    monkeypatch.setenv(NAME, f"{LONG}{odd}{LONG}")
    with pytest.raises(ImproperlyConfigured, match="letters, digits"):
        env.secret(NAME, generated_in=None, plain=True)


def test_a_generated_secret_is_plain(tmp_path: Path) -> None:
    assert env.secret(NAME, generated_in=tmp_path, plain=True)


@pytest.mark.parametrize(
    ("value", "read"),
    [("127.0.0.1:8021", ("127.0.0.1", 8021)), ("localhost:1", ("localhost", 1)), ("[::1]:65535", ("::1", 65535))],
)
def test_a_loopback_address_is_read(monkeypatch: pytest.MonkeyPatch, value: str, read: tuple[str, int]) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.loopback_address(NAME, default="127.0.0.1:9") == read
    monkeypatch.setenv(NAME, f"ws://{value}")
    assert env.loopback_url(NAME, default="ws://127.0.0.1:9") == f"ws://{value}"


def test_the_listener_for_local_processes_has_an_address_and_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.local_listener(NAME) is None
    for value, read in (("127.0.0.1:8010", ("127.0.0.1", 8010)), ("[::1]:8010", ("::1", 8010))):
        monkeypatch.setenv(NAME, value)
        assert env.local_listener(NAME) == read
    for value in ("localhost:8010", "0.0.0.0:8010", "127.0.0.1", "/run/peers/local.sock"):
        monkeypatch.setenv(NAME, value)
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be an address on loopback"):
            env.local_listener(NAME)


@pytest.mark.parametrize(
    "value",
    [
        "192.0.2.1:8021",
        "0.0.0.0:8021",
        "[::]:8021",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:8021/x",
        "127.0.0.1.example.org:8021",
        "u@127.0.0.1:8021",
        "example.org:8021",
    ],
)
def test_what_is_not_on_loopback_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be an address on loopback"):
        env.loopback_address(NAME, default="127.0.0.1:9")
    monkeypatch.setenv(NAME, f"ws://{value}")
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} must be a URL on loopback"):
        env.loopback_url(NAME, default="ws://127.0.0.1:9")


@pytest.mark.parametrize("value", ["wss://127.0.0.1:8082", "http://127.0.0.1:8081", "127.0.0.1:8081"])
def test_only_websockets_without_tls_reach_freeswitch(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="a URL on loopback"):
        env.loopback_url(NAME, default="ws://127.0.0.1:8081")


def test_the_first_line_of_a_file_is_the_secret_and_below_are_those_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    path.write_text(f"{LONG}3\n{LONG}2\n\n{LONG}1\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(path))
    assert env.secret(NAME, generated_in=None) == f"{LONG}3"
    assert env.earlier_secrets(NAME, generated_in=None) == [f"{LONG}2", f"{LONG}1"]
    assert env.secret_file(NAME, generated_in=None) == path
    path.write_text(f"{LONG}3\nshort\n")
    with pytest.raises(ImproperlyConfigured, match="at least"):
        env.earlier_secrets(NAME, generated_in=None)


def test_a_secret_of_the_environment_has_no_file_and_none_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    env.secret(NAME, generated_in=tmp_path)
    assert env.secret_file(NAME, generated_in=tmp_path) == tmp_path / NAME.lower()
    monkeypatch.setenv(NAME, LONG)
    assert env.secret_file(NAME, generated_in=tmp_path) is None
    assert env.earlier_secrets(NAME, generated_in=tmp_path) == []


def test_what_was_given_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " 7 ")
    env.number(NAME, default=1, minimum=1, maximum=9)
    env.number("PEERS_TEST_UNSET", default=1, minimum=1, maximum=9)
    assert env.given()[NAME] == "7"
    assert "PEERS_TEST_UNSET" not in env.given()
