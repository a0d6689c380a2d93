"""The service worker in a real browser: the page for who is offline, what is kept, and a new version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.person import Person
from tests.e2e.senses import SECONDS
from tests.support.site import Site

KEY = "#k=" + 43 * "A"

KEPT = """
async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        kept[name] = await Promise.all((await cache.keys()).map(async ({ url }) => [url, await (await cache.match(url)).text()]));
    }
    return kept;
}
"""
"""Everything in every cache: address and content, by the cache's name."""

IS_SERVED = "() => navigator.serviceWorker.controller?.state === 'activated'"


@pytest.fixture
def own_site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def visitor(browser: Browser, own_site: Site) -> Iterator[Person]:
    person = Person("Alice", browser.new_context(), own_site)
    yield person
    assert person.errors == []
    person.context.close()


def kept(page: Page) -> dict[str, list[list[str]]]:
    found: dict[str, Any] = page.evaluate(KEPT)
    return found


def test_who_is_offline_reads_so_and_nothing_private_is_kept(visitor: Person, own_site: Site) -> None:
    page, heading = visitor.page, visitor.page.get_by_role("heading", level=1)
    channel = own_site.make_channel("Kitchen table", sealed=True)
    page.goto(own_site.url)
    page.evaluate("caches.open('shell-old')")
    page.evaluate("async () => void (await navigator.serviceWorker.ready)")
    visitor.opens(f"{channel}{KEY}")
    visitor.waits_for(IS_SERVED, "the worker does not serve the page")
    visitor.joins()

    own_site.stop()
    page.goto("about:blank")
    visitor.opens(f"{channel}{KEY}")
    expect(heading).to_have_text("The service does not answer")
    visitor.context.set_offline(True)
    page.reload()
    expect(heading).to_have_text("You are offline")
    assert page.url.endswith(KEY), "who tries again has the whole link"
    visitor.context.set_offline(False)
    expect(heading).to_have_text("The service does not answer")

    own_site.start()
    visitor.clicks("Try again")
    visitor.joins()
    ((name, entries),) = kept(page).items()
    paths = [url.removeprefix(own_site.url) for url, _ in entries]
    assert paths[0] == "/offline"
    assert all(re.fullmatch(r"/static/[\w./-]+\.[0-9a-f]{12}\.\w+", path) for path in paths[1:]), paths
    assert channel not in str(entries) and KEY not in str(entries)

    own_site.stop()
    own_site.set(DJANGO_SETTINGS_MODULE="tests.support.another_version")
    own_site.start()
    page.goto(own_site.url)
    visitor.waits_for(
        "async (old) => (await caches.keys()).length === 1 && !(await caches.has(old))",
        "the new version has not taken over",
        name,
        seconds=2 * SECONDS,
    )
    assert len(kept(page)) == 1
