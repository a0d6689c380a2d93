"""Sockets of one network: so many that have not logged in, so many altogether, and other networks do not notice."""

from __future__ import annotations

from tests.contract.conftest import MakeBoard
from verto.core.limits import Limits
from verto.tests.builders import ALICE, BOB, Board, login_text

HERE, ELSEWHERE = "192.0.2.7", "2001:db8:1:2::/64"
LIMITS = Limits(strangers_per_address=3, sockets_per_address=5)


def knocks(board: Board, address: str) -> bool:
    """Ask, as a server does, and open the socket if it may be."""
    if not board.switchboard.may_open(address):
        return False
    board.dials(address)
    return True


def test_strangers_of_one_network_are_limited_and_others_come_in(make_board: MakeBoard) -> None:
    board = make_board(LIMITS)
    assert [knocks(board, HERE) for _ in range(5)] == [True] * 3 + [False] * 2
    assert knocks(board, ELSEWHERE)
    assert board.switchboard.stats.sockets_refused == {"not_logged_in": 2}


def test_who_logs_in_makes_room_for_the_next(make_board: MakeBoard) -> None:
    board = make_board(LIMITS)
    for client_id in (ALICE, BOB):
        board.joins(client_id, HERE)
    assert [knocks(board, HERE) for _ in range(4)] == [True] * 3 + [False]
    assert board.switchboard.stats.sockets_refused == {"not_logged_in": 1}


def test_all_sockets_of_one_network_are_limited_too(make_board: MakeBoard) -> None:
    board = make_board(Limits(strangers_per_address=3, sockets_per_address=2))
    alice, _ = board.joins(ALICE, HERE), board.joins(BOB, HERE)
    assert not board.switchboard.may_open(HERE)
    assert board.switchboard.stats.sockets_refused == {"too_many": 1}
    alice.leaves()
    assert board.switchboard.may_open(HERE)


def test_a_socket_counts_until_its_transport_is_gone_and_only_once(make_board: MakeBoard) -> None:
    board = make_board(LIMITS)
    callers = [board.dials(HERE) for _ in range(3)]
    for caller in callers[:2]:
        caller.says(login_text(board.entries[ALICE], passwd="guess"))
        assert caller.close_code is not None
    assert not board.switchboard.may_open(HERE), "told to close, and still open"
    for caller in (*callers, *callers):
        caller.leaves()
    assert board.switchboard.layer.doors._open == board.switchboard.layer.doors._strangers == {}


def test_nothing_is_counted_where_addresses_are_unknown(make_board: MakeBoard) -> None:
    board = make_board(LIMITS)
    assert all(knocks(board, "") for _ in range(20))
