"""D-3: whatever a member writes, those who hear it read its true sender, whichever of two equal keys their parser takes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.scale import scaled
from verto.core.limits import Limits
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, MALLORY, Board, Caller
from verto.tests.guard_board import GuardBoard
from verto.tests.test_hostile_frames import first_wins

MESSAGES = scaled(5_000, 100_000)
PLENTY = Limits(deliveries_per_second=1e9, delivery_burst=1e9, refusals_before_cut=10**9)

# Written as JSON text, so that the same name can come in several spellings.
NAMES = [
    '"from"', '"userid"', '"sessid"', '"fromDisplay"', '"from_user"', '"from_host"', '"joined"', '"left"', '"to"',
    '"FROM"', '"UserID"', '"From"', '"\\u0066rom"', '"fr\\u006fm"', '"user\\u0069d"', '"fr\\u043em"', '"u\\u0455erid"',
    '"from\\u0000"', '"from "', '" from"', '"from\\u200b"', '"\\uff46\\uff52\\uff4f\\uff4d"', '"\\u017fessid"',
    '"__proto__"', '"constructor"', '"prototype"', '"toString"', '"__defineGetter__"', '"eventSerno"',
    '"subscribedChannel"', '"eventChannel"', '"msg"', '"params"', '"method"', '"body"', '"eventData"', '"result"',
]  # fmt: skip
FORGED = [
    f'"{BOB}@pbx"',
    f'"{BOB}"',
    f'"{MALLORY}@pbx"',
    f'{{"from":"{BOB}@pbx","userid":"{BOB}@pbx"}}',
    f'{{"msg":{{"from":"{BOB}@pbx","to":"{CAROL}@pbx","body":"x"}}}}',
    f'["{BOB}@pbx"]',
    '"verto.punt"',
    "null",
    "true",
]
TWICE = ['"to"', '"body"', '"msg"', '"eventData"', '"eventChannel"', '"params"', '"method"', '"jsonrpc"']
"""Names that are there already: a message with one of them twice must be refused whole."""
EVENT_KEYS = {"eventChannel", "localBroadcast", "eventData", "userid", "eventSerno", "subscribedChannel"}


def written(pairs: list[tuple[str, str]], chance: random.Random, most: int) -> str:
    """Return an object of these pairs with up to `most` forged ones among them, at any place."""
    pairs = list(pairs)
    for _ in range(chance.randint(0, most)):
        pairs.insert(chance.randint(0, len(pairs)), (chance.choice(NAMES + TWICE), chance.choice(FORGED)))
    return "{" + ",".join(f"{name}:{value}" for name, value in pairs) + "}"


def messages(count: int) -> Iterator[bytes]:
    """Yield requests of Alice's: directs to Carol and broadcasts, each forged at one or more levels."""
    chance = random.Random(3)
    for number in range(count):
        level = {place: chance.choice([0, 0, 1, 2]) for place in ("outer", "params", "inner")}
        if number % 2:
            inner = written([('"to"', f'"{CAROL}"'), ('"body"', '"hello"')], chance, level["inner"])
            params = written([('"msg"', inner)], chance, level["params"])
            method = '"verto.info"'
        else:
            data = written([('"body"', '"hello"')], chance, level["inner"])
            pairs = [('"eventChannel"', f'"{CHANNEL}"'), ('"localBroadcast"', "true"), ('"eventData"', data)]
            params = written(pairs, chance, level["params"])
            method = '"verto.broadcast"'
        pairs = [('"jsonrpc"', '"2.0"'), ('"method"', method), ('"params"', params), ('"id"', str(number))]
        yield written(pairs, chance, level["outer"]).encode()


def last_wins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read an object as JavaScript does: the last of two equal keys counts."""
    return dict(pairs)


def check(text: bytes, reading: Callable[[list[tuple[str, Any]]], dict[str, Any]]) -> bool:
    """Assert that this frame names Alice to this reader; False if it is nothing that a member said."""
    frame = json.loads(text, object_pairs_hook=reading)
    params = frame.get("params", {})
    if frame.get("method") == "verto.info":
        assert set(frame) == {"jsonrpc", "id", "method", "params"}
        assert set(params) == {"msg"}
        assert set(params["msg"]) == {"from", "to", "body"}
        assert params["msg"]["from"] == f"{ALICE}@pbx"
        assert params["msg"]["to"] == f"{CAROL}@pbx"
        return True
    if frame.get("method") == "verto.event":
        assert set(frame) == {"jsonrpc", "id", "method", "params"}
        assert set(params) <= EVENT_KEYS, "presence, or a key that no member writes"
        assert params["userid"] == f"{ALICE}@pbx"
        assert params["eventChannel"] == params["subscribedChannel"] == CHANNEL
        return True
    assert frame["method"] == "verto.ping", frame
    return False


@pytest.mark.parametrize("make_board", [Board, GuardBoard], ids=["embedded", "guard"])
def test_nobody_speaks_as_somebody_else(make_board: type[Board]) -> None:
    board = make_board(PLENTY)
    alice, carol = board.joins(ALICE), board.joins(CAROL)
    for caller in (alice, carol):
        caller.frames.clear()
    delivered = sum(told(board, alice, carol, raw) for raw in messages(MESSAGES))
    print(f"D-3: {MESSAGES} forged messages, {delivered} delivered, none under another name")
    # Some have a key twice and are refused whole; what is left must be enough to say something.
    assert MESSAGES / 2 < delivered < MESSAGES
    assert alice.close_code is None


def told(board: Board, alice: Caller, carol: Caller, raw: bytes) -> bool:
    """Let Alice send this; check what Carol gets of it."""
    board.now += 0.1
    board.perform(board.switchboard.received(alice.session, raw, board.now))
    if isinstance(board, GuardBoard):
        # Its messages leave at a pace.
        board.wakes()
    alice.frames.clear()
    # Both stay readers who keep up: the credit for slow ones is another check's.
    for caller in (alice, carol):
        caller.session.answered = caller.session.sent
    heard = [check(text, first_wins) + check(text, last_wins) for text in carol.frames]
    carol.frames.clear()
    return any(heard)
