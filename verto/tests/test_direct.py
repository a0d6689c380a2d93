"""The short way for the most frequent frame means exactly what the long way means."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verto.core import direct
from verto.core.frames import parse
from verto.tests.builders import ALICE, BOB, Board

BODIES = st.text(min_size=1).map(lambda text: json.dumps(text, ensure_ascii=False)) | st.text(min_size=1).map(
    json.dumps
)


def frame(to: str, body: str, request_id: str = "7", *, browser: bool = True) -> bytes:
    """Return a message as browsers write it, or as others do; `body` and `request_id` are JSON text."""
    message = f'"params":{{"msg":{{"to":{json.dumps(to)},"body":{body}}}}}'
    if browser:
        return f'{{"jsonrpc":"2.0","id":{request_id},"method":"verto.info",{message}}}'.encode("utf-8", "surrogatepass")
    return f'{{"jsonrpc":"2.0","method":"verto.info",{message},"id":{request_id}}}'.encode("utf-8", "surrogatepass")


def meaning(told: direct.Told) -> object:
    """Return the frame's value as the strict parser must see it."""
    request_id, to, body = told
    message = {"to": to, "body": json.loads(body)}
    return {"jsonrpc": "2.0", "method": "verto.info", "params": {"msg": message}, "id": int(request_id)}


@given(body=BODIES, request_id=st.integers(0, 10**14), browser=st.booleans())
def test_what_browsers_write_is_read_the_short_way(body: str, request_id: int, browser: bool) -> None:
    raw = frame(BOB, body, str(request_id), browser=browser)
    told = direct.read(raw)
    assert told is not None
    assert told == (str(request_id).encode(), BOB, body.encode())
    assert parse(raw) == meaning(told)


@pytest.mark.parametrize(
    "raw",
    [
        frame(BOB, '""'),
        frame("", '"x"'),
        frame(BOB, "1"),
        frame(BOB, '{"a":1}'),
        frame(BOB, '"x"', '"7"'),
        frame(BOB, '"x"', "1e3"),
        frame(BOB, '"x"', "-1"),
        frame(BOB, '"x"', "null"),
        frame(BOB, '"x"', "1" * 16),
        frame(BOB, '"x"').replace(b":7", b": 7"),
        frame(BOB, '"x"') + b" ",
        frame(BOB, '"x","body":"y"'),
        frame(BOB, '"x","from":"y"'),
        frame(BOB, '"x"', '7,"id":8'),
        frame(BOB, '"x"', '7,"jsonrpc":"2.0"'),
        frame(BOB, '"x"').replace(b'"msg"', b'"\\u006dsg"'),
        frame(BOB, '"x"').replace(BOB[:1].encode(), b"\\u00" + BOB[:1].encode().hex().encode(), 1),
        frame(BOB, '"\\q"'),
        frame(BOB, '"\\ud800"'),
        frame(BOB, '"x"').replace(b"x", b"\xed\xa0\x80"),
        frame(BOB, '"x"').replace(b'"x"', b'"\x01"'),
        frame(BOB, '"x"').replace(b"2.0", b"2.1"),
        frame(BOB, '"x"')[:-1],
        b"[" + frame(BOB, '"x"') + b"]",
        b"x" * 20 + b'"verto.info"',
    ],
)
def test_everything_else_goes_the_long_way(raw: bytes) -> None:
    assert direct.read(raw) is None


@given(st.data())
def test_no_change_of_some_bytes_makes_the_two_disagree(data: st.DataObject) -> None:
    raw = bytearray(frame(BOB, '"a \\u00e9 é \\" {[,]}"', browser=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(
            st.sampled_from([b"", b'"', b"\\", b"{", b"}", b",", b":", b" ", b"0", b"e", b"\xc3", b',"id":1'])
        )
        raw[at : at + data.draw(st.integers(0, 2))] = piece
    told = direct.read(bytes(raw))
    if told is not None:
        assert parse(bytes(raw)) == meaning(told)


@pytest.mark.parametrize("to", [BOB, BOB + "@pbx", ALICE, "nobody"])
def test_both_ways_have_the_same_effect(to: str) -> None:
    heard = []
    for blank in (b"", b" "):
        board = Board()
        alice, bob = board.joins(ALICE), board.joins(BOB)
        alice.heard(), bob.heard()
        answers = alice.says(frame(to, '"hello é"') + blank)
        heard.append((answers, bob.heard()))
    assert heard[0] == heard[1]


def test_both_ways_cost_the_same() -> None:
    answers = []
    for blank in (b"", b" "):
        board = Board()
        alice = board.joins(ALICE)
        board.joins(BOB)
        answers.append([[*map(set, alice.says(frame(BOB, '"x"') + blank))] for _ in range(700)])
    assert answers[0] == answers[1]
    assert any("error" in keys for one in answers[0] for keys in one)
