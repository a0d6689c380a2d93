"""The states of the pages can be used by everybody: axe finds nothing, and nothing is too small, too wide or moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.audit import findings, report
from tests.states import STORIES
from tests.states.tour import Stop, Tour
from tests.support.guarded_site import make_site
from tests.support.site import Site


@pytest.fixture(scope="module")
def empty_site() -> Iterator[Site]:
    """A site of our own: the first page is to be seen without channels, and the service goes away now and then."""
    with make_site() as site:
        yield site


@pytest.mark.parametrize("name", sorted(STORIES))
def test_everybody_can_use(browser: Browser, empty_site: Site, name: str) -> None:
    found: dict[str, list[str]] = {}

    def look(stop: Stop) -> None:
        assert stop.name not in found, "a name for two states"
        found[stop.name] = findings(stop.page, is_ours=stop.is_ours)

    tour = Tour(browser, empty_site, look)
    try:
        STORIES[name](tour)
    finally:
        # Whoever stayed in a call would slow down the stories that follow.
        errors = tour.ends()
    assert errors == []
    assert found, "no state was seen"
    assert not any(found.values()), report(found)
