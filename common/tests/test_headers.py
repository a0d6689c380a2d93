"""Security headers: on every answer, whatever it is."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import django
import pytest
from django.test import Client as Browser

from common import headers

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/health", 200),
        ("/nothing", 404),
        ("/peers/0b7d6c1e-4a52-4f0b-9d3e-7a1c2f5e8d90", 404),
        ("/peers", 405),
        ("/admin/", 302),
        ("/admin/login/", 200),
    ],
)
def test_every_answer_carries_them(path: str, status: int) -> None:
    response = Browser().get(path)
    assert response.status_code == status
    for name, value in EXPECTED.items():
        assert response.headers[name] == value
    # Staff pages name themselves to themselves: their forms are checked by it.
    referrer = "same-origin" if path.startswith("/admin/") else "no-referrer"
    assert response.headers["Referrer-Policy"] == referrer
    assert "camera=(self), microphone=(self), display-capture=(self)" in response.headers["Permissions-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Length"] == str(len(response.content))


def test_an_answer_to_a_wrong_host_carries_them() -> None:
    response = Browser().get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_failure_carries_them_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peers.views._public_channels", lambda: 1 / 0)
    monkeypatch.setattr("peers.views.in_database_thread", _at_once)
    response = Browser(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert response.headers["Content-Security-Policy"]
    assert b"ZeroDivision" not in response.content


async def _at_once(function: Any, *args: Any) -> Any:
    return function(*args)


def test_pages_run_only_our_files_and_reach_only_our_sockets() -> None:
    policy = headers.page_policy(["https://talk.example.org", "http://127.0.0.1:8000"])
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "connect-src 'self' wss://talk.example.org ws://127.0.0.1:8000;" in policy
    assert "require-trusted-types-for 'script'; trusted-types worker" in policy
    assert "unsafe" not in policy and "*" not in policy


def test_the_admin_requires_trusted_types_of_one_policy() -> None:
    assert "require-trusted-types-for 'script'; trusted-types default" in headers.admin_policy()


@pytest.mark.django_db
def test_what_the_admins_scripts_may_assign_is_said_before_they_run() -> None:
    page = Browser().get("/admin/login/").content.decode()
    scripts = re.findall(r'<script src="([^"]+)"', page)
    assert [Path(script).name for script in scripts] == ["theme.js", "nav_sidebar.js", "trusted_types.js"]


def test_the_admin_policy_knows_the_one_inline_style_of_this_django() -> None:
    templates = Path(django.__file__).parent / "contrib/admin/templates/admin"
    styles = {
        style
        for file in templates.rglob("*.html")
        for style in re.findall(r"<style>(.*?)</style>", file.read_text(), re.DOTALL)
    }
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles}
    assert len(hashes) == 1
    assert hashes.pop() in headers.admin_policy()
    assert "unsafe" not in headers.admin_policy()


def test_no_admin_template_has_an_inline_script() -> None:
    templates = Path(django.__file__).parent / "contrib/admin/templates"
    for file in templates.rglob("*.html"):
        for attributes in re.findall(r"<script([^>]*)>", file.read_text()):
            assert "src=" in attributes or "application/json" in attributes, file


@pytest.mark.django_db
def test_staff_pages_stay_out_of_search_engines() -> None:
    assert Browser().get("/admin/login/").headers["X-Robots-Tag"] == "noindex"


def test_https_is_remembered_only_where_everything_is_https() -> None:
    assert "Strict-Transport-Security" not in headers.fixed_headers(0)
    assert headers.fixed_headers(60)["Strict-Transport-Security"] == "max-age=60"
