"""Lines of settings files."""

from __future__ import annotations

import pytest

from common.assignments import meaningful_lines, unquoted


def test_empty_lines_and_comments_say_nothing_and_are_counted() -> None:
    assert list(meaningful_lines("# a\n\n  A=1 \n ; b\n\tB=2")) == [(3, "A=1"), (4, "; b"), (5, "B=2")]
    assert list(meaningful_lines("# a\n ; b\nA=1", comments=("#", ";"))) == [(3, "A=1")]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (' "a b" ', "a b"),
        ("'a'", "a"),
        ('""', ""),
        ('"', '"'),
        ("\"a'", "\"a'"),
        ('a"b"', 'a"b"'),
        ("\"'a'\"", "'a'"),
        ("", ""),
    ],
)
def test_one_pair_of_quotes_goes(value: str, meant: str) -> None:
    assert unquoted(value) == meant
