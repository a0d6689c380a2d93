"""Sessions of staff end when nobody uses them, and in any case after some hours."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.utils import timezone

from common.staff import sessions
from common.staff.keeping import forget_old

HOUR = 3600


@pytest.fixture
def admin(db: None) -> Browser:
    get_user_model().objects.create_superuser("ada", "", "correct horse battery")
    browser = Browser()
    browser.post("/admin/login/?next=/admin/", {"username": "ada", "password": "correct horse battery"})
    return browser


def _left() -> timedelta:
    return Session.objects.get().expire_date - timezone.now()


def test_it_ends_half_an_hour_after_the_last_request(admin: Browser) -> None:
    assert timedelta(minutes=29) < _left() <= timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert admin.get("/admin/").status_code == 200
    assert timedelta(minutes=29) < _left() <= timedelta(minutes=30)


def test_an_idle_one_opens_nothing(admin: Browser) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert admin.get("/admin/").status_code == 302


def test_one_in_use_ends_after_twelve_hours(admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + 12 * HOUR - 60)
    assert admin.get("/admin/").status_code == 200
    assert _left() <= timedelta(seconds=60)
    monkeypatch.setattr(time, "time", lambda: began + 12 * HOUR + 1)
    admin.get("/admin/")
    assert admin.get("/admin/").status_code == 302


def test_both_are_settings(admin: Browser, settings: object) -> None:
    settings.STAFF_IDLE_MINUTES = 5  # type: ignore[attr-defined]
    assert admin.get("/admin/").status_code == 200
    assert _left() <= timedelta(minutes=5)


def test_the_event_loop_counts_alike(admin: Browser) -> None:
    store = sessions.SessionStore(Session.objects.get().session_key)
    assert 29 * 60 < async_to_sync(store.aget_expiry_age)() <= 30 * 60


def test_old_ones_are_deleted(admin: Browser) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    Browser().post("/admin/login/", {"username": "ada", "password": "correct horse battery"})
    forget_old()
    assert Session.objects.count() == 1
