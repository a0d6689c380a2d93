"""The session layer answers as mod_verto did, except where `differences.json` names a difference."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.contract.recordings import Stage, load
from verto.core.limits import Limits
from verto.tests.builders import Board
from verto.tests.guard_board import GuardBoard

HERE = Path(__file__).parent
DIFFERENCES = json.loads((HERE / "differences.json").read_text())
DOCUMENTED = HERE.parent.parent / "docs" / "verto.md"
RECORDINGS = load()


BOARDS: dict[str, type[Board]] = {"embedded": Board, "guard": GuardBoard}


@cache
def played(board: str) -> dict[str, dict[str, list[str]]]:
    """Play all recordings once, in their order, for they build on each other."""
    # Its people come back more often than a client may.
    stage = Stage(BOARDS[board](Limits(login_burst=1000)))
    return {recording["name"]: stage.play(recording) for recording in RECORDINGS}


@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording["name"][:60])
def test_it_answers_as_recorded_or_as_a_named_difference(recording: dict[str, Any], board: str) -> None:
    wanted = DIFFERENCES.get(recording["name"], recording)
    got = played(board)[recording["name"]]
    assert got["speaker"] == wanted["expect"]
    for letter, frames in (wanted.get("others") or {}).items():
        assert got.get(letter, frames) == frames, letter


def test_every_difference_is_one() -> None:
    """A difference that has gone must leave the list."""
    for recording in RECORDINGS:
        difference = DIFFERENCES.get(recording["name"])
        if difference:
            others = recording.get("others") or {}
            assert difference["expect"] != recording["expect"] or any(
                difference["others"][letter] != others[letter] for letter in difference["others"]
            ), recording["name"]


def test_most_recordings_come_out_the_same() -> None:
    assert len(RECORDINGS) >= 180
    assert len(DIFFERENCES) <= 55


def test_every_difference_is_documented_and_every_documented_one_is_tested() -> None:
    section = DOCUMENTED.read_text().split("## Differences")[1]
    rows = re.findall(r"^\| `(\w+)`( \*)? \|", section, re.MULTILINE)
    recorded = {name for name, star in rows if not star}
    own = {name for name, star in rows if star}
    assert {item["difference"] for item in DIFFERENCES.values()} == recorded
    tests = "".join((HERE / name).read_text() for name in ("test_own_rules.py", "test_socket.py"))
    assert all(f"def test_{name}" in tests for name in own), own


@pytest.mark.parametrize("board", BOARDS)
def test_nobody_hears_a_sessid_or_a_password_of_another(board: str) -> None:
    for name, got in played(board).items():
        for letter in ("A", "B", "X"):
            for frame in got.get(letter, []):
                secrets_of_others = re.findall(r"\{SESSID_(\w)\}|(\{PASSWD\})", frame)
                assert all(owner == letter and not passwd for owner, passwd in secrets_of_others), name
