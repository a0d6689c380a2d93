"""Browsers that notice what text has become."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.security.watch import Watch
from tests.support.site import Site

Watches = Callable[..., Watch]


@pytest.fixture
def watches(browser: Browser, site: Site) -> Iterator[Watches]:
    """Make them, for this site or another one."""
    made: list[Watch] = []

    def watch(*, policy: bool, site: Site = site) -> Watch:
        made.append(Watch(browser, site, policy=policy))
        return made[-1]

    yield watch
    for one in made:
        one.context.close()
