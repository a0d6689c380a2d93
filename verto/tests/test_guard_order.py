"""Messages come out in the order of each sender, once, and never wait for ever, whatever arrives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verto.core.guard.limits import GuardLimits
from verto.core.guard.order import Stream

LIMITS = GuardLimits()


def stream(*, starts_at_zero: bool = True, limits: GuardLimits = LIMITS) -> Stream[str]:
    return Stream(limits, starts_at_zero=starts_at_zero)


@given(st.permutations(range(12)), st.lists(st.integers(0, 11)))
def test_any_order_with_any_doubles_comes_out_in_order_and_once(order: list[int], doubles: list[int]) -> None:
    line, got = stream(), []
    for seq in order + doubles:
        got += line.put(1, seq, str(seq), 0.0)
    assert got == [str(seq) for seq in range(12)]
    assert line.until is None


@given(st.sets(st.integers(0, 30), min_size=1), st.booleans(), st.randoms())
def test_whatever_is_lost_the_rest_comes_out_in_order(arriving: set[int], from_zero: bool, random: object) -> None:
    order = sorted(arriving)
    random.shuffle(order)  # type: ignore[attr-defined]
    line, got, now = stream(starts_at_zero=from_zero), [], 0.0
    for seq in order:
        got += line.put(1, seq, str(seq), now)
    while line.until is not None:
        now = line.until
        got += line.due(now)
    assert got == [str(seq) for seq in sorted(arriving)]


def test_a_gap_is_waited_for_only_so_long() -> None:
    line = stream()
    assert line.put(1, 0, "a", 0.0) == ["a"]
    assert line.put(1, 2, "c", 1.0) == []
    assert line.until == pytest.approx(1.0 + LIMITS.gap_seconds)
    assert line.due(1.0 + LIMITS.gap_seconds / 2) == []
    assert line.due(1.0 + LIMITS.gap_seconds) == ["c"]
    assert line.put(1, 1, "b", 2.0) == [], "too late: what came after it is out already"
    assert line.until is None


def test_who_comes_in_the_middle_waits_for_what_may_be_before() -> None:
    line = stream(starts_at_zero=False)
    assert line.put(1, 8, "i", 0.0) == []
    assert line.put(1, 7, "h", 0.1) == []
    assert line.due(LIMITS.gap_seconds) == ["h", "i"]
    assert line.put(1, 9, "j", 0.3) == ["j"]


def test_the_first_of_all_need_not_wait() -> None:
    assert stream(starts_at_zero=False).put(1, 0, "a", 0.0) == ["a"]


def test_a_new_login_of_the_sender_counts_from_zero_and_ends_the_old_one() -> None:
    line = stream()
    assert line.put(5, 1, "old b", 0.0) == []
    assert line.put(6, 0, "new a", 0.1) == ["old b", "new a"]
    assert line.put(5, 0, "old a", 0.2) == []
    assert line.put(6, 1, "new b", 0.2) == ["new b"]


def test_a_flood_behind_a_gap_is_not_kept() -> None:
    line = stream(limits=GuardLimits(held_messages=10))
    got = [item for seq in range(1, 13) for item in line.put(1, seq, str(seq), 0.0)]
    assert got == [str(seq) for seq in range(1, 13)]
