"""Generated comings and goings over three processes, with post that is late or lost: in the end all of them agree."""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from verto.core.cluster import wire
from verto.core.limits import Limits
from verto.tests.builders import CHANNEL, Caller, entry_for, login_text, uuid_for
from verto.tests.cluster_board import ClusterBoard, Town

CLIENTS = [uuid_for(number) for number in range(5)]
PLACES = range(3)

clients = st.sampled_from(CLIENTS)
places = st.sampled_from(PLACES)


class Processes(RuleBasedStateMachine):
    """Whoever asks is let in. Post is in order from one process to another, and in no order besides."""

    def __init__(self) -> None:
        super().__init__()
        limits = Limits(login_burst=1e9, gone_seconds=1e9, grace_seconds=0, deliveries_per_second=1e9)
        self.town = Town()
        self.town.is_prompt = False
        self.boards = [ClusterBoard(limits, self.town) for _ in PLACES]
        for board in self.boards:
            for client_id in CLIENTS:
                board.enlist(entry_for(client_id))
        self.callers: list[Caller] = []
        self.newest: dict[str, Caller] = {}

    @rule(client_id=clients, place=places)
    def logs_in(self, client_id: str, place: int) -> None:
        caller = self.boards[place].dials()
        caller.says(login_text(self.boards[place].entries[client_id]))
        caller.calls("verto.subscribe", {"eventChannel": CHANNEL}, 2)
        self.callers.append(caller)
        self.newest[client_id] = caller

    @rule(client_id=clients)
    def leaves(self, client_id: str) -> None:
        caller = self.newest.pop(client_id, None)
        if caller is not None:
            caller.leaves()

    @rule(client_id=clients)
    def unsubscribes(self, client_id: str) -> None:
        caller = self.newest.get(client_id)
        if caller is not None and caller.session.is_seated():
            caller.calls("verto.unsubscribe", {"eventChannel": CHANNEL}, 3)

    @precondition(lambda self: self.town.post)
    @rule(data=st.data())
    def a_letter_arrives(self, data: st.DataObject) -> None:
        ways = sorted({letter[:2] for letter in self.town.post})
        way = data.draw(st.sampled_from(ways))
        self.delivers_first_of(way)

    @precondition(lambda self: self.town.post)
    @rule()
    def the_newest_way_is_quick(self) -> None:
        way = self.town.post[-1][:2]
        while any(letter[:2] == way for letter in self.town.post):
            self.delivers_first_of(way)

    @precondition(lambda self: self.town.post)
    @rule(data=st.data())
    def letters_are_lost(self, data: st.DataObject) -> None:
        """All that are on one way; the next that comes shows it, as a heartbeat does."""
        sender, receiver = data.draw(st.sampled_from(sorted({letter[:2] for letter in self.town.post})))
        self.town.post = [letter for letter in self.town.post if letter[:2] != (sender, receiver)]
        board = self.town.boards.get(receiver)
        if board is not None:
            board.perform(board.cluster.missed(sender, board.now))

    @rule(place=places)
    def begins_anew(self, place: int) -> None:
        board = self.boards[place]
        former = board.process
        board.begins_anew()
        self.town.post = [letter for letter in self.town.post if former not in letter[:2]]

    def delivers_first_of(self, way: tuple[str, str]) -> None:
        position = next(at for at, letter in enumerate(self.town.post) if letter[:2] == way)
        sender, receiver, parts = self.town.post.pop(position)
        if receiver in self.town.boards:
            self.town.boards[receiver].hears(sender, wire.decode(parts))

    @invariant()
    def the_store_and_the_newest_sockets_agree(self) -> None:
        assert self.boards[0].seats_taken(CHANNEL) == len(self.newest)

    def teardown(self) -> None:
        self.town.is_prompt = True
        self.town.delivers()
        for board in self.boards:
            board.renews()
            board.perform(board.cluster.checked(set(self.town.boards), board.now))
        for _ in range(2):
            for board in self.boards:
                board.waits(10, step=10)
        live = [caller for caller in self.callers if not caller.session.is_closed()]
        assert sorted(live, key=id) == sorted(self.newest.values(), key=id), "one socket for each client"
        assert all(caller.session.is_seated() for caller in live)
        subscribed = {
            client_id
            for client_id, caller in self.newest.items()
            if client_id in caller.board.switchboard.members(CHANNEL)
        }
        for board in self.boards:
            if not board.switchboard.members(CHANNEL):
                continue
            elsewhere = set(board.switchboard.layer.elsewhere.members(CHANNEL))
            assert set(board.switchboard.members(CHANNEL)) | elsewhere == subscribed
            assert set(board.switchboard.members(CHANNEL)) & elsewhere == set()


TestProcesses = pytest.mark.usefixtures("redis_server")(Processes.TestCase)
TestProcesses.settings = settings(
    max_examples=80, stateful_step_count=14, phases=[Phase.generate], report_multiple_bugs=False
)
