"""D-5: nothing that is sent to members of other channels arrives, and the answer tells nothing about them."""

from __future__ import annotations

import random

import pytest

from tests.support.scale import scaled
from verto.core.limits import Limits
from verto.tests.builders import CHANNEL, MALLORY, Board, entry_for, uuid_for
from verto.tests.guard_board import GuardBoard

MESSAGES = scaled(1_000, 10_000)
MEMBERS = 20
PLENTY = Limits(deliveries_per_second=1e9, delivery_burst=1e9)
SPELLINGS = ["{}", "{}", "{}@pbx", "{}@pbx@pbx", "{}.x", "verto+{}", "{}@127.0.0.1", "{}/x", CHANNEL, "*"]


@pytest.mark.parametrize("make_board", [Board, GuardBoard], ids=["embedded", "guard"])
def test_direct_messages_stay_in_their_channel(make_board: type[Board]) -> None:
    board = make_board(PLENTY)
    there = [uuid_for(number) for number in range(MEMBERS)]
    absent = [uuid_for(number) for number in range(MEMBERS, 2 * MEMBERS)]
    others = [board.joins(board.enlist(entry_for(client_id)).client_id) for client_id in there]
    mallory = board.joins(MALLORY)
    for caller in [*others, mallory]:
        caller.frames.clear()
    chance = random.Random(5)
    answers = set()
    for _ in range(MESSAGES):
        to = chance.choice(SPELLINGS).format(chance.choice(there + absent))
        mallory.frames.clear()
        [answer] = mallory.calls("verto.info", {"msg": {"to": to, "body": "x"}}, 7)
        answers.add(str(answer))
        # She reads what she is sent: the credit for slow readers is another check's.
        mallory.session.answered = mallory.session.sent
    assert [caller.frames for caller in others if caller.frames] == []
    assert len(answers) == 1, "whoever is or is not there, the answer is the same"
    print(f"D-5: {MESSAGES} messages, none delivered, one answer: {answers.pop()}")
