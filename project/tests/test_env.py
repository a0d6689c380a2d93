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
