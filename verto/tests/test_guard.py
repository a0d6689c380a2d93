"""The guard between the session layer and a FreeSWITCH that loses, doubles, mixes up, lies and goes away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verto.core.codes import CloseCode, PuntReason
from verto.core.guard.limits import GuardLimits
from verto.core.limits import MAX_FRAME_BYTES
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, MALLORY, OTHER_CHANNEL, Caller, call_text, login_text
from verto.tests.guard_board import GuardBoard, event

LIMITS = GuardLimits()


def tell(sender: Caller, receiver: str, body: str) -> None:
    sender.calls("verto.info", {"msg": {"to": receiver, "body": body}})


def bodies(caller: Caller) -> list[str]:
    return [frame["params"]["msg"]["body"] for frame in caller.heard() if frame.get("method") == "verto.info"]


def events(caller: Caller) -> list[object]:
    return [frame["params"].get("eventData") for frame in caller.heard() if frame.get("method") == "verto.event"]


def slow(*client_ids: str) -> tuple[GuardBoard, list[Caller]]:
    """A board whose messages wait until the test delivers them, with these clients in."""
    board = GuardBoard()
    callers = [board.joins(client_id) for client_id in client_ids]
    for caller in callers:
        caller.heard()
    board.is_prompt = False
    return board, callers


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
    board = GuardBoard()
    alice = board.joins(ALICE)
    for _ in range(300):
        bob = board.joins(BOB)
        tell(bob, ALICE, "x")
        tell(alice, BOB, "x")
        bob.leaves()
    link = board.relay.links[alice.session]
    assert len(link.numbers) <= 64
    assert len(link.streams) <= 64
