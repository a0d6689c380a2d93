"""Signing in: the one rule for failures, and that nothing else of allauth can be reached."""

from __future__ import annotations

import logging
import pickle
import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import get_resolver

from common.staff.adapters import network_of

PASSWORD = "correct horse battery"
LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture(autouse=True)
def admin(db: None) -> Any:
    cache.clear()
    yield get_user_model().objects.create_superuser("ada", "", PASSWORD)
    cache.clear()


def _try(password: str, *, name: str = "ada", address: str = "203.0.113.7") -> int:
    return Browser(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password}).status_code


def _fail(times: int, **who: str) -> list[int]:
    return [_try("wrong", **who) for _ in range(times)]


def test_five_failures_close_the_door_even_to_the_right_password() -> None:
    assert _fail(5) == [200] * 5
    assert _try("wrong") == 429
    assert _try(PASSWORD) == 429


def test_a_success_is_no_failure() -> None:
    _fail(4)
    assert [_try(PASSWORD) for _ in range(6)] == [302] * 6
    assert _fail(2) == [200, 429]


def test_it_opens_again_after_300_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.time()
    _fail(5)
    ended = time.time()
    monkeypatch.setattr(time, "time", lambda: began + 299)
    assert _try(PASSWORD) == 429
    monkeypatch.setattr(time, "time", lambda: ended + 301)
    assert _try(PASSWORD) == 302


def test_others_are_not_locked_out() -> None:
    get_user_model().objects.create_superuser("bob", "", PASSWORD)
    _fail(6)
    assert _try(PASSWORD, address="203.0.113.8") == 302
    assert _try(PASSWORD, name="bob") == 302


def test_the_name_counts_however_it_is_written() -> None:
    _fail(5, name="ADA")
    assert _try(PASSWORD) == 429


def test_one_household_is_one_address(rf: Any) -> None:
    def of(address: str) -> str:
        return network_of(rf.get("/", REMOTE_ADDR=address))

    assert of("2001:db8::1") == of("2001:db8::ffff:1")
    assert of("2001:db8::1") != of("2001:db8:0:1::1")
    assert of("203.0.113.7") != of("203.0.113.8")


def test_unknown_names_are_answered_alike() -> None:
    pages = [
        Browser().post(LOGIN, {"username": name, "password": "wrong"}).content.decode().replace(name, "")
        for name in ("ada", "eve")
    ]
    messages = [page[page.index("errornote") : page.index("</p>", page.index("errornote"))] for page in pages]
    assert messages[0] == messages[1]


def test_no_address_is_kept_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    from auditlog.models import LogEntry

    caplog.set_level(logging.DEBUG)
    _fail(6)
    _try(PASSWORD, address="203.0.113.8")
    kept = [f"{key}{pickle.loads(value)}" for key, value in cache._cache.items()]  # type: ignore[attr-defined] # noqa: S301
    kept += [str(entry) for entry in LogEntry.objects.values()]
    assert len(kept) > 5
    assert "203.0.113" not in " ".join([*kept, *(caplog.messages)])


def test_a_forwarding_header_changes_nothing() -> None:
    for last in range(5):
        Browser().post(LOGIN, {"username": "ada", "password": "wrong"}, headers={"X-Forwarded-For": f"192.0.2.{last}"})
    assert Browser().post(LOGIN, {"username": "ada", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"{prefix}{page}/"
            for prefix in ("/accounts/", "/admin/", "/", "/admin/two-factor/")
            for page in (
                "signup",
                "email",
                "password/reset",
                "password/change",
                "confirm-email",
                "login/code/confirm",
                "social",
                "inactive",
                "reauthenticate",
                "sessions",
                "webauthn/login",
                "trust",
            )
        ),
        "/accounts/login/",
        "/admin/account/emailaddress/",
        "/admin/mfa/authenticator/",
    ],
)
def test_no_other_page_of_allauth_exists(path: str, admin: Any) -> None:
    browser = Browser()
    browser.force_login(admin)
    assert browser.get(path).status_code == 404


def test_every_allauth_page_is_one_that_is_meant() -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in names if name.startswith(("account_", "mfa_", "socialaccount", "usersessions"))} == {
        "account_login", "account_logout", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn",
        "mfa_authenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_edit_webauthn",
        "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
    }  # fmt: skip


def test_who_is_no_staff_stays_outside() -> None:
    get_user_model().objects.create_user("eve", "", PASSWORD)
    assert _try(PASSWORD, name="eve") == 200


def test_nothing_is_mailed() -> None:
    _fail(6)
    _try(PASSWORD, address="203.0.113.9")
    assert mail.outbox == []
