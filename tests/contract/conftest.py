"""The boards that the session layer is tested on, and a running site for the tests that need a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.guarded_site import make_site
from tests.support.site import Site
from verto.tests.builders import Board
from verto.tests.cluster_board import ClusterBoard
from verto.tests.guard_board import GuardBoard

MakeBoard = Callable[..., Board]


@pytest.fixture(params=[Board, GuardBoard, ClusterBoard], ids=["embedded", "guard", "one of several"])
def make_board(request: pytest.FixtureRequest) -> MakeBoard:
    """The embedded engine, alone or with its seats in Redis, or the guard: what stands here holds for all of them."""
    board: MakeBoard = request.param
    if board is ClusterBoard:
        request.getfixturevalue("redis_server")
    return board


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with make_site() as site:
        yield site
