"""Hostile clients against the whole session layer: nothing crashes, nothing is forged, and the others' talk goes on."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from verto.core.codes import CloseCode
from verto.core.limits import Limits
from verto.core.rules import METHODS
from verto.tests.builders import ALICE, BOB, CAROL, CHANNEL, MALLORY, OTHER_CHANNEL, Board, Caller, login_text

IDS = st.sampled_from([ALICE, BOB, CAROL, MALLORY, f"{BOB}@pbx", CHANNEL, OTHER_CHANNEL, f"{CHANNEL}.x", "", "nobody"])
SENDER_KEYS = st.sampled_from(
    [
        "userid",
        "USERID",
        "from",
        "sessid",
        "fromDisplay",
        "from_user",
        "joined",
        "left",
        "eventSerno",
        "subscribedChannel",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | IDS
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SENDER_KEYS | st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
PARAMS = ANY_JSON | st.fixed_dictionaries(
    {},
    optional={
        "eventChannel": IDS | st.lists(IDS, max_size=4) | ANY_JSON,
        "localBroadcast": st.booleans() | ANY_JSON,
        "eventData": ANY_JSON,
        "msg": ANY_JSON
        | st.fixed_dictionaries({"to": IDS, "body": st.text(min_size=1, max_size=5)}, optional={"from": IDS}),
        "userid": IDS,
        "sessid": IDS,
        "joined": IDS,
        "echoParams": ANY_JSON,
        "login": IDS,
        "passwd": st.text(max_size=5),
    },
)
METHOD_NAMES = st.sampled_from([*sorted(METHODS), "jsapi", "fsapi", "verto", "verto.invite", "VERTO.INFO"]) | SCALARS
REQUESTS = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0") | SCALARS},
    optional={"method": METHOD_NAMES, "params": PARAMS, "id": ANY_JSON, "result": ANY_JSON, "error": ANY_JSON},
)
TEXTS = (
    (REQUESTS | st.lists(REQUESTS, max_size=12) | ANY_JSON).map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=80)
    | st.integers(0, 400).map(lambda depth: b'{"jsonrpc":"2.0","method":"echo","params":' + b"[" * depth)
    | st.sampled_from(
        [
            b"",
            b"#SPU 99",
            b"\xff",
            b"x" * 70_000,
            b"[]",
            b"[" * 70_000,
            b'{"jsonrpc":"2.0","id":1,"id":2,"method":"echo"}',
        ]
    )
)
FRIENDLY = Limits(deliveries_per_second=1e9, delivery_burst=1e9, refusals_before_cut=10**9)


class HostileNeighbour(RuleBasedStateMachine):
    """Mallory holds real credentials of her own channel, Carol is a hostile member of ours, and a stranger has nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board(FRIENDLY)
        self.alice, self.bob = self.board.joins(ALICE), self.board.joins(BOB)
        self.attackers: dict[str, Caller] = {}
        self.told = 0

    def attacker(self, name: str) -> Caller:
        caller = self.attackers.get(name)
        if caller is None or caller.close_code is not None:
            if caller is not None:
                caller.leaves()
            caller = self.attackers[name] = {
                "mallory": lambda: self.board.joins(MALLORY),
                "carol": lambda: self.board.joins(CAROL),
                "stranger": lambda: self.board.dials(),
            }[name]()
        return caller

    @rule(name=st.sampled_from(["mallory", "carol", "stranger"]), raw=TEXTS)
    def attack(self, name: str, raw: bytes) -> None:
        self.attacker(name).says(raw)
        for person in (self.alice, self.bob):
            for text in person.frames:
                self.check(name, text)
            person.frames.clear()

    @rule(who=st.sampled_from([ALICE, BOB, CAROL, MALLORY]), passwd=st.text(max_size=10))
    def guess(self, who: str, passwd: str) -> None:
        caller = self.board.dials()
        caller.says(login_text(self.board.entries[who], passwd=passwd or "x"))
        assert caller.close_code == CloseCode.REFUSED
        caller.leaves()

    @rule(seconds=st.floats(0.1, 4))
    def time_passes(self, seconds: float) -> None:
        self.board.now += seconds
        for person in (self.alice, self.bob):
            person.calls("echo", {})
        self.board.perform(self.board.switchboard.tick(self.board.now))
        for person in (self.alice, self.bob):
            person.frames.clear()

    @invariant()
    def the_bystanders_call_goes_on(self) -> None:
        self.told += 1
        body = f"still here {self.told}"
        assert self.alice.calls("verto.info", {"msg": {"to": BOB, "body": body}})[0]["result"]["message"] == "SENT"
        assert [f["params"]["msg"]["body"] for f in self.bob.heard() if f["method"] == "verto.info"] == [body]

    def check(self, name: str, text: bytes) -> None:
        """Whatever reaches a bystander names its true sender to every reader, and belongs to this channel."""
        speaker = {"carol": CAROL}.get(name)
        for frame in (json.loads(text, object_pairs_hook=first_wins), json.loads(text)):
            method, params = frame.get("method"), frame.get("params", {})
            if method == "verto.info":
                assert params["msg"]["from"] == f"{speaker}@pbx"
                assert set(params["msg"]) == {"from", "to", "body"}
            elif method == "verto.event":
                assert params["eventChannel"] == CHANNEL
                said = {"joined", "left"} & set(params)
                assert (params.get("userid") == f"{speaker}@pbx") != bool(said), params
                assert all(params[key] == CAROL for key in said)
        for entry in self.board.entries.values():
            assert entry.sessid.encode() not in text
            assert b"pass-" + entry.client_id.encode() not in text


def first_wins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read an object as cJSON does: the first of two equal keys counts."""
    return dict(reversed(pairs))


TestHostileNeighbour = HostileNeighbour.TestCase
TestHostileNeighbour.settings = settings(max_examples=60, stateful_step_count=25)


@given(TEXTS)
@settings(max_examples=400)
def test_every_answer_is_json_or_a_close(raw: bytes) -> None:
    board = Board(FRIENDLY)
    for caller in (board.dials(), board.joins(ALICE)):
        caller.frames.clear()
        board.perform(board.switchboard.received(caller.session, raw, board.now))
        for text in caller.frames:
            json.loads(text)
        assert caller.frames or caller.close_code or is_silent(raw)


def is_silent(raw: bytes) -> bool:
    """An empty frame and an answer to a request of ours get nothing back."""
    return not raw or re.search(rb'"result"', raw) is not None
