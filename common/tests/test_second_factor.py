"""Second factors: set up, asked for, made mandatory, lost."""

from __future__ import annotations

import re
import time
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client as Browser

PASSWORD = "correct horse battery"
HOME = "/admin/two-factor/"


def code(secret: str, step: int = 0) -> str:
    """What the app on the telephone shows; each step later is another code."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Time stands still at the beginning of a code's 30 seconds, and moves when told to."""

    class Clock:
        now = (time.time() // 30) * 30 + 5

        def passes(self, seconds: float) -> None:
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    cache.clear()
    yield clock
    cache.clear()


@pytest.fixture
def ada(transactional_db: None) -> Any:
    return get_user_model().objects.create_superuser("ada", "", PASSWORD)


def sign_in(browser: Browser) -> Any:
    return browser.post("/admin/login/?next=/admin/", {"username": "ada", "password": PASSWORD})


def set_up(browser: Browser) -> str:
    """Set an app up, as the pages ask for it; return its secret."""
    asked = browser.get(f"{HOME}app/add/")
    assert asked.headers["Location"].startswith(f"{HOME}again/")
    again = browser.post(asked.headers["Location"], {"password": PASSWORD})
    assert again.headers["Location"] == f"{HOME}app/add/"
    page = browser.get(f"{HOME}app/add/").content.decode()
    found = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', re.sub(r"\s+", " ", page))
    found = found or re.search(r'value="([A-Z2-7]{32})"', page)
    assert found and "data:image/svg+xml" in page
    done = browser.post(f"{HOME}app/add/", {"code": code(found[1])})
    assert done.headers["Location"] == f"{HOME}codes/"
    return found[1]


@pytest.fixture
def secret(ada: Any, clock: Any) -> str:
    browser = Browser()
    sign_in(browser)
    secret = set_up(browser)
    clock.passes(30)
    return secret


def test_the_password_is_no_longer_enough(secret: str) -> None:
    browser = Browser()
    assert sign_in(browser).headers["Location"] == f"{HOME}code/"
    before = browser.cookies["session"].value
    assert browser.get("/admin/").status_code == 302
    assert browser.get(HOME).status_code == 302
    assert "Code" in browser.get(f"{HOME}code/").content.decode()
    answer = browser.post(f"{HOME}code/", {"code": code(secret)})
    assert answer.headers["Location"] == "/admin/"
    assert browser.cookies["session"].value != before
    assert browser.get("/admin/").status_code == 200


def test_a_code_opens_once(secret: str) -> None:
    first, second = Browser(), Browser()
    for browser, status in ((first, 302), (second, 200)):
        sign_in(browser)
        assert browser.post(f"{HOME}code/", {"code": code(secret)}).status_code == status
    assert second.get("/admin/").status_code == 302


def test_codes_cannot_be_guessed(secret: str) -> None:
    browser = Browser()
    sign_in(browser)
    for _ in range(5):
        assert "Incorrect code" in browser.post(f"{HOME}code/", {"code": "000000x"}).content.decode()
    page = browser.post(f"{HOME}code/", {"code": code(secret)}).content.decode()
    assert "Too many failed" in page
    assert browser.get("/admin/").status_code == 302


def test_a_recovery_code_opens_once(secret: str, ada: Any) -> None:
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for status in (302, 200):
        browser = Browser()
        sign_in(browser)
        assert browser.post(f"{HOME}code/", {"code": recovery}).status_code == status


def test_a_session_from_before_does_not_go_on(ada: Any, clock: Any) -> None:
    old, new = Browser(), Browser()
    sign_in(old)
    sign_in(new)
    set_up(new)
    assert new.get("/admin/").status_code == 200
    for path in ("/admin/", HOME, f"{HOME}app/remove/", f"{HOME}keys/", f"{HOME}codes/"):
        assert old.get(path).headers["Location"].startswith("/admin/login/"), path


def test_secrets_are_kept_encrypted(secret: str, settings: Any) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    settings.SECRET_KEY, before = "another secret key, as long as it should be", settings.SECRET_KEY
    app = Authenticator.objects.get(type="totp").wrap()
    assert not app.validate_code(code(secret))
    settings.SECRET_KEY_FALLBACKS = [before]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code(secret))


def test_mandatory_means_that_nothing_else_opens(ada: Any, clock: Any, settings: Any) -> None:
    settings.STAFF_MFA = "required"
    browser = Browser()
    sign_in(browser)
    for path in ("/admin/", "/admin/channels_app/channel/", "/admin/auth/user/", "/admin/auditlog/logentry/"):
        assert browser.get(path).headers["Location"].startswith("/admin/login/")
    assert browser.get("/admin/login/").headers["Location"] == HOME
    assert "This site asks staff for a second factor" in browser.get(HOME).content.decode()
    set_up(browser)
    assert browser.get("/admin/").status_code == 200


def test_removing_the_last_one_closes_the_door_where_it_is_mandatory(secret: str, settings: Any, clock: Any) -> None:
    settings.STAFF_MFA = "required"
    browser = Browser()
    sign_in(browser)
    browser.post(f"{HOME}code/", {"code": code(secret)})
    browser.post(browser.get(f"{HOME}app/remove/").headers["Location"], {"password": PASSWORD})
    assert browser.post(f"{HOME}app/remove/").status_code == 302
    assert Authenticator.objects.count() == 0
    assert browser.get("/admin/").status_code == 302


def test_whoever_lost_everything_asks_the_operator(secret: str, ada: Any) -> None:
    browser = Browser()
    sign_in(browser)
    browser.post(f"{HOME}code/", {"code": code(secret)})
    said = StringIO()
    call_command("reset_second_factor", "ada", stdout=said)
    assert "Forgot 2 second factors and ended" in said.getvalue()
    assert browser.get("/admin/").status_code == 302
    assert sign_in(Browser()).headers["Location"] == "/admin/"
    assert LogEntry.objects.filter(additional_data__who="command reset_second_factor").count() == 1


def test_a_wrong_name_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="no account of this name"):
        call_command("reset_second_factor", "nobody")


@pytest.mark.parametrize(
    "page", ["", "code/", "again/", "app/add/", "app/remove/", "codes/", "codes/new/", "keys/add/"]
)
def test_strangers_see_none_of_the_pages(db: None, page: str) -> None:
    assert Browser().get(HOME + page).headers["Location"].startswith("/admin/login/")


def test_without_a_csrf_token_nothing_changes(ada: Any) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(ada)
    for page in ("again/", "again/code/", "app/add/", "app/remove/", "codes/new/", "keys/add/", "keys/1/remove/"):
        assert browser.post(HOME + page, {"password": PASSWORD}).status_code == 403, page


def test_no_page_has_a_script_that_the_policy_forbids(secret: str) -> None:
    browser = Browser()
    sign_in(browser)
    pages = [browser.get(f"{HOME}code/")]
    browser.post(f"{HOME}code/", {"code": code(secret)})
    browser.post(browser.get(f"{HOME}keys/add/").headers["Location"], {"password": PASSWORD})
    pages += [browser.get(HOME + page) for page in ("", "again/", "codes/", "codes/new/", "keys/", "keys/add/")]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes or "application/json" in attributes, attributes
        assert not re.search(r"<style| style=| on[a-z]+=", text)
        assert "script-src 'self';" in page.headers["Content-Security-Policy"]
