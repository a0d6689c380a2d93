"""Seats: in use, kept for who has just gone, and how many of them one address has. For the embedded engine and the guard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contract.conftest import MakeBoard
from verto.core.codes import CloseCode, PuntReason
from verto.core.limits import Limits
from verto.tests.builders import ALICE, BOB, CAROL, Board, entry_for, uuid_for
from verto.tests.guard_board import GuardBoard

HOME, OFFICE = "192.0.2.7", "2001:db8:1:2::/64"


def small(board: Board, capacity: int = 2, *, locked: bool = False) -> None:
    """Make the channel of Alice, Bob and Carol one of so many seats."""
    for client_id in (ALICE, BOB, CAROL):
        board.entries[client_id] = replace(board.entries[client_id], capacity=capacity, locked=locked)


def crowd(board: Board, count: int, **changes: int) -> list[str]:
    """Enlist more clients of the same channel."""
    return [board.enlist(entry_for(uuid_for(number), **changes)).client_id for number in range(count)]


def test_a_seat_waits_for_its_client_and_for_nobody_else(make_board: MakeBoard) -> None:
    board = make_board()
    small(board)
    alice, _ = board.joins(ALICE), board.joins(BOB)
    alice.leaves()
    board.waits(1)
    assert board.refuses(CAROL) == "channel_full"
    assert board.refuses(ALICE) == ""


def test_a_kept_seat_is_free_after_a_minute(make_board: MakeBoard) -> None:
    board = make_board(Limits(gone_seconds=1e9))
    small(board)
    alice, _ = board.joins(ALICE), board.joins(BOB)
    alice.leaves()
    board.waits(59.5)
    assert board.refuses(CAROL) == "channel_full"
    board.waits(0.5)
    assert board.refuses(CAROL) == ""
    assert board.refuses(ALICE) == "channel_full"


def test_coming_and_going_does_not_pile_up_seats(make_board: MakeBoard) -> None:
    board = make_board(Limits(login_burst=1e9))
    small(board, 3)
    for _ in range(20):
        board.joins(ALICE).leaves()
    assert board.seats_taken() == 1
    board.waits(60)
    assert board.seats_taken() == 0


@pytest.mark.parametrize("reason", [PuntReason.REMOVED, PuntReason.BANNED, PuntReason.EXPIRED])
def test_no_seat_waits_for_who_was_sent_away(make_board: MakeBoard, reason: PuntReason) -> None:
    board = make_board()
    small(board)
    _ = board.joins(ALICE), board.joins(BOB)
    board.punts(ALICE, reason)
    assert board.refuses(CAROL) == ""


def test_no_seat_waits_for_who_was_sent_away_while_gone(make_board: MakeBoard) -> None:
    board = make_board()
    small(board)
    alice, _ = board.joins(ALICE), board.joins(BOB)
    alice.leaves()
    board.punts(ALICE, PuntReason.BANNED)
    assert board.refuses(CAROL) == ""


def test_no_seat_waits_for_who_floods(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=40, deliveries_per_second=1, refusals_before_cut=5))
    small(board)
    alice, _ = board.joins(ALICE), board.joins(BOB)
    for _ in range(60):
        alice.calls("echo", {})
    assert alice.close_code == CloseCode.FLOOD
    assert board.refuses(CAROL) == ""


def test_a_newer_socket_takes_the_seat_along_in_a_full_channel(make_board: MakeBoard) -> None:
    board = make_board()
    small(board)
    older, _ = board.joins(ALICE, HOME), board.joins(BOB)
    assert board.refuses(ALICE, OFFICE) == ""
    assert older.close_code == CloseCode.PUNTED
    assert board.refuses(CAROL) == "channel_full"


def test_an_address_fills_its_share_and_the_rest_is_for_others(make_board: MakeBoard) -> None:
    board = make_board()
    clients = crowd(board, 40)
    refusals = [board.refuses(client_id, HOME) for client_id in clients[:30]]
    assert refusals == [""] * 25 + ["address_full"] * 5
    assert [board.refuses(client_id, OFFICE) for client_id in clients[30:]] == [""] * 10


def test_seats_kept_count_for_the_share(make_board: MakeBoard) -> None:
    board = make_board(Limits(seat_share_least=2, seat_share_percent=1))
    clients = crowd(board, 3)
    first = board.joins(clients[0], HOME)
    board.joins(clients[1], HOME)
    first.leaves()
    assert board.refuses(clients[2], HOME) == "address_full"
    assert board.refuses(clients[0], HOME) == ""


def test_a_household_fits_into_a_small_channel(make_board: MakeBoard) -> None:
    board = make_board()
    clients = crowd(board, 9, capacity=8)
    assert [board.refuses(client_id, HOME) for client_id in clients] == [""] * 8 + ["channel_full"]


def test_a_seat_counts_for_the_address_that_took_it(make_board: MakeBoard) -> None:
    """Else a filler would carry its seats to another address and take as many again."""
    board = make_board(Limits(seat_share_least=2, seat_share_percent=1))
    clients = crowd(board, 4)
    for client_id in clients[:2]:
        board.joins(client_id, HOME).leaves()
        board.joins(client_id, OFFICE)
    assert board.refuses(clients[2], HOME) == "address_full"
    assert board.refuses(clients[3], OFFICE) == ""


def test_unknown_addresses_share_nothing(make_board: MakeBoard) -> None:
    board = make_board(Limits(seat_share_least=2, seat_share_percent=1))
    assert [board.refuses(client_id) for client_id in crowd(board, 5)] == [""] * 5


def test_a_locked_channel_keeps_who_is_there_and_takes_nobody_new(make_board: MakeBoard) -> None:
    board = make_board()
    alice, bob = board.joins(ALICE), board.joins(BOB)
    small(board, locked=True)
    alice.leaves()
    assert board.refuses(CAROL) == "locked"
    assert board.refuses(ALICE) == "", "a seat was kept"
    assert board.refuses(BOB) == "", "the older socket's seat is passed on"
    assert bob.close_code == CloseCode.PUNTED
    board.punts(ALICE, PuntReason.REMOVED)
    assert board.refuses(ALICE) == "locked"


def test_a_banned_address_gets_no_seat(make_board: MakeBoard) -> None:
    board = make_board()
    board.entries[ALICE] = replace(board.entries[ALICE], banned_addresses={HOME})
    assert board.refuses(ALICE, HOME) == "banned"
    assert board.refuses(ALICE, OFFICE) == ""


def test_a_member_keeps_its_seat_through_an_outage_of_freeswitch_and_a_newcomer_gets_none() -> None:
    board = GuardBoard()
    small(board)
    alice, _ = board.joins(ALICE), board.joins(BOB)
    board.is_up = False
    board.loses(alice.session)
    assert alice.close_code == CloseCode.RESTART
    board.waits(30)
    assert board.refuses(ALICE) == "try_later"
    assert board.refuses(CAROL) == "channel_full"
    board.waits(30)
    assert board.refuses(CAROL) == "try_later", "a minute has passed since Alice was there, her tries do not count"
    assert board.seats_taken() == 1, "Bob's, who fell silent"
