"""Argon2id, and what a flood of sign-ins can take: no more places than are stated."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher, make_password
from django.test import Client as Browser

from common.staff import passwords


def test_passwords_are_hashed_by_argon2id() -> None:
    encoded = make_password("correct horse battery")
    assert encoded.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")


@pytest.mark.django_db
def test_an_older_hash_is_replaced_at_the_next_sign_in() -> None:
    user = get_user_model().objects.create_superuser("ada", "", "x")
    user.password = PBKDF2PasswordHasher().encode("correct horse battery", "salt")
    user.save()
    Browser().post("/admin/login/", {"username": "ada", "password": "correct horse battery"})
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm == "argon2"


def test_few_work_some_wait_and_the_others_are_turned_away() -> None:
    """Everybody who is let in stays inside until told to go, so the numbers are exact."""
    everybody = 40
    let_go, lock = threading.Event(), threading.Lock()
    inside, most, refused = 0, 0, 0
    settled = threading.Event()

    def sign_in() -> None:
        nonlocal inside, most, refused
        try:
            with passwords.turn():
                with lock:
                    inside += 1
                    most = max(most, inside)
                assert let_go.wait(20)
                with lock:
                    inside -= 1
        except passwords.TooBusy:
            with lock:
                refused += 1
                if refused == everybody - passwords.AT_ONCE - passwords.WAITING:
                    settled.set()

    with ThreadPoolExecutor(everybody) as threads:
        done = [threads.submit(sign_in) for _ in range(everybody)]
        assert settled.wait(20)
        let_go.set()
        for one in done:
            one.result()
    assert most == passwords.AT_ONCE
    assert refused == everybody - passwords.AT_ONCE - passwords.WAITING


@pytest.mark.django_db
def test_whoever_is_turned_away_reads_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: Any) -> None:
        raise passwords.TooBusy

    monkeypatch.setattr(passwords.BoundedArgon2, "encode", busy)
    monkeypatch.setattr(passwords.BoundedArgon2, "verify", busy)
    # Again and again: being turned away is no failure, so the limit on failures does not begin to count.
    for _ in range(7):
        response = Browser().post("/admin/login/", {"username": "ada", "password": "x"})
        assert (response.status_code, response.headers["Retry-After"]) == (503, "3")
    assert "Content-Security-Policy" in response.headers
