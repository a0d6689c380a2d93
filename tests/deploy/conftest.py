"""The site behind the border as it is shipped, on loopback without TLS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import border
from tests.support.border import Border
from tests.support.site import Site


@pytest.fixture(scope="session")
def bordered_site() -> Iterator[Site]:
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with Site(dedicated=1) as site:
        yield site


@pytest.fixture(scope="session")
def the_border(bordered_site: Site) -> Border:
    assert bordered_site.dedicated
    return bordered_site.dedicated.border
