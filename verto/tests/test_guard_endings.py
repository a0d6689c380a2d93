"""How a client of the guard ends: links that break, leases, punts, a relay that has died, and last words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from verto.core.codes import CloseCode, PuntReason
from verto.core.guard.limits import GuardLimits
from verto.core.limits import MAX_FRAME_BYTES, Limits
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, MALLORY, OTHER_CHANNEL, call_text, login_text
from verto.tests.guard_board import GuardBoard, bodies, slow, tell

LIMITS = GuardLimits()


def test_a_broken_link_sends_its_client_to_come_again_and_nobody_else() -> None:
    board = GuardBoard()
    alice, bob = board.joins(ALICE), board.joins(BOB)
    bob.heard()
    board.loses(alice.session)
    assert alice.close_code == CloseCode.RESTART
    assert [frame["params"]["left"] for frame in bob.heard()] == [ALICE]
    assert bob.close_code is None
    board.joins(ALICE)


def test_a_relay_that_has_died_is_noticed_and_everybody_comes_again() -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    for _ in range(12):
        tell(alice, BOB, "x")
        tell(bob, ALICE, "x")
        board.waits(0.5)
    assert {alice.close_code, bob.close_code} == {CloseCode.RESTART}


def test_a_quiet_room_is_not_taken_for_a_dead_relay() -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    tell(alice, BOB, "x")
    for _ in range(10):
        board.waits(2)
        alice.calls("echo", {})
        bob.calls("echo", {})
    assert alice.close_code is None


def test_links_log_in_again_before_their_lease_ends() -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    for _ in range(10):
        board.waits(10)
        alice.calls("echo", {})
        alice.calls("verto.info", {"msg": {"to": ALICE, "body": "awake"}})
        alice.session.heard = board.now
    assert board.socket_of(alice).methods().count("login") == 1 + 3
    assert alice.close_code is None


@pytest.mark.parametrize("closes_itself", [True, False])
def test_a_punt_by_freeswitch_waits_a_moment_for_its_reason(closes_itself: bool) -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    board.says(alice.session, {"jsonrpc": "2.0", "id": 9, "method": "verto.punt", "params": {}})
    assert alice.close_code is None
    board.waits(LIMITS.punt_seconds / 2)
    if closes_itself:
        board.punts(ALICE, PuntReason.REMOVED)
    board.waits(LIMITS.punt_seconds + 1)
    reasons = [frame["params"]["reason"] for frame in alice.heard() if frame.get("method") == "verto.punt"]
    assert reasons == [PuntReason.REMOVED if closes_itself else PuntReason.REPLACED]
    assert alice.session not in board.sockets


def test_the_close_that_follows_a_punt_does_not_hide_it() -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    board.says(alice.session, {"jsonrpc": "2.0", "id": 9, "method": "verto.punt", "params": {}})
    board.loses(alice.session)
    assert alice.close_code is None
    board.waits(LIMITS.punt_seconds + 1)
    assert alice.close_code == CloseCode.PUNTED
    assert [frame["params"] for frame in alice.heard() if frame.get("method") == "verto.punt"] == [
        {"reason": "replaced"}
    ]


def test_a_link_without_rights_is_given_up() -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    board.says(alice.session, {"jsonrpc": "2.0", "id": 3, "error": {"code": -32601, "message": "Permission Denied"}})
    assert alice.close_code == CloseCode.RESTART


def test_a_punt_from_django_closes_both_sides() -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    board.punts(ALICE, PuntReason.REMOVED)
    assert alice.close_code == CloseCode.PUNTED
    assert board.sockets == {}


def test_strangers_and_refused_ones_never_reach_freeswitch() -> None:
    board = GuardBoard()
    stranger = board.dials()
    stranger.calls("echo", {})
    stranger.says(login_text(board.entries[ALICE], passwd="wrong"))
    stranger.says(login_text(board.entries[ALICE], sessid="5e551d00" + BOB[8:]))
    stranger.says(b"\xff\x00")
    assert board.sockets == {}


def test_freeswitch_sees_neither_passwords_nor_refused_messages() -> None:
    board = GuardBoard()
    alice = board.joins(ALICE)
    board.joins(BOB)
    board.joins(MALLORY)
    for to in (MALLORY, OTHER_CHANNEL, "api+system id", "GLOBAL+" + BOB, ""):
        tell(alice, to, "x")
    alice.calls("verto.broadcast", {"eventChannel": OTHER_CHANNEL, "localBroadcast": True, "eventData": 1})
    alice.calls("verto.subscribe", {"eventChannel": "Event-Name"})
    socket = board.socket_of(alice)
    assert socket.methods() == ["login", "verto.subscribe"]
    assert "pass-" not in json.dumps(socket.requests)


def test_links_of_a_client_that_leaves_are_closed_and_forgotten() -> None:
    board = GuardBoard()
    alice, bob = board.joins(ALICE), board.joins(BOB)
    bob.leaves()
    assert bob.session not in board.sockets, "has said nothing: need not linger"
    alice.leaves()
    board.waits(LIMITS.longest_linger_seconds)
    assert board.sockets == {}
    assert not board.relay.has_links
    assert board.relay.links == {}


@pytest.mark.parametrize("count", [1, 60])
def test_the_last_words_of_a_client_that_leaves_are_relayed(count: int) -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    board.answers_late = True
    words = [f"word {number}" for number in range(count)]
    tell(alice, BOB, "first")
    board.wakes()
    for word in words:
        tell(alice, BOB, word)
    alice.leaves()
    heard: list[str] = []
    for _ in range(200):
        board.waits(0.01)
        board.answers_what_waits()
        board.delivers()
        heard += bodies(bob)
    assert heard == ["first", *words]
    assert alice.session not in board.sockets
    assert board.relay.traffic.lost == 0


def test_a_link_that_breaks_after_its_client_has_left_is_forgotten() -> None:
    board, (alice, bob) = slow(ALICE, BOB)
    tell(alice, BOB, "first")
    alice.leaves()
    board.loses(alice.session)
    assert not board.relay.leaving
    assert bob.close_code is None


def test_messages_for_one_who_has_gone_do_not_make_the_relay_look_dead() -> None:
    board, (alice, bob, carol) = slow(ALICE, BOB, CAROL)
    for number in range(60):
        tell(alice, BOB, f"candidate {number}")
        tell(carol, BOB, f"candidate {number}")
    board.wakes()
    board.now += 0.03
    bob.leaves()
    for _ in range(8):
        board.waits(1)
        alice.calls("echo", {})
        carol.calls("echo", {})
    assert (alice.close_code, carol.close_code) == (None, None)


def test_the_largest_frame_fits_the_relay_in_freeswitch() -> None:
    """A number may be written four times as long as it was read, and still the Lua relay has to take it."""
    board, (alice,) = slow(ALICE)
    start = call_text("verto.broadcast", {"eventChannel": CHANNEL, "localBroadcast": True, "eventData": []})
    numbers = b",".join([b"1e15"] * ((MAX_FRAME_BYTES - len(start)) // 5))
    frame = start.replace(b"[]", b"[" + numbers + b"]")
    assert len(frame) > MAX_FRAME_BYTES - 100
    alice.says(frame)
    board.wakes()
    body = board.socket_of(alice).requests[-1]["params"]["msg"]["body"]
    relay = (Path(__file__).parents[2] / "lua" / "peers" / "judgement.lua").read_text()
    most = re.search(r"BODY_BYTES = (\d+) \* 1024", relay)
    assert most
    assert MAX_FRAME_BYTES * 3 < len(body.encode()) <= int(most[1]) * 1024


def test_long_rooms_forget_who_has_left() -> None:
    board = GuardBoard(Limits(login_burst=1000))
    alice = board.joins(ALICE)
    for _ in range(300):
        bob = board.joins(BOB)
        tell(bob, ALICE, "x")
        tell(alice, BOB, "x")
        bob.leaves()
    link = board.relay.links[alice.session]
    assert len(link.numbers) <= 64
    assert len(link.streams) <= 64
