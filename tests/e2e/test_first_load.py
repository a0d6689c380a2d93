"""Opening a link: what the browser waits for, what it fetches, and what it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect

from tests.support.site import Site

ASSETS = """
() => performance.getEntriesByType('resource')
  .filter(({ name, initiatorType }) => name.includes('/static/') && initiatorType !== 'fetch')
  .map(({ name, renderBlockingStatus, transferSize, encodedBodySize }) =>
    ({ path: new URL(name).pathname, blocking: renderBlockingStatus === 'blocking', transferSize, encodedBodySize }))
"""
"""Without the questions by which the page measures the line: they ask for the headers of one file, past every cache."""
LIMIT = 60_000
"""Bytes of script and style, as in peers/tests/test_first_load.py."""

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _opens(page: Page, url: str) -> str:
    """Open a page and wait until it wants nothing more; return its markup as it came."""
    response = page.goto(url)
    assert response is not None
    page.wait_for_load_state("networkidle")
    if "/peers/" in url:
        expect(page.get_by_role("button", name="Join", exact=True)).to_be_enabled()
    return response.text()


def _assets(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate(ASSETS))


def _named(markup: str) -> set[str]:
    return {path.partition("#")[0] for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', markup)}


def _is_code(path: str) -> bool:
    return path.endswith((".js", ".css"))


@pytest.mark.parametrize("path", ["/", "/peers/{channel}"])
def test_nothing_but_style_blocks_the_first_paint(page: Page, site: Site, channel: str, path: str) -> None:
    _opens(page, site.url + path.format(channel=channel))
    blocking = {asset["path"] for asset in _assets(page) if asset["blocking"]}
    assert blocking
    assert all(path.endswith(".css") for path in blocking), blocking


@pytest.mark.parametrize("path", ["/", "/peers/{channel}"])
def test_the_markup_names_all_that_is_fetched(page: Page, site: Site, channel: str, path: str) -> None:
    """So nothing is found only after something else has come, and nothing is fetched twice."""
    markup = _opens(page, site.url + path.format(channel=channel))
    fetched = [asset["path"] for asset in _assets(page)]
    assert any(path.endswith(".js") for path in fetched)
    assert set(fetched) <= _named(markup)
    code = [path for path in fetched if _is_code(path)]
    assert len(code) == len(set(code))


def test_the_first_load_is_small_on_the_wire(page: Page, site: Site, channel: str) -> None:
    _opens(page, f"{site.url}/peers/{channel}")
    weights = {asset["path"]: asset["encodedBodySize"] for asset in _assets(page) if _is_code(asset["path"])}
    assert all(weights.values()), weights
    assert sum(weights.values()) <= LIMIT, weights


def test_what_comes_before_join_is_named_too(page: Page, site: Site, channel: str) -> None:
    markup = _opens(page, f"{site.url}/peers/{channel}")
    first = {asset["path"] for asset in _assets(page)}
    named = {path for path in _named(markup) if path.endswith(".js")}
    assert not named <= first, "all came at once"
    page.mouse.move(100, 100)
    page.wait_for_function(
        f"(count) => new Set(({ASSETS})().map(({{ path }}) => path).filter((path) => path.endsWith('.js'))).size >= count",
        arg=len(named),
    )
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#channel")).to_have_attribute("data-state", "ready")
    modules = [asset["path"] for asset in _assets(page) if asset["path"].endswith(".js")]
    assert sorted(modules) == sorted(named), "each once, and no other"


def test_hashed_assets_are_kept_for_ever(page: Page, site: Site, channel: str) -> None:
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    _opens(page, f"{site.url}/peers/{channel}")
    assets = [response for response in responses if "/static/" in response.url]
    assert len(assets) > 10
    for response in assets:
        assert HASHED.search(response.url.partition("#")[0]), response.url
        assert "immutable" in (response.header_value("cache-control") or ""), response.url


def test_a_second_visit_asks_for_no_asset(context: BrowserContext, page: Page, site: Site, channel: str) -> None:
    _opens(page, f"{site.url}/peers/{channel}")
    page.close()
    again = context.new_page()
    _opens(again, f"{site.url}/peers/{channel}")
    assets = _assets(again)
    assert len(assets) > 10
    assert {asset["path"]: asset["transferSize"] for asset in assets if asset["transferSize"] > 0} == {}


def test_join_says_so_when_the_service_is_away_and_works_when_it_is_back(
    context: BrowserContext, page: Page, site: Site, channel: str
) -> None:
    lost: list[Request] = []
    page.on("requestfailed", lambda request: lost.append(request))
    _opens(page, f"{site.url}/peers/{channel}")
    context.set_offline(True)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("The service does not answer")).to_be_visible()
    assert any("/js/page/room." in request.url for request in lost)
    context.set_offline(False)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator("#channel")).to_have_attribute("data-state", "ready")
