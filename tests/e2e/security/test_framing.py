"""D-11: no page elsewhere shows one of ours inside itself, by any element, and none keeps a hand on ours that it opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from tests.support.site import Site

FRIENDLY = "/may-be-framed"
HOLDERS = ['<iframe src="{0}"></iframe>', '<object data="{0}"></object>', '<embed src="{0}">']


class Elsewhere(BaseHTTPRequestHandler):
    """A site that anybody may frame, and that frames whatever its address asks for."""

    def do_GET(self) -> None:
        inner = "" if self.path == FRIENDLY else "".join(holder.format(self.path[1:]) for holder in HOLDERS)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!DOCTYPE html><title>Elsewhere</title><body>{inner}".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_nothing_of_ours_can_be_framed(browser: Browser, site: Site, elsewhere: str, channel: str) -> None:
    page = browser.new_page()
    paths = [
        "/",
        f"/peers/{channel}",
        "/admin/login/",
        "/admin/",
        "/health",
        "/nothing",
        "/static/favicon.svg",
        "/static/icons.svg",
    ]
    shown = {}
    for url in [elsewhere + FRIENDLY, *(site.url + path for path in paths)]:
        page.goto(f"{elsewhere}/{url}")
        page.wait_for_load_state("load")
        # What is refused is an error page of the browser's, or nothing.
        shown[url] = sum(frame.url == url for frame in page.frames)
    page.close()
    assert shown.pop(elsewhere + FRIENDLY) == len(HOLDERS), "what may be framed is framed, by each element"
    assert set(shown.values()) == {0}, shown
    print(f"D-11: {len(paths)} addresses, {len(HOLDERS)} elements, none framed")


def test_who_opens_our_page_cannot_reach_into_it(browser: Browser, site: Site, elsewhere: str, channel: str) -> None:
    page = browser.new_page()
    page.goto(elsewhere + FRIENDLY)
    with page.context.expect_page() as opened:
        page.evaluate("(url) => { window.opened = window.open(url); }", f"{site.url}/peers/{channel}")
    ours = opened.value
    expect(ours.get_by_role("button", name="Join", exact=True)).to_be_visible()
    assert ours.evaluate("window.opener") is None
    page.wait_for_function("window.opened.closed")
    page.context.close()
