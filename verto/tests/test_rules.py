"""The rules, one fact each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verto.core.codes import Refusal
from verto.core.rules import METHODS, hash_password, is_canonical_uuid, refuse_login, refuse_seat
from verto.tests.builders import ALICE, NOW, entry_for

ENTRY = entry_for(ALICE)
PASSWORD = "pass-" + ALICE


def test_the_right_password_and_sessid_come_in() -> None:
    assert refuse_login(ENTRY, PASSWORD, ENTRY.sessid, NOW) is None


def test_an_unknown_client_is_refused() -> None:
    assert refuse_login(None, PASSWORD, ENTRY.sessid, NOW) is Refusal.BAD_CREDENTIALS


@pytest.mark.parametrize("passwd", ["", "x", PASSWORD + " ", PASSWORD.upper(), "\ud800"])
def test_any_other_password_is_refused(passwd: str) -> None:
    assert refuse_login(ENTRY, passwd, ENTRY.sessid, NOW) is Refusal.BAD_CREDENTIALS


@pytest.mark.parametrize("sessid", ["", "x", ENTRY.sessid.upper(), ENTRY.sessid + "\0", "\ud800"])
def test_any_other_sessid_is_refused(sessid: str) -> None:
    assert refuse_login(ENTRY, PASSWORD, sessid, NOW) is Refusal.WRONG_SESSION


def test_the_password_is_judged_before_all_else() -> None:
    entry = replace(ENTRY, refusal=Refusal.BANNED, expires=1.0)
    assert refuse_login(entry, "wrong", "wrong", NOW) is Refusal.BAD_CREDENTIALS


def test_what_the_directory_refuses_stays_refused() -> None:
    assert refuse_login(replace(ENTRY, refusal=Refusal.LOCKED), PASSWORD, ENTRY.sessid, NOW) is Refusal.LOCKED


@pytest.mark.parametrize(("expires", "refusal"), [(NOW, Refusal.EXPIRED), (NOW + 0.1, None), (None, None)])
def test_credentials_end_at_their_second(expires: float | None, refusal: Refusal | None) -> None:
    assert refuse_login(replace(ENTRY, expires=expires), PASSWORD, ENTRY.sessid, NOW) is refusal


def test_a_proved_password_is_not_asked_again() -> None:
    assert refuse_login(ENTRY, None, ENTRY.sessid, NOW) is None


def test_the_last_seat_is_a_seat() -> None:
    assert refuse_seat(1, 2) is None
    assert refuse_seat(2, 2) is Refusal.CHANNEL_FULL


@pytest.mark.parametrize("text", [ALICE.upper(), ALICE + "@pbx", " " + ALICE, ALICE[:-1], "{" + ALICE + "}", ""])
def test_only_the_canonical_form_is_a_uuid(text: str) -> None:
    assert is_canonical_uuid(ALICE)
    assert not is_canonical_uuid(text)


def test_methods_are_full_names() -> None:
    assert "verto" not in METHODS
    assert all(name in ("login", "echo") or name.startswith("verto.") for name in METHODS)


def test_no_secret_shows_in_a_log() -> None:
    assert hash_password(PASSWORD).hex() not in repr(ENTRY)
    assert "password" not in repr(ENTRY)
