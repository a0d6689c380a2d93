"""The rules, one fact each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verto.core.codes import Refusal, SocketRefusal
from verto.core.limits import Limits
from verto.core.rules import (
    METHODS,
    hash_password,
    is_canonical_uuid,
    refuse_login,
    refuse_seat,
    refuse_socket,
    seat_share,
)
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
    assert refuse_seat(1, 2, 0, 8) is None
    assert refuse_seat(2, 2, 0, 8) is Refusal.CHANNEL_FULL


def test_an_address_has_its_share_of_the_seats() -> None:
    assert refuse_seat(30, 50, 24, 25) is None
    assert refuse_seat(30, 50, 25, 25) is Refusal.ADDRESS_FULL


@pytest.mark.parametrize(("capacity", "share"), [(50, 25), (2, 8), (16, 8), (17, 8), (1000, 500)])
def test_the_share_is_a_part_of_the_channel_and_a_household_in_any_case(capacity: int, share: int) -> None:
    assert seat_share(capacity, Limits(seat_share_percent=50, seat_share_least=8)) == share


def test_a_locked_channel_takes_no_newcomer_however_empty() -> None:
    assert refuse_seat(0, 50, 0, 25, is_locked=True) is Refusal.LOCKED


def test_sockets_of_one_network_have_two_ends() -> None:
    limits = Limits(strangers_per_address=3, sockets_per_address=5)
    assert refuse_socket(2, 4, limits) is None
    assert refuse_socket(3, 3, limits) is SocketRefusal.NOT_LOGGED_IN
    assert refuse_socket(0, 5, limits) is SocketRefusal.TOO_MANY


def test_a_banned_address_is_refused_whoever_comes_from_there() -> None:
    entry = replace(ENTRY, banned_addresses={"192.0.2.7"})
    assert refuse_login(entry, PASSWORD, ENTRY.sessid, NOW, "192.0.2.7") is Refusal.BANNED
    assert refuse_login(entry, PASSWORD, ENTRY.sessid, NOW, "192.0.2.8") is None
    assert refuse_login(entry, "wrong", ENTRY.sessid, NOW, "192.0.2.7") is Refusal.BAD_CREDENTIALS


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
