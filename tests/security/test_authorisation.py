"""D-4: every method in every state on every kind of target does what the table below says, and nothing else.

The table is written from docs/verto.md, not from the code. A method without a row fails.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from verto.core.codes import PuntReason
from verto.core.rules import METHODS
from verto.tests.builders import ALICE, BOB, CHANNEL, MALLORY, OTHER_CHANNEL, Board, Caller, call_text, login_text
from verto.tests.guard_board import GuardBoard

LONG = "a" * 10_000


@dataclass(frozen=True)
class Name:
    """A target: what it is for a method that takes a channel, a receiver, or a client that logs in."""

    channel: object
    receiver: object
    client: object


def spelled(spelling: str) -> Name:
    """Return the own channel, a neighbour, and the own client, each written another way."""
    return Name(spelling.format(CHANNEL), spelling.format(BOB), spelling.format(ALICE))


def always(value: object) -> Name:
    """Return the same odd value for each."""
    return Name(value, value, value)


TARGETS = {
    "own": spelled("{}"),
    "own@pbx": spelled("{}@pbx"),
    "other": Name(OTHER_CHANNEL, MALLORY, BOB),
    "nobody": always("00000000-0000-4000-8000-000000000000"),
    "own.x": spelled("{}.x"),
    "x.own": spelled("x.{}"),
    "upper": Name(CHANNEL.upper(), BOB.upper(), ALICE.upper()),
    "space": spelled("{} "),
    "nul": spelled("{}\0"),
    "FSevent": always("FSevent.custom"),
    "presence": always("presence"),
    "star": always("*"),
    "array": Name([CHANNEL], [BOB], [ALICE]),
    "mixed array": Name([OTHER_CHANNEL, CHANNEL], [MALLORY, BOB], [BOB, ALICE]),
    "foreign array": Name([OTHER_CHANNEL, "FSevent.custom"], [MALLORY], [BOB]),
    "object": always({"name": CHANNEL}),
    "empty": always(""),
    "null": always(None),
    "number": always(7),
    "true": always(True),
    "long": always(LONG),
}
TEXTS = {name for name, target in TARGETS.items() if isinstance(target.channel, str) and target.channel}
NAMELESS = {"object", "null", "number", "true"}

PARAMS: dict[str, Callable[[Name], object]] = {
    "login": lambda name: {
        "login": name.client,
        "passwd": "pass-" + ALICE,
        "sessid": "5e551d00" + ALICE[8:],
    },
    "echo": lambda name: {"eventChannel": name.channel},
    "verto.ping": lambda name: {"eventChannel": name.channel},
    "verto.subscribe": lambda name: {"eventChannel": name.channel},
    "verto.unsubscribe": lambda name: {"eventChannel": name.channel},
    "verto.broadcast": lambda name: {"eventChannel": name.channel, "localBroadcast": True, "eventData": "x"},
    "verto.info": lambda name: {"msg": {"to": name.receiver, "body": "x"}},
}
FOREIGN = [
    "verto.invite", "verto.attach", "verto.bye", "verto.modify", "verto.announce", "jsapi", "fsapi", "verto",
    "verto.", "VERTO.INFO", "verto.info ", "login\0", "__proto__",
]  # fmt: skip
"""Methods of mod_verto that we do not have, and ours written otherwise."""


@dataclass(frozen=True)
class Outcome:
    """What is answered, who hears of it, and what becomes of the caller."""

    answer: str
    heard_by: frozenset[str] = frozenset()
    member: bool = True
    open: bool = True


ANSWERED = Outcome("result")
DENIED = Outcome("error")
NO_METHOD = Outcome("-32601")
NOT_IN = Outcome("-32000", member=False)
SECOND = Outcome("already_logged_in", frozenset({BOB}), member=False, open=False)
TOLD_ALL = Outcome("result", frozenset({ALICE, BOB}))
TOLD_ONE = Outcome("result", frozenset({BOB}))
GONE = Outcome("result", frozenset({BOB}), member=False)
ENTERED = Outcome("result", member=False)
REFUSED = Outcome("bad_credentials", member=False, open=False)
SILENCE = Outcome("nothing", member=False, open=False)

INSIDE: dict[str, Callable[[str], Outcome]] = {
    "login": lambda target: SECOND,
    "echo": lambda target: ANSWERED,
    "verto.ping": lambda target: ANSWERED,
    "verto.subscribe": lambda target: ANSWERED if target in ("own", "array", "mixed array") else DENIED,
    "verto.unsubscribe": lambda target: (
        # To leave no channel at all is not refused, by mod_verto neither.
        GONE if target in ("own", "array", "mixed array") else ANSWERED if target in NAMELESS else DENIED
    ),
    "verto.broadcast": lambda target: TOLD_ALL if target == "own" else DENIED,
    "verto.info": lambda target: TOLD_ONE if target in ("own", "own@pbx") else ANSWERED if target in TEXTS else DENIED,
}


def entering(target: str) -> Outcome:
    """What a login with the right password and sessid of Alice's comes to, by the client it names."""
    if target == "own":
        return ENTERED
    return REFUSED if target in TEXTS or target == "empty" else NOT_IN


def expected(state: str, method: str, target: str) -> Outcome:
    """The table."""
    if state == "new":
        return entering(target) if method == "login" else NOT_IN
    if state in ("in", "logging in"):
        return INSIDE[method](target) if method in INSIDE else NO_METHOD
    return SILENCE


def new(board: Board) -> Caller:
    return board.dials()


def inside(board: Board) -> Caller:
    return board.joins(ALICE)


def expired(board: Board) -> Caller:
    board.entries[ALICE] = replace(board.entries[ALICE], expires=board.now + 5)
    alice = board.joins(ALICE)
    board.waits(5)
    return alice


def punted(board: Board) -> Caller:
    alice = board.joins(ALICE)
    board.punts(ALICE, PuntReason.REMOVED)
    return alice


def replaced(board: Board) -> Caller:
    alice = board.joins(ALICE)
    board.logs_in(ALICE)
    return alice


def second_login(board: Board) -> Caller:
    alice = board.joins(ALICE)
    alice.says(login_text(board.entries[ALICE]))
    return alice


STATES: dict[str, Callable[[Board], Caller]] = {
    "new": new,
    "logging in": new,
    "in": inside,
    "expired": expired,
    "punted": punted,
    "replaced": replaced,
    "second login": second_login,
}


def outcome(board: Board, state: str, raw: bytes) -> Outcome:
    """Send this frame in this state, and see."""
    bystanders = {BOB: board.joins(BOB), MALLORY: board.joins(MALLORY)}
    alice = STATES[state](board)
    everyone = {ALICE: alice, **bystanders}
    if state == "logging in":
        board.answers_look_ups = False
        board.perform(board.switchboard.received(alice.session, login_text(board.entries[ALICE], 1), board.now))
        alice.calls("verto.subscribe", {"eventChannel": CHANNEL}, 2)
    for caller in everyone.values():
        caller.heard()
    board.perform(board.switchboard.received(alice.session, raw, board.now))
    if state == "logging in":
        assert [caller.frames for caller in everyone.values() if caller.frames] == [], "nothing before the answer"
        board.answers()
    heard = {client_id: caller.heard() for client_id, caller in everyone.items()}
    assert all(caller.close_code is None for caller in bystanders.values()), "nobody else is sent away"
    assert set(board.switchboard.members(OTHER_CHANNEL)) == {MALLORY}
    assert set(board.switchboard.members(CHANNEL)) <= {ALICE, BOB}
    return Outcome(
        answer_of(heard[ALICE]),
        frozenset(client_id for client_id, frames in heard.items() if any(map(is_said, frames))),
        member=ALICE in board.switchboard.members(CHANNEL),
        open=alice.close_code is None,
    )


def answer_of(frames: list[dict[str, Any]]) -> str:
    """The kind of the answer to request 9."""
    for frame in frames:
        if frame.get("id") == 9 and "method" not in frame:
            error = frame.get("error")
            if error is None:
                return "result"
            if "data" in error:
                return str(error["data"]["code"])
            return str(error["code"]) if error.get("code") in (-32000, -32601) else "error"
    return "nothing"


def is_said(frame: dict[str, Any]) -> bool:
    """Has somebody said something, or left? That somebody joined is seen in the members."""
    return frame.get("method") in ("verto.info", "verto.event") and "joined" not in frame["params"]


CELLS = list(itertools.product(STATES, [*PARAMS, *FOREIGN], TARGETS))


def test_every_method_has_a_row() -> None:
    assert set(PARAMS) == set(INSIDE) == METHODS
    assert not METHODS & set(FOREIGN)


@pytest.mark.parametrize("make_board", [Board, GuardBoard], ids=["embedded", "guard"])
@pytest.mark.parametrize("state", STATES)
def test_every_cell_is_as_the_table_says(make_board: type[Board], state: str) -> None:
    wrong = {}
    cells = [cell for cell in CELLS if cell[0] == state]
    for _, method, target in cells:
        params = PARAMS.get(method, PARAMS["verto.subscribe"])(TARGETS[target])
        found = outcome(make_board(), state, call_text(method, params, 9))
        if found != expected(state, method, target):
            wrong[method, target] = found
    assert wrong == {}
    print(f"D-4: {len(cells)} cells as specified: {state}")


def test_there_are_enough_cells() -> None:
    assert len(CELLS) >= 600
    assert {expected(*cell) for cell in CELLS} > {TOLD_ALL, TOLD_ONE, GONE, ENTERED, DENIED, NOT_IN}
