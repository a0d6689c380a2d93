"""`.env` as `make run` reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.house.dotenv import load, parse
from scripts.house.stopping import Stop


def test_names_and_values() -> None:
    text = '# a comment\n\nDEBUG=1\nexport DATA_DIR = /srv/peers \nICE_SERVERS=\'[{"urls": "stun:x"}]\'\nEMPTY=\n'
    assert parse(text) == {
        "DEBUG": "1",
        "DATA_DIR": "/srv/peers",
        "ICE_SERVERS": '[{"urls": "stun:x"}]',
        "EMPTY": "",
    }


def test_a_line_it_cannot_read_is_named() -> None:
    with pytest.raises(Stop, match="line 2"):
        parse("DEBUG=1\nDEBUG 0\n")


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PEERS_ONE=file\nPEERS_TWO=file\nPEERS_THREE=\n")
    monkeypatch.setenv("PEERS_ONE", "environment")
    monkeypatch.setenv("PEERS_TWO", "")
    load(tmp_path / ".env")
    assert os.environ["PEERS_ONE"] == "environment"
    assert os.environ["PEERS_TWO"] == "file"
    assert "PEERS_THREE" not in os.environ


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    load(tmp_path / ".env")


def test_the_example_can_be_copied() -> None:
    example = Path(__file__).resolve().parent.parent.parent / ".env.example"
    assert set(parse(example.read_text(encoding="utf-8")).values()) == {""}
