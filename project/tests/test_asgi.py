"""The way in: HTTP to Django, WebSockets from our own pages to the switch, nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from channels_app.housekeeping import housekeeping
from project import asgi
from project.origins import ExactOriginValidator

OURS = "https://talk.example.org"
NOT_OURS = [
    "",
    "null",
    "*",
    "http://talk.example.org",
    "https://talk.example.org:443",
    "https://talk.example.org:8443",
    "https://talk.example.org/",
    "https://talk.example.org?",
    "https://talk.example.org#",
    "https://talk.example.org/path",
    "HTTPS://talk.example.org",
    "https://TALK.example.org",
    "https://talk.example.org.",
    "https://talk.example.org.evil.example",
    "https://eviltalk.example.org",
    "https://sub.talk.example.org",
    "https://example.org",
    "https://user@talk.example.org",
    "https://talk.example.org@evil.example",
    "https://evil.example/https://talk.example.org",
    "https://evil.example#https://talk.example.org",
    "https://evil.example?https://talk.example.org",
    "https://talk.example.org https://evil.example",
    "https://talk.example.org,https://evil.example",
    "https://talk.example.org\t",
    " https://talk.example.org",
    "//talk.example.org",
    "talk.example.org",
    "wss://talk.example.org",
    "file://",
    "https://t\u0430lk.example.org",
    "https://xn--tlk-6cd.example.org",
    "https://talk%2eexample.org",
    "https://[::1]",
    "https://127.0.0.1",
    "https://talk.example.org\x00",
]


async def _opens(headers: list[tuple[bytes, bytes]], path: str = "/verto", application: Any = None) -> bool:
    scope = {"type": "websocket", "path": path, "headers": headers, "query_string": b"", "subprotocols": []}
    asgi_app = ApplicationCommunicator(application or _behind_validator, scope)
    await asgi_app.send_input({"type": "websocket.connect"})
    opened = (await asgi_app.receive_output(5))["type"] == "websocket.accept"
    await asgi_app.send_input({"type": "websocket.disconnect", "code": 1000})
    await asgi_app.wait(5)
    return opened


async def _accepts(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "websocket.accept"})


_behind_validator = ExactOriginValidator(_accepts, [OURS])


async def test_our_pages_get_a_websocket() -> None:
    assert await _opens([(b"origin", OURS.encode())])


@pytest.mark.parametrize("origin", NOT_OURS)
async def test_other_pages_get_none(origin: str) -> None:
    assert not await _opens([(b"origin", origin.encode())])


async def test_without_one_single_origin_there_is_none() -> None:
    assert not await _opens([])
    assert not await _opens([(b"origin", OURS.encode())] * 2)
    assert not await _opens([(b"origin", b"https://evil.example"), (b"origin", OURS.encode())])
    assert not await _opens([(b"sec-websocket-origin", OURS.encode())])


@pytest.fixture
def no_housekeeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "start", lambda: None)


@pytest.mark.usefixtures("no_housekeeping")
async def test_the_site_serves_websockets_at_one_path() -> None:
    from channels_app.switches import get_switch

    ours = [(b"origin", b"http://testserver")]
    assert await _opens(ours, "/verto", asgi.application)
    for path in ("/", "/verto/", "//verto", "/VERTO", "/peers"):
        assert not await _opens(ours, path, asgi.application), path
    assert not await _opens([(b"origin", b"http://evil.example")], "/verto", asgi.application)
    await get_switch().driver.stop()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("no_housekeeping")
async def test_other_protocols_are_refused() -> None:
    with pytest.raises(ValueError, match="does not serve lifespan"):
        await asgi.application({"type": "lifespan"}, None, None)
