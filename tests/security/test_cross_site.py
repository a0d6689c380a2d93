"""D-11: pages of other sites get no socket, no credentials, no channel, and nothing done by staff who visit them."""

from __future__ import annotations

import itertools
import json
import re
import uuid

import pytest
from django.contrib.auth.models import User
from django.test import Client as Browser

from channels_app.models import Channel, Client
from tests.security.http import send
from tests.support.site import Site

HOST = "127.0.0.1"
UPGRADE = [
    ("Upgrade", "websocket"),
    ("Connection", "Upgrade"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("Sec-WebSocket-Version", "13"),
]


def foreign(port: int) -> list[list[str]]:
    """Return what stands in the Origin headers of a request: none, one, or several."""
    ours = f"http://{HOST}:{port}"
    one = [
        "", "null", "*", "none", "undefined", "about:blank", "file://", "data:", "blob:" + ours, "chrome-extension://abc",
        "http://evil.example", "https://evil.example", f"https://{HOST}:{port}", f"ws://{HOST}:{port}", f"wss://{HOST}:{port}",
        f"HTTP://{HOST}:{port}", f"http://{HOST}", f"http://{HOST}:80", f"http://{HOST}:{port + 1}", f"http://{HOST}:0{port}",
        f"http://{HOST}:{port}/", f"http://{HOST}:{port}/x", f"http://{HOST}:{port}?", f"http://{HOST}:{port}#", f"{ours}.",
        f"http://{HOST}:{port}.evil.example", f"http://{HOST}.evil.example:{port}", f"http://evil.example/{ours}",
        f"http://evil.example#{ours}", f"http://evil.example?{ours}", f"http://evil.example@{HOST}:{port}",
        f"http://{HOST}:{port}@evil.example", f"http://x:y@{HOST}:{port}", f"http://{HOST}:{port},http://evil.example",
        f"http://evil.example,{ours}", f"{ours} http://evil.example", f"http://evil.example {ours}", f"http://localhost:{port}",
        f"http://LOCALHOST:{port}", f"http://[::1]:{port}", f"http://[::ffff:127.0.0.1]:{port}", f"http://0.0.0.0:{port}",
        f"http://127.1:{port}", f"http://2130706433:{port}", f"http://0x7f.0.0.1:{port}", f"http://127.0.0.1.nip.io:{port}",
        f"http://127.0.0.2:{port}", f"//{HOST}:{port}", f"{HOST}:{port}", HOST, f"http:/{HOST}:{port}", f"http:{HOST}:{port}",
        f"http:\\\\{HOST}:{port}", f"http://{HOST}%3a{port}", f"{ours}%00", f"{ours}\x0bx", f"javascript:{ours}", f"'{ours}'",
        f'"{ours}"', f"<{ours}>",
    ]  # fmt: skip
    return [
        [],
        *([origin] for origin in one),
        ["http://evil.example", ours],
        [ours, "http://evil.example"],
        [ours, ours],
    ]


def test_only_our_own_pages_get_a_socket(site: Site) -> None:
    variants = foreign(site.port)
    assert len(variants) >= 50
    allowed = {}
    for origins in variants:
        answer = send(site, "GET", "/verto", b"", [*UPGRADE, *(("Origin", origin) for origin in origins)])
        if answer.status not in (400, 403):
            allowed[tuple(origins)] = answer.status
    assert allowed == {}
    assert send(site, "GET", "/verto", b"", [*UPGRADE, ("Origin", site.url)]).status == 101
    print(f"D-11: {len(variants)} foreign origins refused, our own let in")


SIMPLE = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
"""What a page of another site may send here without being asked about it first."""

Headers = list[tuple[str, str]]


def cross_site(port: int, right: str) -> list[tuple[bytes, Headers]]:
    """Return bodies and headers as other pages can make them; `right` is the body that would be granted to our own."""
    ours = f"http://{HOST}:{port}"
    said: list[Headers] = [
        [],
        [("Origin", "http://evil.example")],
        [("Origin", "null")],
        [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site")],
        [("Origin", ours), ("Sec-Fetch-Site", "cross-site")],
        [("Origin", ours), ("Sec-Fetch-Site", "same-site")],
        [("Origin", ours), ("Sec-Fetch-Site", "none")],
        [("Referer", ours + "/")],
        [("Referer", ours + "/"), ("Sec-Fetch-Site", "same-origin")],
        [("Origin", f"http://{HOST}:{port + 1}"), ("Sec-Fetch-Site", "same-site")],
    ]
    shapes = [([("Content-Type", kind), *headers]) for kind in [*SIMPLE, "application/json"] for headers in said]
    wrapped = [
        right,
        f'{right[:-1]},"x":"="}}',
        f"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n{right}\r\n--x--",
    ]
    return [(body.encode(), shape) for shape, body in itertools.product(shapes, wrapped)]


def test_no_page_elsewhere_gets_credentials_or_a_channel(site: Site, channel: str) -> None:
    count = "from channels_app.models import Channel, Client; print(Channel.objects.count(), Client.objects.count())"
    before = site.manage("shell", "-v", "0", "-c", count)
    shapes = 0
    session = json.dumps({"sessionId": str(uuid.uuid4())})
    for path, right in ((f"/peers/{channel}/sessions", session), ("/peers", "{}"), ("/test/servers", "{}")):
        for body, headers in cross_site(site.port, right):
            answer = send(site, "POST", path, body, headers)
            assert answer.status in (400, 403), (path, headers, body)
            assert b"password" not in answer.body
            assert "access-control-allow-origin" not in answer.headers
            shapes += 1
        asked = [("Origin", "http://evil.example"), ("Access-Control-Request-Method", "POST"),
                 ("Access-Control-Request-Headers", "content-type")]  # fmt: skip
        assert not [
            name for name in send(site, "OPTIONS", path, b"", asked).headers if name.startswith("access-control")
        ]
    assert shapes >= 30
    assert site.manage("shell", "-v", "0", "-c", count) == before
    print(f"D-11: {shapes} cross-site posts refused")


@pytest.fixture
def operator(db: None) -> Browser:
    """Staff who are signed in, in a browser that visits another site."""
    user = User.objects.create_superuser("boss", password="a long enough password")
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(user)
    return browser


@pytest.mark.django_db
def test_no_page_elsewhere_makes_staff_do_anything(operator: Browser) -> None:
    channel = Channel.objects.create(topic="Stays")
    client = Client.objects.create(
        channel=channel, session_hash=b"x" * 32, password_hash=b"y" * 32, expires="2100-01-01T00:00:00Z"
    )
    page = operator.get("/admin/channels_app/channel/add/")
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.content)
    assert found
    tokens = ["", "x" * 64, found[1].decode()]
    origins: list[dict[str, str]] = [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://evil.example", "Referer": "http://testserver/admin/"},
        {"Origin": "http://testserver:81"},
    ]
    forms = {
        "/admin/channels_app/channel/add/": {"topic": "Made", "capacity": "2", "call_size": "2"},
        f"/admin/channels_app/channel/{channel.pk}/change/": {"topic": "Changed", "capacity": "2", "call_size": "2"},
        f"/admin/channels_app/channel/{channel.pk}/delete/": {"post": "yes"},
        "/admin/channels_app/client/": {"action": "punt", "_selected_action": str(client.pk)},
        "/admin/auth/user/add/": {
            "username": "x",
            "password1": "another long password",
            "password2": "another long password",
        },
        "/admin/logout/": {},
    }
    for (path, form), headers, token in itertools.product(forms.items(), origins, tokens):
        answer = operator.post(path, form | ({"csrfmiddlewaretoken": token} if token else {}), headers=headers)
        assert answer.status_code == 403, (path, headers, token)
    for path, form in forms.items():
        assert operator.post(path, form, headers={"Origin": "http://testserver"}).status_code == 403, "without a token"
    assert list(Channel.objects.values_list("topic", flat=True)) == ["Stays"]
    assert not Client.objects.filter(ended__isnull=False).exists()
    assert User.objects.count() == 1
    assert operator.get("/admin/").status_code == 200, "still signed in"
    right = {
        "topic": "Made",
        "capacity": "2",
        "call_size": "2",
        "expires_0": "",
        "expires_1": "",
        "csrfmiddlewaretoken": tokens[2],
    }
    made = operator.post("/admin/channels_app/channel/add/", right, headers={"Origin": "http://testserver"})
    assert made.status_code == 302, "our own page may"
    print(f"D-11: {len(forms) * len(origins) * len(tokens) + len(forms)} cross-site posts to staff pages refused")
