"""D-11, in part: every answer of the real site, whatever its status, forbids framing, foreign code and foreign use."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.security.http import Answer, send
from tests.support.site import Site

JSON = ("Content-Type", "application/json")
NOBODY = uuid.UUID(int=0)
FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
DIRECTIVES = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
}
"""Those that may be this and nothing else."""


def policy_of(answer: Answer) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: set(values) for name, *values in parts}


def check(site: Site, path: str, answer: Answer) -> None:
    """Assert that this answer carries everything."""
    staff = path.startswith("/admin/")
    for name, value in FIXED.items():
        assert answer.headers[name] == value, (path, answer.status)
    assert answer.headers["referrer-policy"] == ("same-origin" if staff else "no-referrer")
    permissions = answer.headers["permissions-policy"]
    assert {"camera=(self)", "microphone=(self)", "display-capture=(self)"} <= set(permissions.split(", "))
    policy = policy_of(answer)
    assert DIRECTIVES.items() <= policy.items()
    sockets = set() if staff else {site.url.replace("http", "ws")}
    assert policy["connect-src"] == {"'self'"} | sockets
    for sources in policy.values():
        for source in sources:
            known = source in {"'self'", "'none'", "'script'", "data:", "blob:", "default", "worker"} | sockets
            assert known or re.fullmatch(r"'sha256-[\w+/]{43}='", source), source
    assert not policy["script-src"] & {"data:", "blob:"}
    told = answer.headers.get("server", "") + answer.headers.get("x-powered-by", "")
    assert not re.search(r"\d", told), "no version"


ASKED: list[tuple[int, str, str, list[tuple[str, str]], bytes]] = [
    (200, "GET", "/", [], b""),
    (200, "HEAD", "/", [], b""),
    (200, "GET", "/test", [], b""),
    (200, "GET", "/sw.js", [], b""),
    (200, "GET", "/manifest.webmanifest", [], b""),
    (200, "GET", "/offline", [], b""),
    (200, "GET", "/health", [], b""),
    (200, "GET", "/static/favicon.svg", [], b""),
    (200, "GET", "/static/js/page/channel.js", [], b""),
    (200, "GET", "/static/admin/js/core.js", [], b""),
    (200, "GET", "/admin/login/", [], b""),
    (302, "GET", "/admin/", [], b""),
    (302, "GET", "/admin/no/such/page/", [], b""),
    (304, "GET", "/static/favicon.svg", [("If-Modified-Since", "Sat, 21 Nov 2099 10:00:00 GMT")], b""),
    (400, "GET", "/", [("Host", "evil.example")], b""),
    (400, "POST", "/peers", [JSON, ("Origin", "{url}")], b"{"),
    (400, "POST", "/admin/login/", [("Content-Type", "application/x-www-form-urlencoded")], b"a=&" * 2000),
    (403, "POST", "/peers", [JSON], b"{}"),
    (403, "POST", "/admin/login/", [], b""),
    (403, "POST", f"/peers/{NOBODY}/sessions", [JSON, ("Origin", "null")], b"{}"),
    (404, "GET", "/nothing", [], b""),
    (404, "GET", "/.well-known/security.txt", [], b""),
    (404, "GET", f"/peers/{NOBODY}", [], b""),
    (404, "GET", "/static/nothing.js", [], b""),
    (404, "GET", "/%00", [], b""),
    (404, "GET", "/verto", [], b""),
    (404, "POST", f"/peers/{NOBODY}/sessions", [JSON, ("Origin", "{url}")], b'{"sessionId":"%b"}' % str(NOBODY).encode()),
    (405, "GET", "/peers", [], b""),
    (405, "TRACE", "/", [], b""),
    (405, "POST", "/static/favicon.svg", [], b""),
    (413, "POST", "/peers", [JSON, ("Origin", "{url}")], b" " * 5_000),
    (413, "POST", "/peers", [JSON, ("Origin", "{url}")], b" " * 5_000_000),
    (416, "GET", "/static/favicon.svg", [("Range", "bytes=99999-")], b""),
]  # fmt: skip


@pytest.mark.parametrize(("status", "method", "path", "headers", "body"), ASKED)
def test_whatever_is_answered_carries_them(
    site: Site, status: int, method: str, path: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    written = [(name, value.replace("{url}", site.url)) for name, value in headers]
    answer = send(site, method, path, body, written)
    assert answer.status == status
    check(site, path, answer)


def test_a_channel_and_its_credentials_carry_them(site: Site, channel: str) -> None:
    page = f"/peers/{channel}"
    answer = send(site, "GET", page)
    assert answer.status == 200
    assert answer.headers["x-robots-tag"] == "noindex"
    check(site, page, answer)
    told = b'{"sessionId":"%b"}' % str(uuid.uuid4()).encode()
    answer = send(site, "POST", page + "/sessions", told, [JSON, ("Origin", site.url)])
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    check(site, page, answer)


def test_a_database_that_is_gone_changes_nothing() -> None:
    """500 and 503: a site of its own loses a table."""
    with Site() as broken:
        rename = "c.cursor().execute('ALTER TABLE channels_app_channel RENAME TO gone')"
        broken.manage("shell", "-v", "0", "-c", f"from django.db import connection as c; {rename}")
        answers = {
            "/": send(broken, "GET", "/"),
            "/peers": send(broken, "POST", "/peers", b"{}", [JSON, ("Origin", broken.url)]),
        }
    assert [answer.status for answer in answers.values()] == [500, 503]
    for path, answer in answers.items():
        check(broken, path, answer)
        assert b"no such table" not in answer.body
        assert b"Traceback" not in answer.body


@pytest.mark.parametrize("path", ["/verto", "/elsewhere"])
def test_a_refused_socket_has_nothing_to_show(site: Site, path: str) -> None:
    """The server in front answers these by itself, without a body: there is nothing to frame."""
    upgrade = [
        ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Origin", "http://evil.example"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Version", "13"),
    ]  # fmt: skip
    answer = send(site, "GET", path, b"", upgrade)
    assert answer.status == 403
    assert b"<" not in answer.body
