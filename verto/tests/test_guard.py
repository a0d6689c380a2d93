"""The guard between the session layer and a FreeSWITCH that loses, doubles, mixes up and lies."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verto.core.guard.limits import GuardLimits
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, OTHER_CHANNEL, login_text
from verto.tests.guard_board import GuardBoard, bodies, event, slow, tell

LIMITS = GuardLimits()


def test_a_login_is_answered_only_when_the_link_is_ready() -> None:
    board = GuardBoard()
    board.is_prompt = False
    alice = board.dials()
    assert alice.says(login_text(board.entries[ALICE])) == []
    board.opens(alice.session)
    socket = board.socket_of(alice)
    for wanted in ("login", "verto.subscribe"):
        assert socket.methods()[-1] == wanted
        assert alice.heard() == []
        board.answers_request(socket, socket.requests[-1])
    assert [frame.get("method", "login") for frame in alice.heard()] == ["login", "verto.clientReady"]
    assert socket.subscribed == {CHANNEL}


def test_frames_behind_the_login_wait_for_the_link() -> None:
    board = GuardBoard()
    bob = board.joins(BOB)
    board.is_prompt = False
    alice = board.dials()
    alice.says(login_text(board.entries[ALICE]))
    tell(alice, BOB, "early")
    board.is_prompt = True
    board.opens(alice.session)
    assert [frame["id"] for frame in alice.heard() if "result" in frame] == [1, 1]
    assert bodies(bob) == ["early"]


def test_no_freeswitch_no_login() -> None:
    board = GuardBoard()
    board.is_up = False
    alice = board.dials()
    (answer,) = alice.says(login_text(board.entries[ALICE]))
    assert answer["error"]["data"]["code"] == "try_later"
    assert board.switchboard.live_ids() == []
    assert not board.relay.links
    board.is_up = True
    board.joins(ALICE)


@pytest.mark.parametrize("reached", ["nothing", "open", "logged in", "approved"])
def test_a_freeswitch_that_stops_in_the_middle_is_not_waited_for(reached: str) -> None:
    board = GuardBoard()
    board.is_prompt = False
    alice = board.dials()
    alice.says(login_text(board.entries[ALICE]))
    if reached != "nothing":
        board.opens(alice.session)
    if reached in ("logged in", "approved"):
        board.says(alice.session, {"jsonrpc": "2.0", "id": 1, "result": {}})
    if reached == "approved":
        board.says(alice.session, event(board.entries[ALICE].sessid, {"ready": CHANNEL}))
    board.waits(LIMITS.link_seconds + 1)
    assert alice.heard()[0]["error"]["data"]["code"] == "try_later"
    assert alice.session not in board.sockets


@pytest.mark.parametrize(
    "answer",
    [
        {"jsonrpc": "2.0", "id": 1, "error": {"code": -32001, "message": "Login Incorrect"}},
        event("5e551d00" + ALICE[8:], {"ready": OTHER_CHANNEL}),
    ],
)
def test_a_freeswitch_that_refuses_us_is_not_believed_to_be_ready(answer: dict[str, object]) -> None:
    board = GuardBoard()
    board.is_prompt = False
    alice = board.dials()
    alice.says(login_text(board.entries[ALICE]))
    board.opens(alice.session)
    board.says(alice.session, answer)
    assert alice.heard()[0]["error"]["data"]["code"] == "try_later"


@pytest.mark.parametrize(
    "hello",
    [
        event(CHANNEL, {"ready": CHANNEL}),
        event("5e551d00" + BOB[8:], {"ready": CHANNEL}),
        b"\xff",
        b"[]",
        b"{}",
        b"1e999",
    ],
)
def test_an_approval_at_the_wrong_address_is_none(hello: object) -> None:
    board = GuardBoard()
    board.is_prompt = False
    alice = board.dials()
    alice.says(login_text(board.entries[ALICE]))
    board.opens(alice.session)
    board.says(alice.session, hello)
    assert board.socket_of(alice).methods() == ["login"]


@settings(max_examples=60)
@given(st.randoms(), st.integers(1, 40))
def test_mixed_up_messages_arrive_in_order_and_once(random: object, count: int) -> None:
    board, (alice, bob, carol) = slow(ALICE, BOB, CAROL)
    for number in range(count):
        tell(alice, BOB, f"a{number}")
        tell(carol, BOB, f"c{number}")
        alice.calls("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True, "eventData": number})
    everyone: dict[str, list[object]] = {"bob": [], "events": []}
    for _ in range(200):
        board.wakes()
        board.underway += [board.underway[0]] if board.underway else []
        board.delivers(random.randrange)  # type: ignore[attr-defined]
        for frame in bob.heard():
            if frame.get("method") == "verto.info":
                everyone["bob"].append(frame["params"]["msg"]["body"])
            elif frame.get("method") == "verto.event":
                everyone["events"].append(frame["params"]["eventData"])
        if len(everyone["bob"]) == 2 * count and len(everyone["events"]) == count:
            break
        board.now += 0.01
    assert [text for text in everyone["bob"] if str(text)[0] == "a"] == [f"a{number}" for number in range(count)]
    assert [text for text in everyone["bob"] if str(text)[0] == "c"] == [f"c{number}" for number in range(count)]
    assert everyone["events"] == list(range(count))


def test_a_lost_message_holds_up_the_next_for_a_moment_only() -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    tell(alice, BOB, "lost")
    tell(alice, BOB, "kept")
    board.wakes()
    del board.underway[0]
    board.delivers()
    assert bodies(bob) == []
    board.waits(LIMITS.gap_seconds + 0.01)
    assert bodies(bob) == ["kept"]
    board.waits(LIMITS.flight_seconds)
    assert board.relay.traffic.lost == 1


def test_a_client_that_floods_is_told_and_delays_nobody() -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    for _ in range(LIMITS.pending_messages):
        tell(alice, BOB, "x")
    answer = alice.calls("verto.info", {"msg": {"to": BOB, "body": "x"}})
    assert answer[0]["error"]["data"]["code"] == "rate_limited"
    tell(bob, ALICE, "quick")
    board.wakes()
    assert [json.loads(item["params"]["eventData"]["body"])[5] for _, item in board.underway][1] == ["quick"]


def test_what_was_for_an_earlier_login_does_not_reach_the_next() -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    tell(alice, BOB, "for the first Bob")
    board.wakes()
    held = [item for _, item in board.underway]
    board.underway.clear()
    board.is_prompt = True
    bob.leaves()
    again = board.joins(BOB)
    again.heard()
    for item in held:
        board.says(again.session, item)
    assert bodies(again) == []
    tell(alice, BOB, "for the second")
    assert bodies(again) == ["for the second"]


@pytest.mark.parametrize(
    "data",
    [
        {"from": ALICE, "body": "no parcel"},
        {"from": ALICE, "body": '["direct",1,1,0,1,[1]]'},
        {"from": ALICE, "body": '["direct",1,1,-1,1,["x"]]'},
        {"from": ALICE, "body": '["event",1,0,0,1,["serno",1]]'},
        {"from": ALICE, "body": "[" * 5000},
        {"from": "Alice", "body": '["direct",1,1,0,1,["x"]]'},
        {"from": 1, "body": 1},
        {"from": ALICE},
        [],
        "x",
    ],
)
def test_what_our_relay_never_sends_is_dropped(data: object) -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    alice.heard()
    for address in (alice.session.sessid, CHANNEL, OTHER_CHANNEL, "Event-Name"):
        board.says(alice.session, event(address, data))
    assert alice.heard() == []
    assert alice.close_code is None
    assert sum(board.switchboard.stats.dropped.values()) == 4
