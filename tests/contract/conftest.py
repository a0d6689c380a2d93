"""The boards that the session layer is tested on, and a running site for the tests that need a real socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.guarded_site import make_site
from tests.support.site import Site
from verto.tests.builders import Board
from verto.tests.guard_board import GuardBoard

MakeBoard = type[Board]


@pytest.fixture(params=[Board, GuardBoard], ids=["embedded", "guard"])
def make_board(request: pytest.FixtureRequest) -> MakeBoard:
    """The embedded engine, or the guard: what stands here holds for both."""
    board: MakeBoard = request.param
    return board


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with make_site() as site:
        yield site
