"""The tables of codes in Python, in JavaScript and in the document are the same."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

import pytest

from verto.core.codes import CloseCode, ErrorCode, PuntReason, Refusal

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "verto.md").read_text()


def in_javascript(name: str) -> dict[str, str]:
    """Return the members of one frozen object of `codes.js`."""
    text = (ROOT / "static" / "js" / "verto" / "codes.js").read_text()
    body = re.search(rf"{name} = Object\.freeze\(\{{(.*?)\}}\)", text, re.DOTALL)
    assert body, f"codes.js has no {name}"
    return {key: value.strip("'\"") for key, value in re.findall(r"(\w+):\s*([^,\n]+?),", body[1])}


@pytest.mark.parametrize(
    ("enum", "name"),
    [(Refusal, "Refusal"), (PuntReason, "PuntReason"), (CloseCode, "CloseCode"), (ErrorCode, "ErrorCode")],
)
def test_python_and_javascript_agree(enum: type[Enum], name: str) -> None:
    assert in_javascript(name) == {member.name: str(member.value) for member in enum}


def rows_below(heading: str) -> list[tuple[str, ...]]:
    section = DOCUMENT.split(heading)[1].split("\n## ")[0]
    return [tuple(cell.strip(" `") for cell in row.split("|")[1:-1]) for row in section.splitlines() if row[:1] == "|"]


def test_the_document_lists_every_punt_reason() -> None:
    assert {row[0] for row in rows_below("## Punt reasons")[2:]} == set(PuntReason)


def test_the_document_lists_every_close_code() -> None:
    assert {row[:2] for row in rows_below("## Close codes")[2:]} == {(str(int(c)), c.name.lower()) for c in CloseCode}


def test_the_document_lists_every_refusal() -> None:
    listed = {row[0] for row in rows_below("## Errors")}
    assert set(Refusal) <= listed
