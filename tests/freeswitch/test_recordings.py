"""The recordings that stand in for a FreeSWITCH elsewhere are what this one says. `RECORD=1` writes them anew."""

from __future__ import annotations

import base64
import json
import os
import re
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import quoteattr

import pytest
from websockets.asyncio.client import connect

from tests.lua.runner import replies
from tests.support.freeswitch import Freeswitch

FIXTURES = Path(__file__).parent.parent / "fixtures" / "freeswitch"
CHANNEL = "b2d6c509-7c19-4aac-a153-b0bbf766d812"
KEPT_HEADERS = ("Authorization", "Content-Type", "User-Agent", "Accept")


class Django:
    """An /fsapi that lets everybody in and keeps what it was asked."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], str]] = []
        self.came = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name: self.headers[name] for name in KEPT_HEADERS if name in self.headers}
                answer = outer.answer(body).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
                with outer.came:
                    outer.posts.append((headers, body))
                    outer.came.notify_all()

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/fsapi"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def answer(self, body: str) -> str:
        fields = parse_qs(body)
        match fields.get("action"):
            case ["jsonrpc-authenticate"]:
                user = quoteattr(fields["user"][0])
                params = '<params><param name="password" value="p"/><param name="jsonrpc-allowed-methods" value="echo"/></params>'
                return (
                    '<document type="freeswitch/xml"><section name="directory"><domain name="pbx">'
                    f"<user id={user}>{params}</user></domain></section></document>"
                )
            case ["verto-login"]:
                return f"ok {CHANNEL}"
        return "ok"

    def take(self, count: int) -> list[tuple[dict[str, str], str]]:
        """Wait for so many, and return them."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.posts) >= count, timeout=10), self.posts
            posts, self.posts = self.posts, []
            return posts

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def django() -> Iterator[Django]:
    django = Django()
    yield django
    django.close()


@pytest.fixture(scope="module")
def freeswitch(django: Django) -> Iterator[Freeswitch]:
    freeswitch = Freeswitch(django.url)
    try:
        freeswitch.start()
        yield freeswitch
    finally:
        freeswitch.close()


def compare(file: str, found: object) -> None:
    path = FIXTURES / file
    if os.environ.get("RECORD"):
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


async def talk(freeswitch: Freeswitch, *requests: dict[str, Any]) -> Any:
    socket = await connect(f"ws://127.0.0.1:{freeswitch.verto_port}", ping_interval=None)
    for number, request in enumerate(requests):
        await socket.send(json.dumps({"jsonrpc": "2.0", "id": number, **request}))
    return socket


def login(client_id: str, sessid: str, **more: object) -> dict[str, Any]:
    return {"method": "login", "params": {"login": client_id, "passwd": "p", "sessid": sessid, **more}}


async def test_what_it_posts(freeswitch: Freeswitch, django: Django) -> None:
    client_id, sessid = str(uuid.uuid4()), str(uuid.uuid4())
    found: list[dict[str, object]] = []

    def keep(case: str, count: int) -> None:
        secret = base64.b64encode(f"freeswitch:{freeswitch.fsapi_secret}".encode()).decode()
        for headers, body in django.take(count):
            text = json.dumps({"case": case, "headers": headers, "body": body})
            for value, name in ((client_id, "{CLIENT}"), (sessid, "{SESSID}"), (secret, "{SECRET}")):
                text = text.replace(value, name)
            text = re.sub(
                r"127\.0\.0\.1%3A\d+", "127.0.0.1%3A{PORT}", re.sub(r"hostname=[^&]*", "hostname={HOST}", text)
            )
            found.append(json.loads(text))

    socket = await talk(freeswitch, login(client_id, sessid))
    keep("login", 2)
    # Who goes before it is approved has nothing that could be forgotten, and nobody is told.
    while "ready" not in str(await socket.recv()):
        pass
    await socket.close()
    keep("disconnect", 1)
    for case, request in {
        "login by echo": {"method": "echo", "params": {"login": client_id, "passwd": "p", "sessid": sessid}},
        "no sessid": {"method": "login", "params": {"login": client_id, "passwd": "p"}},
        "odd sessid": login(client_id, "a b&action=verto-login\n"),
        "wrong password": login(client_id, sessid, passwd="x"),
        "loginParams": login(client_id, "x", loginParams={"x&user": "y", "section": "configuration", "sessid": sessid}),
        "odd login": login(client_id + "&user=x <!--#exec-->", "x"),
        "login with a domain": login(client_id + "@elsewhere", "x"),
    }.items():
        socket = await talk(freeswitch, request)
        keep(case, 1)
        await socket.close()
    # Last: its worker, which has nothing to ask, may be late, and then the socket has gone and it asks.
    socket = await talk(freeswitch, login(client_id, sessid))
    django.take(2)
    await socket.send(json.dumps({"jsonrpc": "2.0", "id": 1, **login(client_id, sessid)}))
    keep("renewed lease", 1)
    compare("posts.json", found)
    await socket.close()


async def test_what_it_replies_to_our_scripts(freeswitch: Freeswitch, django: Django) -> None:
    client_id, sessid = str(uuid.uuid4()), str(uuid.uuid4())
    socket = await talk(freeswitch, login(client_id, sessid))
    django.take(2)
    said = freeswitch.api(f"lua {FIXTURES / 'ask.lua'} {sessid} {django.url}")
    await socket.close()
    compare("replies.json", replies(said, sessid, django.url))
