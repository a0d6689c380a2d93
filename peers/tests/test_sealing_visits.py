"""Who speaks for a client, and what a page remembers of the others."""

from __future__ import annotations

import copy
from collections.abc import Callable
from uuid import UUID

import pytest

from peers.sealing.refusals import Reason, Refused
from peers.sealing.visit import Visit

KEY = bytes(range(32))
CHANNEL = "8f14e45f-ceea-4672-950b-2d3e2f6b1c11"
ALICE = "11111111-1111-4111-8111-111111111111"
BOB = "22222222-2222-4222-8222-222222222222"


def reason_of(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason


@pytest.fixture
def alice() -> Visit:
    return Visit(KEY, CHANNEL, ALICE)


@pytest.fixture
def bob() -> Visit:
    return Visit(KEY, CHANNEL, BOB)


def test_two_who_meet_believe_each_other_after_a_direct_word(alice: Visit, bob: Visit) -> None:
    hello = alice.broadcast("hello")
    with pytest.raises(Refused) as stranger:
        bob.hear_broadcast(ALICE, hello)
    assert (stranger.value.reason, stranger.value.visit) == (Reason.WRONG_VISIT, alice.public)
    reply = alice.hear_direct(BOB, bob.direct(ALICE, alice.public, "hello, reply"))
    assert (reply.visit, reply.said) == (bob.public, "hello, reply")
    assert bob.hear_direct(ALICE, alice.direct(BOB, reply.visit, "hello to you")).said == "hello to you"
    assert bob.hear_broadcast(ALICE, alice.broadcast("busy")).said == "busy"
    assert alice.hear_broadcast(BOB, bob.broadcast("busy too")).said == "busy too"
    assert bob.refused == {Reason.WRONG_VISIT: 1}
    assert alice.refused == {}


def test_another_visit_waits_until_the_server_says_that_the_client_left(alice: Visit, bob: Visit) -> None:
    again = Visit(KEY, CHANNEL, ALICE)
    bob.hear_direct(ALICE, alice.direct(BOB, bob.public, "first"))
    early, late = again.direct(BOB, bob.public, "early"), again.direct(BOB, bob.public, "late")
    assert reason_of(lambda: bob.hear_direct(ALICE, early)) == Reason.WRONG_VISIT
    bob.memory.release(ALICE)
    assert reason_of(lambda: bob.hear_broadcast(ALICE, again.broadcast("not yet"))) == Reason.WRONG_VISIT
    assert bob.hear_direct(ALICE, late).said == "late"
    assert bob.hear_broadcast(ALICE, again.broadcast("now")).said == "now"
    assert reason_of(lambda: bob.hear_direct(ALICE, alice.direct(BOB, bob.public, "and I?"))) == Reason.WRONG_VISIT


def test_after_a_lost_line_the_same_visit_is_still_believed_and_nothing_twice(alice: Visit, bob: Visit) -> None:
    old = alice.direct(BOB, bob.public, "before")
    bob.hear_direct(ALICE, old)
    bob.memory.release_all()
    assert reason_of(lambda: bob.hear_direct(ALICE, old)) == Reason.REPLAYED
    assert bob.hear_broadcast(ALICE, alice.broadcast("back")).said == "back"
    again = Visit(KEY, CHANNEL, ALICE)
    late = again.direct(BOB, bob.public, "and I?")
    assert reason_of(lambda: bob.hear_direct(ALICE, late)) == Reason.WRONG_VISIT


def test_what_a_visit_said_before_it_was_known_is_not_played_again(alice: Visit, bob: Visit) -> None:
    recorded = [alice.broadcast(f"before {number}") for number in range(5)]
    bob.hear_direct(ALICE, alice.direct(BOB, bob.public, "hello"))
    assert {reason_of(lambda text=text: bob.hear_broadcast(ALICE, text)) for text in recorded} == {Reason.REPLAYED}  # type: ignore[misc]


def test_a_message_to_a_former_visit_of_mine_is_not_for_me(alice: Visit, bob: Visit) -> None:
    recorded = alice.direct(BOB, bob.public, "for the former")
    assert reason_of(lambda: Visit(KEY, CHANNEL, BOB).hear_direct(ALICE, recorded)) == Reason.BAD_TAG


def test_a_former_visit_never_speaks_again(bob: Visit) -> None:
    visits = [Visit(KEY, CHANNEL, ALICE) for _ in range(20)]
    for visit in visits:
        bob.memory.release(ALICE)
        assert bob.hear_direct(ALICE, visit.direct(BOB, bob.public, "hello")).said == "hello"
    bob.memory.release(ALICE)
    late = [visit.direct(BOB, bob.public, "again") for visit in visits[:-1]]
    assert {reason_of(lambda text=text: bob.hear_direct(ALICE, text)) for text in late} == {Reason.WRONG_VISIT}  # type: ignore[misc]
    assert bob.hear_direct(ALICE, visits[-1].direct(BOB, bob.public, "still here")).said == "still here"


def test_who_is_refused_leaves_no_trace(alice: Visit, bob: Visit) -> None:
    bob.hear_direct(ALICE, alice.direct(BOB, bob.public, "hello"))
    before = copy.deepcopy(bob.memory)
    stranger = Visit(KEY, CHANNEL, str(UUID(int=4)))
    for text in (stranger.broadcast("hello"), stranger.direct(BOB, alice.public, "hello"), None, "1."):
        with pytest.raises(Refused):
            bob.hear_broadcast(stranger.client, text)
    assert bob.memory == before
