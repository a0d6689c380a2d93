"""The content of a backup, in any pieces, and nothing that is not one."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.backup.faults import BackupError, Fault
from common.backup.making import NAME, VERSION
from common.backup.reading import Manifest, Reader

BEGINNING: list[Any] = [
    {"backup": NAME, "version": VERSION, "made": "2026-11-22T03:00:00+00:00", "schema": {"auth": "0012"}},
    {"secrets": {"SECRET_KEY": ["new", "old"]}, "settings": {"ORIGINS": "https://talk.example.org"}},
]
ROWS: list[Any] = [
    {"table": "a.A", "columns": ["id", "name"]},
    [1, "Alice"],
    [2, "Bob"],
    {"table": "b.B", "columns": ["id"]},
]
END: dict[str, Any] = {"end": {"a.A": 2, "b.B": 0}}


class Listener:
    def __init__(self) -> None:
        self.manifest: Manifest | None = None
        self.heard: list[Any] = []

    def begin(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def rows(self, table: str, columns: list[str], rows: list[list[Any]]) -> None:
        self.heard.append((table, columns, rows))


def as_bytes(lines: list[Any]) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def fault_of(content: bytes) -> Fault:
    reader = Reader(Listener())
    with pytest.raises(BackupError) as failure:
        reader.feed(content)
        reader.finish()
    return failure.value.fault


@given(cuts=st.lists(st.integers(0, 1000)))
def test_it_may_come_in_any_pieces(cuts: list[int]) -> None:
    content = as_bytes([*BEGINNING, *ROWS, END])
    places = sorted({min(cut, len(content)) for cut in cuts} | {0, len(content)})
    listener = Listener()
    reader = Reader(listener)
    for start, end in pairwise(places):
        reader.feed(content[start:end])
    reader.finish()
    assert listener.manifest == Manifest(BEGINNING[0]["made"], BEGINNING[0]["schema"])
    assert listener.heard == [("a.A", ["id", "name"], [[1, "Alice"], [2, "Bob"]])]
    assert (reader.site.secrets, reader.site.settings) == (BEGINNING[1]["secrets"], BEGINNING[1]["settings"])
    assert reader.counts == END["end"]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], Fault.NOT_A_BACKUP),
        ([{"backup": "another"}], Fault.NOT_A_BACKUP),
        ([[1]], Fault.NOT_A_BACKUP),
        ([{**BEGINNING[0], "version": VERSION + 1}], Fault.OTHER_VERSION),
        (BEGINNING, Fault.DAMAGED),
        ([*BEGINNING, *ROWS], Fault.DAMAGED),
        ([*BEGINNING, *ROWS[:2], END], Fault.DAMAGED),
        ([*BEGINNING, [1]], Fault.DAMAGED),
        ([*BEGINNING, *ROWS, END, [3]], Fault.DAMAGED),
        ([BEGINNING[0], {"secrets": 1}], Fault.DAMAGED),
    ],
)
def test_what_is_not_whole_is_refused(lines: list[Any], fault: Fault) -> None:
    assert fault_of(as_bytes(lines)) is fault


@given(content=st.binary())
def test_anything_else_is_refused(content: bytes) -> None:
    assert fault_of(content) is Fault.NOT_A_BACKUP


@given(
    line=st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_nor_does_any_line_in_its_middle_break_it(line: Any) -> None:
    reader = Reader(Listener())
    try:
        reader.feed(as_bytes([*BEGINNING, *ROWS, line, END]))
        reader.finish()
    except BackupError:
        return
    raise AssertionError("a line more than the end says was taken")
