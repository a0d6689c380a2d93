"""Differences from mod_verto that no recording shows, and the rules that hold for every message."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.contract.conftest import MakeBoard
from verto.core.codes import CloseCode, PuntReason
from verto.core.limits import MAX_BATCH, MAX_FRAME_BYTES, Limits
from verto.core.methods import HANDLERS
from verto.core.rules import METHODS
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, MALLORY, OTHER_CHANNEL, call_text, login_text


def test_frames_of_64_kib_pass_and_one_byte_more_closes(make_board: MakeBoard) -> None:
    alice = make_board().joins(ALICE)
    empty = len(call_text("echo", {"x": ""}))
    assert alice.calls("echo", {"x": "z" * (MAX_FRAME_BYTES - empty)})[0]["result"]["x"]
    alice.calls("echo", {"x": "z" * (MAX_FRAME_BYTES - empty + 1)})
    assert alice.close_code == CloseCode.TOO_BIG


def test_no_login_in_batch_and_no_more_than_ten(make_board: MakeBoard) -> None:
    board = make_board()
    stranger = board.dials()
    batch = b"[" + login_text(board.entries[ALICE]) + b"]"
    assert stranger.says(batch)[0][0]["error"]["message"] == "Authentication Required"
    alice = board.joins(ALICE)
    echo = call_text("echo", {"x": 1})
    assert len(alice.says(b"[" + b",".join([echo] * MAX_BATCH) + b"]")[0]) == MAX_BATCH
    assert alice.says(b"[" + b",".join([echo] * (MAX_BATCH + 1)) + b"]")[0]["error"]["message"] == "Invalid message"


def test_login_in_10_seconds_or_never(make_board: MakeBoard) -> None:
    board = make_board()
    stranger, alice = board.dials(), board.joins(ALICE)
    board.waits(9.5)
    assert stranger.close_code is None
    board.waits(0.5)
    assert stranger.close_code == CloseCode.LOGIN_TIMEOUT
    assert alice.close_code is None


def test_a_directory_that_never_answers_is_not_waited_for(make_board: MakeBoard) -> None:
    board = make_board()
    board.answers_look_ups = False
    stranger = board.dials()
    stranger.says(login_text(board.entries[ALICE]))
    board.waits(10)
    assert stranger.close_code == CloseCode.LOGIN_TIMEOUT
    board.answers()
    assert board.switchboard.live_ids() == []


def test_answers_expected_within_25_seconds(make_board: MakeBoard) -> None:
    board = make_board()
    alice, bob = board.joins(ALICE), board.joins(BOB)
    for _ in range(3):
        board.waits(10)
        for frame in alice.heard():
            if frame.get("method") == "verto.ping":
                alice.says(json.dumps({"jsonrpc": "2.0", "id": frame["id"], "result": {}}).encode())
    assert bob.close_code == CloseCode.GONE
    assert alice.close_code is None
    assert board.switchboard.members(CHANNEL) == [ALICE]


def test_limited_rate_is_an_error_and_going_on_closes(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=40, deliveries_per_second=10, refusals_before_cut=5))
    alice = board.joins(ALICE)
    replies = [alice.calls("echo", {}) for _ in range(22)]
    assert replies[-1][0]["error"]["data"]["code"] == "rate_limited"
    board.now += 4
    assert "result" in alice.calls("echo", {})[0]
    for _ in range(60):
        alice.calls("echo", {})
    assert alice.close_code == CloseCode.FLOOD


def test_limited_rate_counts_deliveries(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=100, deliveries_per_second=0))
    alice, *_ = board.joins(ALICE), board.joins(BOB), board.joins(CAROL)
    sent = 0
    while "result" in alice.calls("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True})[0]:
        sent += 1
    assert 20 <= sent <= 26


def test_limited_rate_counts_large_frames_for_what_they_cost(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=100, deliveries_per_second=0))
    alice = board.joins(ALICE)
    body = {"x": "z" * (MAX_FRAME_BYTES - 100)}
    read = 0
    while "result" in alice.calls("echo", body)[0]:
        read += 1
        # Else the credit for slow readers would end this first.
        alice.session.answered = alice.session.sent
    assert read == 4
    assert alice.calls("echo", body)[0] == {
        "jsonrpc": "2.0",
        "id": None,
        "error": {"code": -32003, "message": "Too many messages", "data": {"code": "rate_limited"}},
    }


def test_every_method_has_a_handler_or_is_login() -> None:
    assert set(HANDLERS) | {"login"} == METHODS


def test_a_newer_login_takes_the_seat_of_the_older_one(make_board: MakeBoard) -> None:
    board = make_board()
    older, bob = board.joins(ALICE), board.joins(BOB)
    bob.heard()
    newer = board.joins(ALICE)
    assert older.heard()[-1]["params"] == {"reason": "replaced"}
    assert older.close_code == CloseCode.PUNTED
    assert [sorted(set(f["params"]) & {"joined", "left"}) for f in bob.heard()] == [["left"], ["joined"]]
    older.leaves()
    assert sorted(board.switchboard.members(CHANNEL)) == sorted([ALICE, BOB])
    assert newer.close_code is None


def test_a_client_that_logs_in_again_and_again_is_put_off_and_others_are_not(make_board: MakeBoard) -> None:
    board = make_board()
    for _ in range(6):
        newest = board.joins(ALICE)
    late = board.dials()
    assert late.says(login_text(board.entries[ALICE]))[0]["error"]["data"]["code"] == "try_later"
    assert newest.close_code is None, "who is in stays in"
    board.joins(BOB)
    board.waits(2)
    board.joins(ALICE)


def test_a_wrong_password_evicts_nobody(make_board: MakeBoard) -> None:
    board = make_board()
    alice, mallory = board.joins(ALICE), board.dials()
    assert (
        mallory.says(login_text(board.entries[ALICE], passwd="guess"))[0]["error"]["data"]["code"] == "bad_credentials"
    )
    assert mallory.close_code == CloseCode.REFUSED
    assert alice.close_code is None


@pytest.mark.parametrize("capacity", [1, 2])
def test_two_pending_logins_cannot_share_the_last_seat(make_board: MakeBoard, capacity: int) -> None:
    board = make_board()
    for client_id in (ALICE, BOB, CAROL):
        board.entries[client_id] = replace(board.entries[client_id], capacity=capacity)
    board.answers_look_ups = False
    callers = [board.dials() for _ in range(3)]
    for caller, client_id in zip(callers, (ALICE, BOB, CAROL), strict=True):
        caller.says(login_text(board.entries[client_id]))
    board.answers()
    assert [caller.close_code for caller in callers] == [None] * capacity + [CloseCode.REFUSED] * (3 - capacity)
    assert callers[-1].heard()[0]["error"]["data"]["code"] == "channel_full"


def test_frames_behind_a_login_wait_for_it(make_board: MakeBoard) -> None:
    board = make_board()
    board.answers_look_ups = False
    alice = board.dials()
    alice.says(login_text(board.entries[ALICE], 1))
    alice.calls("verto.subscribe", {"eventChannel": CHANNEL}, 2)
    assert alice.heard() == []
    board.answers()
    assert [frame["id"] for frame in alice.heard() if "result" in frame] == [1, 2]
    assert board.switchboard.members(CHANNEL) == [ALICE]


def test_frames_behind_a_refused_login_are_forgotten(make_board: MakeBoard) -> None:
    board = make_board()
    board.answers_look_ups = False
    mallory = board.dials()
    mallory.says(login_text(board.entries[ALICE], sessid="x"))
    mallory.calls("verto.subscribe", {"eventChannel": CHANNEL}, 2)
    board.answers()
    assert len(mallory.heard()) == 1
    assert board.switchboard.occupancy() == {}


@pytest.mark.parametrize("to", [BOB, f"{BOB}@pbx"])
def test_nothing_crosses_channels(make_board: MakeBoard, to: str) -> None:
    board = make_board()
    bob, mallory = board.joins(BOB), board.joins(MALLORY)
    assert mallory.calls("verto.info", {"msg": {"to": to, "body": "hello"}})[0]["result"]["message"] == "SENT"
    assert mallory.calls("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True})[0]["error"]
    assert mallory.calls("verto.subscribe", {"eventChannel": CHANNEL})[0]["error"]
    assert bob.heard() == []
    assert board.switchboard.members(OTHER_CHANNEL) == [MALLORY]


def test_expired_credentials_end_the_socket_by_the_engines_own_timer(make_board: MakeBoard) -> None:
    board = make_board()
    board.entries[ALICE] = replace(board.entries[ALICE], expires=board.now + 5)
    alice = board.joins(ALICE)
    alice.heard()
    board.waits(5)
    assert alice.heard()[-1]["params"] == {"reason": "expired"}
    assert alice.close_code == CloseCode.PUNTED


def test_a_punt_from_outside_says_why(make_board: MakeBoard) -> None:
    board = make_board()
    alice, bob = board.joins(ALICE), board.joins(BOB)
    board.punts(ALICE, PuntReason.REMOVED)
    assert alice.heard()[-1]["params"] == {"reason": "removed"}
    assert bob.heard()[-1]["params"]["left"] == ALICE


def test_a_slow_reader_is_asked_then_cut_and_the_others_go_on(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=1e9))
    alice, bob, carol = board.joins(ALICE), board.joins(BOB), board.joins(CAROL)
    body = {"eventChannel": CHANNEL, "localBroadcast": True, "eventData": "z" * 30_000}
    asked = 0
    for _ in range(12):
        board.now += 0.1
        alice.calls("verto.broadcast", body)
        for frame in bob.heard():
            if frame.get("method") == "verto.ping":
                asked += 1
                bob.says(json.dumps({"jsonrpc": "2.0", "id": frame["id"], "result": {}}).encode())
        alice.says(json.dumps({"jsonrpc": "2.0", "id": alice.session.ping_id, "result": {}}).encode())
    assert asked >= 3
    assert bob.close_code is None
    assert carol.close_code == CloseCode.SLOW_READER
    assert sum(len(frame) for frame in carol.frames) <= 300_000


def test_a_burst_of_large_messages_cuts_nobody_before_an_answer_could_come(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=1e9))
    alice, bob = board.joins(ALICE), board.joins(BOB)
    body = {"eventChannel": CHANNEL, "localBroadcast": True, "eventData": "z" * 60_000}
    for _ in range(6):
        alice.calls("verto.broadcast", body)
    assert (alice.close_code, bob.close_code) == (None, None)
    for _ in range(20):
        board.waits(0.02)
        alice.calls("verto.broadcast", body)
        alice.session.answered = alice.session.sent
    assert bob.close_code == CloseCode.SLOW_READER, "there is an end to what is sent in the dark"


def test_who_has_used_up_its_rate_is_still_heard_to_read(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=100, deliveries_per_second=0))
    alice, bob = board.joins(ALICE), board.joins(BOB)
    while "result" in bob.calls("echo", {})[0]:
        pass
    for _ in range(4):
        alice.calls("verto.info", {"msg": {"to": BOB, "body": "z" * 20_000}})
    [asked] = [frame for frame in bob.heard() if frame.get("method") == "verto.ping"]
    bob.says(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": {}}).encode())
    board.waits(5)
    assert bob.close_code is None
    for request_id in (0, asked["id"]):
        for _ in range(200):
            bob.says(json.dumps({"jsonrpc": "2.0", "id": request_id, "result": {}}).encode())
    assert bob.close_code == CloseCode.FLOOD, "only what was asked is free"


def test_a_slow_reader_of_little_is_cut_after_five_seconds(make_board: MakeBoard) -> None:
    board = make_board(Limits(delivery_burst=1e9))
    alice, bob = board.joins(ALICE), board.joins(BOB)
    for _ in range(4):
        alice.calls("verto.info", {"msg": {"to": BOB, "body": "z" * 20_000}})
    board.waits(5)
    assert bob.close_code == CloseCode.SLOW_READER
    assert alice.close_code is None
