"""Generated comings and goings: what must hold for the seats of a channel, whoever does what, and in whatever order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from verto.core.codes import PuntReason
from verto.core.limits import Limits
from verto.tests.builders import Board, Caller, entry_for, uuid_for
from verto.tests.cluster_board import ClusterBoard

CAPACITY, SHARE, GRACE = 4, 2, 60.0
CLIENTS = [uuid_for(number) for number in range(8)]
ADDRESSES = ["192.0.2.1", "192.0.2.2", "192.0.2.3"]

clients = st.sampled_from(CLIENTS)
addresses = st.sampled_from(ADDRESSES)


class Seating(RuleBasedStateMachine):
    """The model keeps, for each client with a seat, the address that took it and since when nobody uses it."""

    def __init__(self) -> None:
        super().__init__()
        limits = Limits(
            seat_share_percent=1, seat_share_least=SHARE, grace_seconds=GRACE, login_burst=1e9, gone_seconds=1e9
        )
        self.board = self.make_board(limits)
        for client_id in CLIENTS:
            self.board.enlist(entry_for(client_id, capacity=CAPACITY))
        self.here: dict[str, Caller] = {}
        self.seats: dict[str, str] = {}
        self.left_at: dict[str, float] = {}
        self.locked = False

    def make_board(self, limits: Limits) -> Board:
        """Return the board to play on."""
        return Board(limits)

    def expected(self, client_id: str, address: str) -> str:
        """Say in the model's words what a login must be answered."""
        if client_id in self.seats:
            return ""
        if self.locked:
            return "locked"
        if len(self.seats) >= CAPACITY:
            return "channel_full"
        return "address_full" if list(self.seats.values()).count(address) >= SHARE else ""

    @rule(client_id=clients, address=addresses)
    def logs_in(self, client_id: str, address: str) -> None:
        expected = self.expected(client_id, address)
        if expected:
            assert self.board.refuses(client_id, address) == expected
            return
        self.here[client_id] = self.board.logs_in(client_id, address)
        self.seats.setdefault(client_id, address)
        self.left_at.pop(client_id, None)

    @rule(client_id=clients)
    def loses_its_line(self, client_id: str) -> None:
        caller = self.here.pop(client_id, None)
        if caller is not None:
            caller.leaves()
            self.left_at[client_id] = self.board.now

    @rule(client_id=clients)
    def is_sent_away(self, client_id: str) -> None:
        self.board.punts(client_id, PuntReason.REMOVED)
        for known in (self.here, self.seats, self.left_at):
            known.pop(client_id, None)

    @rule(seconds=st.sampled_from([0.5, 7.0, 59.5, 60.0]))
    def time_passes(self, seconds: float) -> None:
        self.board.waits(seconds, step=seconds)
        for client_id, at in list(self.left_at.items()):
            if at + GRACE <= self.board.now:
                del self.left_at[client_id], self.seats[client_id]

    @rule(locked=st.booleans())
    def is_locked(self, locked: bool) -> None:
        self.locked = locked
        for client_id in CLIENTS:
            self.board.entries[client_id] = replace(self.board.entries[client_id], locked=locked)

    @invariant()
    def no_seat_is_given_twice(self) -> None:
        assert len(self.here) <= self.board.seats_taken() == len(self.seats) <= CAPACITY
        assert sorted(self.board.switchboard.live_ids()) == sorted(self.here)

    @invariant()
    def no_address_has_more_than_its_share(self) -> None:
        assert all(list(self.seats.values()).count(address) <= SHARE for address in ADDRESSES)


class SharedSeating(Seating):
    """The same with the seats in Redis."""

    def make_board(self, limits: Limits) -> Board:
        return ClusterBoard(limits)


TestSeating = Seating.TestCase
TestSeating.settings = settings(max_examples=60, stateful_step_count=40)


TestSharedSeating = pytest.mark.usefixtures("redis_server")(SharedSeating.TestCase)
TestSharedSeating.settings = settings(max_examples=40, stateful_step_count=40)
