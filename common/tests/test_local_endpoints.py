"""/fsapi and /metrics: for processes of this machine; for anyone else an address that does not exist."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator

from common import local_endpoints

LOCAL = {"host": "127.0.0.1:8000", "user-agent": "freeswitch-xml/1.0", "accept": "*/*"}


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", "::FFFF:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "localhost:8000", "127.0.0.1:1", "[::1]:65535"])
def test_a_process_of_this_machine_is_local(peer: str, host: str) -> None:
    assert local_endpoints.is_local(peer, {**LOCAL, "Host": host, "host": host})


@pytest.mark.parametrize(
    "peer",
    [
        "",
        "unknown",
        "localhost",
        "192.0.2.1",
        "10.0.0.1",
        "0.0.0.0",
        "::",
        "::ffff:192.0.2.1",
        "128.0.0.1",
        "::1%eth0",
        "127.0.0.1, 192.0.2.1",
        "2130706433",
    ],
)
def test_another_address_is_not_local(peer: str) -> None:
    assert not local_endpoints.is_local(peer, LOCAL)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "talk.example.org",
        "localhost.example.org",
        "localhost,talk.example.org",
        "127.0.0.1@evil",
        "localhost:",
        "localhost:x",
        " localhost",
        "LOCALHOST\n",
        "127.0.0.2",
        "0.0.0.0",
    ],
)
def test_another_host_is_not_local(host: str) -> None:
    assert not local_endpoints.is_local("127.0.0.1", {**LOCAL, "host": host})


def test_a_request_without_a_host_is_not_local() -> None:
    assert not local_endpoints.is_local("127.0.0.1", {"accept": "*/*"})


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "", "NONE"])
def test_a_page_in_a_browser_of_this_machine_is_not_local(site: str) -> None:
    assert not local_endpoints.is_local("127.0.0.1", {**LOCAL, "Sec-Fetch-Site": site})


def test_a_person_at_this_machine_is_local() -> None:
    typed = {
        "Sec-Fetch-Site": "none",
        "Sec-Fetch-Mode": "navigate",
        "Accept-Language": "en",
        "Upgrade-Insecure-Requests": "1",
    }
    assert local_endpoints.is_local("127.0.0.1", LOCAL | typed)


FORWARDING = [
    "Forwarded",
    "Via",
    "X-Forwarded",
    "X-Forwarded-By",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Real-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "X-Envoy-External-Address",
    "X-Host",
    "X-HTTP-Method-Override",
    "X-Original-Forwarded-For",
    "X-Original-Host",
    "X-Original-URL",
    "X-ProxyUser-Ip",
    "X-Remote-IP",
    "X-Rewrite-URL",
    "CF-Connecting-IP",
    "CDN-Loop",
    "Fastly-Client-IP",
    "Fly-Client-IP",
    "Proxy",
    "True-Client-IP",
    "Origin",
    "Referer",
]


@pytest.mark.parametrize("name", FORWARDING)
@pytest.mark.parametrize("value", ["", "127.0.0.1", "for=127.0.0.1", "localhost"])
def test_a_request_that_came_through_anything_is_not_local(name: str, value: str) -> None:
    assert not local_endpoints.is_local("127.0.0.1", {**LOCAL, name: value})
    assert not local_endpoints.is_local("127.0.0.1", {**LOCAL, name.lower(): value})


# --- The whole site, as a server hands requests to it -----------------------------------------------------------------

SPELLINGS = [
    "/fsapi", "/metrics", "//fsapi", "/fsapi/", "/fsapi//", "/./fsapi", "/x/../fsapi", "/fsapi;x", "/fsapi%00",
    "/FSAPI", "/Metrics", "/\\fsapi", "/fsapi\\", "/fsapi.", "/fsapi ", "/metrics/", "//metrics", "/metrics?",
    "/%66sapi", "/peers/../metrics", "/fsapi\n",
]  # fmt: skip
OUTSIDERS: list[tuple[str, dict[str, str]]] = [
    ("192.0.2.7", {}),
    ("192.0.2.7", {"Host": "localhost"}),
    ("192.0.2.7", {"Host": "127.0.0.1:8000", "X-Forwarded-For": "127.0.0.1"}),
    ("127.0.0.1", {"Host": "testserver"}),
    ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
    ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}),
    ("127.0.0.1", {"Origin": "http://testserver"}),
    ("127.0.0.1", {"Sec-Fetch-Site": "cross-site"}),
    ("", {}),
]
METHODS = ["GET", "POST", "HEAD", "OPTIONS", "TRACE"]


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The local views, replaced by ones that note that they ran."""
    from django.http import HttpResponse
    from django.urls import resolve

    ran: list[str] = []

    def spy(name: str) -> Any:
        async def view(request: Any) -> HttpResponse:
            ran.append(name)
            return HttpResponse(f"{name} ran")

        return view

    for name in ("fsapi", "metrics"):
        pattern = resolve(f"/{name}", "project.urls_local")
        monkeypatch.setattr(_pattern_of(pattern.func), "callback", spy(name))
    return ran


def _pattern_of(view: Any) -> Any:
    from django.urls import get_resolver

    def search(patterns: Any) -> Iterator[Any]:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from search(pattern.url_patterns)
            elif pattern.callback is view:
                yield pattern

    return next(search(get_resolver("project.urls_local").url_patterns))


def _answer(
    path: str, method: str, peer: str, headers: dict[str, str], *, server: tuple[str, int] | None = ("127.0.0.1", 8000)
) -> tuple[int, Any, bytes]:
    from project.asgi import django_application

    sent = {"Host": "127.0.0.1:8000", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": (peer, 40000) if peer else None,
        "server": server,
    }

    async def ask() -> tuple[int, Any, bytes]:
        asgi = ApplicationCommunicator(django_application, scope)
        await asgi.send_input({"type": "http.request", "body": b"action=verto-login" if method == "POST" else b""})
        start, body = await asgi.receive_output(5), b""
        while True:
            event = await asgi.receive_output(5)
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        await asgi.wait(5)
        return start["status"], sorted(start["headers"]), body

    return async_to_sync(ask)()


CASES = list(itertools.product(SPELLINGS, METHODS, OUTSIDERS))


@pytest.mark.parametrize("path", SPELLINGS)
def test_an_outsider_gets_the_answer_of_an_unknown_path_and_no_view_runs(path: str, executions: list[str]) -> None:
    for method, (peer, headers) in itertools.product(METHODS, OUTSIDERS):
        answered = _answer(path, method, peer, headers)
        unknown = _answer("/there-is-nothing-here", method, peer, headers)
        assert answered == unknown, (path, method, peer, headers)
        assert answered[0] == 404
    assert executions == []


def test_that_is_enough_cases() -> None:
    assert len(CASES) >= 500


@pytest.mark.parametrize("name", ["fsapi", "metrics"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_local_process_gets_through(name: str, peer: str, executions: list[str]) -> None:
    assert _answer(f"/{name}", "GET", peer, {})[::2] == (200, f"{name} ran".encode())
    assert executions == [name]


@pytest.mark.parametrize("server", [("127.0.0.1", 8000), ("127.0.0.2", 8010), ("::1", 8010), None])
def test_with_a_listener_of_their_own_no_other_has_them(
    settings: Any, executions: list[str], server: tuple[str, int] | None
) -> None:
    settings.LOCAL_LISTEN = ("127.0.0.1", 8010)
    assert _answer("/metrics", "GET", "127.0.0.1", {}, server=server)[0] == 404
    assert executions == []


def test_they_are_there_and_still_for_processes_that_speak_for_themselves(settings: Any, executions: list[str]) -> None:
    settings.LOCAL_LISTEN = there = ("127.0.0.1", 8010)
    assert _answer("/metrics", "GET", "127.0.0.1", {}, server=there)[0] == 200
    for name, value in (("Sec-Fetch-Site", "cross-site"), ("Via", "1.1 proxy"), ("Host", "talk.example.org")):
        assert _answer("/metrics", "GET", "127.0.0.1", {name: value}, server=there)[0] in (400, 404), name
    assert executions == ["metrics"]


def test_the_synchronous_handler_guards_as_well(client: Any) -> None:
    assert client.get("/metrics", headers={"Host": "127.0.0.1"}).status_code == 200
    hidden, unknown = (
        client.get(path, headers={"Host": "127.0.0.1", "Via": "1.1 x"}) for path in ("/metrics", "/unknown")
    )
    assert (hidden.status_code, hidden.content, hidden.headers) == (404, unknown.content, unknown.headers)


def test_the_public_routes_do_not_contain_them() -> None:
    from django.urls import Resolver404, resolve

    for name in ("fsapi", "metrics"):
        assert resolve(f"/{name}", "project.urls_local")
        with pytest.raises(Resolver404):
            resolve(f"/{name}", "project.urls")
