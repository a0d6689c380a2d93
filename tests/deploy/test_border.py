"""nginx as it is shipped, in front of the real application and the real engine."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.deploy.counting import requests_by_view
from tests.support.border import Border
from tests.support.plain_http import NOTHING, Answer, dial, exchange, request
from tests.support.site import ROOT, Site

HANDSHAKE = [
    ("Connection", "keep-alive, Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
]


def asks(site: Site, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """Ask at the border; `Accept_Language` is the header Accept-Language."""
    given = [(name.replace("_", "-"), value) for name, value in ({"Host": f"127.0.0.1:{site.port}"} | headers).items()]
    return exchange(dial(("127.0.0.1", site.port)), request(method, path, given, body), method)


def test_the_configuration_is_one_that_nginx_takes(the_border: Border) -> None:
    done = subprocess.run([*the_border.command, "-t", "-q"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- What there is --------------------------------------------------------------------------------------------------


def _paths(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    """Return a path for each route, with something in each place for a value; the admin's own have too many kinds."""
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route.startswith("admin/"):
            found += _paths(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "(" not in route:
            route = route.replace("<uuid:channel_id>", str(uuid.uuid4()))
            found.append("/" + re.sub(r"<(\w+:)?\w+>", "1", route))
    return found


def test_every_public_route_passes_and_those_for_this_machine_do_not(bordered_site: Site) -> None:
    public = set(_paths(get_resolver("project.urls").url_patterns))
    assert {"/", "/peers", "/health", "/sw.js"} <= public
    before = requests_by_view(bordered_site)
    for path in public:
        asks(bordered_site, path)
    after = requests_by_view(bordered_site)
    assert after.get("unmatched", 0) == before.get("unmatched", 0), "deploy/nginx/peers/http.conf does not list a route"
    assert sum(after.values()) - sum(before.values()) - 1 == len(public)


def test_the_admin_is_there(bordered_site: Site) -> None:
    answer = asks(bordered_site, "/admin/login/?next=/admin/")
    assert answer.status == 200
    assert b"password" in answer.body


UNKNOWN = [
    "/fsapi", "/metrics", "//fsapi", "/./metrics", "/x/../fsapi", "/peers/../metrics", "/%66sapi", "/fsapi;x",
    "/METRICS", "/static/../fsapi", "/static/%2e%2e/metrics", "/admin/../fsapi", "/admin/%2e%2e/fsapi", "/\\fsapi",
    "/nothing", "/peers/x", "/peers//", "/test/", "/verto/", "/verto/x", "//", "/.git/config", "/static/.collected.json",
    "/admin", "/admin//", "/favicon.ico", "/static/", "/static/nothing.js", "/index.html",
]  # fmt: skip


@pytest.mark.parametrize("path", UNKNOWN)
def test_anything_else_is_the_sites_own_page_and_no_view_is_asked_for_that_path(bordered_site: Site, path: str) -> None:
    before = requests_by_view(bordered_site)
    answer = asks(bordered_site, path, Accept_Language="de")
    assert answer.status == 404
    own = exchange(
        dial(("127.0.0.1", bordered_site.web_port)),
        request("GET", "/whatever", [("Host", "localhost"), ("Accept-Language", "de")]),
    )
    assert answer.body == own.body
    after = requests_by_view(bordered_site)
    changed = {view: count - before.get(view, 0) for view, count in after.items() if count != before.get(view, 0)}
    assert changed.pop("metrics", 1) == 1
    assert changed == {"unmatched": 2}


# --- Who asks, and what is told about them -----------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["talk.example.org", "localhost", "localhost:8010", "127.0.0.1.example.org", "[::1]"])
def test_another_host_gets_no_answer(bordered_site: Site, host: str) -> None:
    assert asks(bordered_site, "/", Host=host) == NOTHING


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get"])
def test_other_methods_are_refused(bordered_site: Site, method: str) -> None:
    assert asks(bordered_site, "/", method).status in (400, 405)


def test_a_large_body_is_refused_before_anybody_reads_it(bordered_site: Site) -> None:
    assert asks(bordered_site, "/peers", "POST", b"x" * (16 * 1024 + 1)).status == 413
    assert asks(bordered_site, "/peers", "POST", b"x" * (16 * 1024)).status == 403


def test_a_handshake_of_our_own_pages_passes(bordered_site: Site) -> None:
    own = dict(HANDSHAKE, Origin=bordered_site.url)
    with dial(("127.0.0.1", bordered_site.port)) as connection:
        head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
        connection.sendall(f"GET /verto HTTP/1.1\r\nHost: 127.0.0.1:{bordered_site.port}\r\n{head}\r\n".encode())
        assert connection.recv(64).startswith(b"HTTP/1.1 101")


def test_no_other_handshake_reaches_the_engine(bordered_site: Site) -> None:
    own = dict(HANDSHAKE, Origin=bordered_site.url)
    foreign = [
        "http://evil.example",
        "null",
        bordered_site.url + "/",
        bordered_site.url.upper(),
        "http://localhost",
        "",
    ]
    wrong = [
        *((403, own | {"Origin": origin}) for origin in foreign),
        (400, own | {"Upgrade": "h2c"}),
        (400, own | {"Upgrade": "websocket, h2c"}),
        (400, own | {"Sec-WebSocket-Version": "8"}),
        (400, {name: value for name, value in own.items() if name != "Upgrade"}),
    ]
    for status, headers in wrong:
        head = [("Host", f"127.0.0.1:{bordered_site.port}"), *headers.items()]
        lines = "".join(f"{name}: {value}\r\n" for name, value in head)
        sent = f"GET /verto HTTP/1.1\r\n{lines}\r\n".encode()
        assert exchange(dial(("127.0.0.1", bordered_site.port)), sent).status == status, headers
    assert asks(bordered_site, "/verto", "POST", **own).status == 400


def test_an_upgrade_of_a_page_is_no_upgrade(bordered_site: Site) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in HANDSHAKE)
    sent = f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{bordered_site.port}\r\n{lines}\r\n".encode()
    assert exchange(dial(("127.0.0.1", bordered_site.port)), sent).status == 200


# --- Static files ---------------------------------------------------------------------------------------------------


def collected() -> list[str]:
    root = ROOT / "staticfiles"
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and not path.name.startswith(".")]


def test_nginx_serves_static_files_as_the_application_would(bordered_site: Site) -> None:
    names = [name for name in collected() if not name.endswith(".gz")]
    samples = {Path(name).suffix: name for name in sorted(names) if re.search(r"\.[0-9a-f]{12}\.[^.]+$", name)}
    assert {".css", ".js", ".svg", ".png"} <= samples.keys()
    before = sum(requests_by_view(bordered_site).values())
    for name in [*samples.values(), "favicon.svg"]:
        mine = asks(bordered_site, f"/static/{name}", Accept_Encoding="gzip")
        sent = request("GET", f"/static/{name}", [("Host", "localhost"), ("Accept-Encoding", "gzip")])
        theirs = exchange(dial(("127.0.0.1", bordered_site.web_port)), sent)
        assert mine.status == theirs.status == 200
        assert mine.body == theirs.body
        told_by_transport = {"date", "server", "etag", "content-security-policy", "content-length", "vary"}
        ours, django = (
            {key: value.replace('"', "") for key, value in answer.headers.items()} for answer in (mine, theirs)
        )
        different = {key for key in django.keys() - told_by_transport if not _same(key, ours.get(key, ""), django[key])}
        assert different == set(), {key: (ours.get(key), django[key]) for key in different}
        assert "default-src 'none'" in ours["content-security-policy"]
    # Only those that were sent to the application itself, and the question before.
    assert sum(requests_by_view(bordered_site).values()) == before + len(samples) + 1 + 1


def _same(name: str, ours: str, django: str) -> bool:
    if name in ("cache-control", "content-type"):
        return set(re.split("[,;] ?", ours)) == set(re.split("[,;] ?", django))
    return ours == django


def test_every_collected_file_has_a_path_that_passes(bordered_site: Site) -> None:
    pattern = re.search(r'"(~\^/static/.*)"', (ROOT / "deploy/nginx/peers/http.conf").read_text())
    assert pattern
    known = re.compile(pattern[1].removeprefix("~"))
    assert [name for name in collected() if not known.match(f"/static/{name}")] == []


# --- Trouble --------------------------------------------------------------------------------------------------------


def test_nothing_that_is_written_down_tells_who_was_where(bordered_site: Site, the_border: Border) -> None:
    channel = bordered_site.make_channel("Kitchen table")
    asks(bordered_site, f"/peers/{channel}", User_Agent="Mozilla/5.0 (Alice)")
    asks(bordered_site, f"/nothing/{channel}?alice")
    deadline = time.monotonic() + 5
    while len(lines := the_border.access_log.read_text().splitlines()) < 2:
        assert time.monotonic() < deadline
    entries = [json.loads(line) for line in lines]
    assert {"channel", "unknown"} <= {entry["place"] for entry in entries}
    written = "".join(path.read_text() for path in the_border.directory.glob("*.log"))
    for private in (channel, "alice", "Alice", "127.0.0.1", str(bordered_site.port)):
        assert private not in written


def test_while_the_application_is_away_visitors_are_told_to_wait(bordered_site: Site) -> None:
    bordered_site.process.kill()
    bordered_site.process.wait()
    try:
        for path in ("/", "/health", "/nothing"):
            answer = asks(bordered_site, path)
            assert (answer.status, answer.headers["retry-after"]) == (503, "3"), path
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        answer = asks(bordered_site, "/peers", "POST")
        assert (answer.headers["content-type"], json.loads(answer.body)["code"]) == ("application/json", "try_later")
        assert asks(bordered_site, "/static/favicon.svg").status == 200
    finally:
        bordered_site.start_web()
    assert asks(bordered_site, "/health").status == 200


def test_who_sends_slowly_is_let_go(bordered_site: Site) -> None:
    with socket.create_connection(("127.0.0.1", bordered_site.port), timeout=15) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        started = time.monotonic()
        with suppress(ConnectionResetError):
            assert connection.recv(1024) == b""
        assert 8 < time.monotonic() - started < 14
