"""The known answers that browsers and Python share."""

from __future__ import annotations

import json
from typing import Any

import pytest

from peers.sealing import compare, link
from peers.sealing.memory import Memory, Window
from peers.sealing.refusals import Reason, Refused
from peers.sealing.route import Route
from peers.sealing.seal import open_sealed, seal, sender_key, visit_of
from tests.sealing.vectors import PATH, text

VECTORS = json.loads(PATH.read_text(encoding="utf-8"))


def route_of(vector: dict[str, Any]) -> Route:
    return Route(vector["channel"], vector["from"], vector["to"], bytes.fromhex(vector["toVisit"]))


def memory_of(route: Route, visit: bytes, seen: list[int], speaker: bytes | None) -> Memory:
    """What a page remembers that heard these counters of a visit, and then another or none began to speak."""
    memory = Memory()
    for counter in seen:
        memory.note(route, visit, counter)
    memory.release(route.sender)
    if speaker is not None and (speaker != visit or not seen):
        # A counter that no vector uses.
        memory.note(route, speaker, 2**40 if speaker != visit else 0)
    elif speaker is not None:
        memory.note(route, visit, seen[0])
    return memory


def test_the_file_is_what_its_maker_makes() -> None:
    assert PATH.read_text(encoding="utf-8") == text(), "python -m tests.sealing"


def test_there_are_enough_of_every_kind() -> None:
    assert sum(len(group) for name, group in VECTORS.items() if name != "about") >= 1000
    assert {vector["reason"] for vector in VECTORS["refused"]} == {reason.value for reason in Reason}
    assert PATH.stat().st_size < 1_500_000


def test_keys() -> None:
    for vector in VECTORS["keys"]:
        assert sender_key(bytes.fromhex(vector["K"]), vector["channel"], vector["from"]).hex() == vector["key"]


def test_sealing() -> None:
    for vector in VECTORS["sealed"]:
        seed = bytes.fromhex(vector["visitSeed"])
        parts = {"seed": seed, "counter": vector["counter"], "iv": bytes.fromhex(vector["iv"]), "said": vector["said"]}
        assert visit_of(seed).hex() == vector["visit"]
        assert seal(bytes.fromhex(vector["K"]), route_of(vector), **parts) == vector["text"]


def test_opening() -> None:
    for vector in VECTORS["sealed"]:
        route, visit = route_of(vector), bytes.fromhex(vector["visit"])
        memory = memory_of(route, visit, [], visit if route.is_broadcast else None)
        opened = open_sealed(bytes.fromhex(vector["K"]), route, vector["text"], memory)
        assert opened == (visit, vector["counter"], vector["said"])


def test_refusing() -> None:
    for vector in VECTORS["refused"]:
        speaker = vector["speaker"] and bytes.fromhex(vector["speaker"])
        memory = memory_of(route_of(vector), bytes.fromhex(vector["visit"]), vector["seen"], speaker)
        with pytest.raises(Refused) as refusal:
            open_sealed(bytes.fromhex(vector["K"]), route_of(vector), vector["text"], memory)
        assert refusal.value.reason == vector["reason"], vector["why"]


def test_windows() -> None:
    for vector in VECTORS["windows"]:
        window = Window()
        for counter, is_taken in zip(vector["counters"], vector["taken"], strict=True):
            assert window.is_new(counter) == is_taken
            if is_taken:
                window.note(counter)


def side_of(vector: dict[str, str]) -> compare.Side:
    raw = {name: bytes.fromhex(vector[name]) for name in ("visit", "fingerprint", "nonce")}
    return compare.Side(vector["client"], **raw)


def test_commits() -> None:
    for vector in VECTORS["commits"]:
        assert compare.commit(vector["channel"], side_of(vector)).hex() == vector["commit"]
        seed, commit = bytes.fromhex(vector["visitSeed"]), bytes.fromhex(vector["commit"])
        assert compare.prove(seed, commit).hex() == vector["proof"]


def test_codes() -> None:
    for vector in VECTORS["codes"]:
        one, other = side_of(vector["one"]), side_of(vector["other"])
        code = compare.code(vector["channel"], one, other)
        assert code == compare.code(vector["channel"], other, one)
        assert code.hex() == vector["code"]
        assert compare.emoji_indexes(code) == vector["emoji"]
        assert compare.numbers(code) == vector["numbers"]


def test_links() -> None:
    for vector in VECTORS["links"]:
        if vector["key"] is None:
            with pytest.raises(ValueError, match=r"key|base64url|form"):
                link.key_of(vector["fragment"])
        else:
            assert link.key_of(vector["fragment"]).hex() == vector["key"]
            assert link.fragment_of(bytes.fromhex(vector["key"])) == vector["fragment"]
