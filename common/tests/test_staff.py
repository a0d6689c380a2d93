"""Sessions, users and messages exist below /admin/ and nowhere else."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.test import AsyncClient
from django.test import Client as Browser

PASSWORD = "correct horse battery"


@pytest.fixture
def admin(transactional_db: None) -> None:
    get_user_model().objects.create_superuser("ada", "", PASSWORD)


def test_an_admin_logs_in_and_out_with_a_csrf_token(admin: None) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.get("/admin/login/")
    form = {"username": "ada", "password": PASSWORD, "csrfmiddlewaretoken": browser.cookies["csrf"].value}
    assert browser.post("/admin/login/?next=/admin/", form).status_code == 302
    assert browser.get("/admin/").status_code == 200


def test_without_a_csrf_token_nobody_logs_in(admin: None) -> None:
    response = Browser(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada", "password": PASSWORD})
    assert response.status_code == 403


def test_without_a_csrf_token_no_admin_page_changes_anything(admin: None) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(get_user_model().objects.get())
    for path in (
        "/admin/channels_app/channel/add/",
        "/admin/channels_app/client/",
        "/admin/logout/",
        "/admin/password_change/",
    ):
        assert browser.post(path, {"topic": "x", "capacity": 5, "call_size": 5}).status_code == 403, path


def test_cookies_stay_below_admin_and_away_from_scripts(admin: None) -> None:
    browser = Browser()
    browser.post("/admin/login/?next=/admin/", {"username": "ada", "password": PASSWORD})
    for name in ("session", "csrf"):
        cookie = browser.cookies[name]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Strict")


def test_a_public_page_knows_no_user(admin: None) -> None:
    browser = Browser()
    browser.force_login(get_user_model().objects.get())
    request = browser.get("/").wsgi_request
    assert not hasattr(request, "user") and not hasattr(request, "session")


def test_the_event_loop_serves_the_admin_too(admin: None) -> None:
    async def visit() -> int:
        browser = AsyncClient()
        await browser.aforce_login(await get_user_model().objects.aget())
        return (await browser.get("/admin/")).status_code

    assert async_to_sync(visit)() == 200
