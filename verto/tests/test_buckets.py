"""Rates by key: never more than was said, and whoever waits as long as was said gets one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verto.core.buckets import Buckets, Rate, within


def test_so_many_at_once_and_then_so_many_a_second() -> None:
    buckets: Buckets[str] = Buckets(Rate(3, 0.5), 10)
    assert [buckets.take("a", 0) for _ in range(4)] == [True, True, True, False]
    assert buckets.take("b", 0), "each key has its own"
    assert [buckets.take("a", now) for now in (1.9, 2, 3.9, 4)] == [False, True, False, True]
    assert [buckets.take("a", 1000) for _ in range(4)] == [True, True, True, False]


@given(st.lists(st.floats(-5, 5), max_size=200), st.integers(1, 20))
def test_a_bucket_never_gives_more_than_it_holds(steps: list[float], burst: int) -> None:
    """Whatever the clock does, backwards included."""
    now, last = 0.0, 0.0
    buckets: Buckets[str] = Buckets(Rate(burst, 1), 1)
    taken = int(buckets.take("a", now))
    for step in steps:
        now += step
        last = max(last, now)
        taken += buckets.take("a", now)
    assert taken <= burst + last + 1e-6


@given(st.integers(1, 50), st.lists(st.floats(0, 20), min_size=1, max_size=300))
def test_no_minute_has_more_than_was_said(count: int, pauses: list[float]) -> None:
    buckets: Buckets[str] = Buckets(within(count, 60), 1)
    now, taken = 0.0, []
    for pause in pauses:
        now += pause
        taken += [now] * buckets.take("a", now)
    for start in taken:
        assert sum(start <= at <= start + 60 for at in taken) <= count


@pytest.mark.parametrize(("count", "at_once"), [(1, 1), (2, 2), (3, 2), (30, 20), (300, 200)])
def test_two_thirds_may_come_at_once_and_the_others_in_the_time(count: int, at_once: int) -> None:
    buckets: Buckets[str] = Buckets(within(count, 60), 1)
    assert sum(buckets.take("a", 0) for _ in range(1000)) == at_once
    assert sum(buckets.take("a", now / 100) for now in range(6000)) == count - at_once
    assert buckets.wait("a", 60) <= 60 / (count - at_once or 1)


@given(st.floats(1, 100), st.floats(0.001, 100), st.lists(st.floats(0, 3), max_size=50))
def test_who_waits_as_long_as_was_said_gets_one(burst: float, per_second: float, pauses: list[float]) -> None:
    buckets: Buckets[str] = Buckets(Rate(burst, per_second), 1)
    now = 0.0
    for pause in pauses:
        now += pause
        buckets.take("a", now)
    assert buckets.take("a", now + buckets.wait("a", now))


def test_looking_takes_nothing() -> None:
    buckets: Buckets[str] = Buckets(Rate(2, 1), 10)
    assert [buckets.left("a", 0), buckets.wait("a", 0), len(buckets)] == [2, 0, 0]
    buckets.take("a", 0)
    buckets.take("a", 0)
    assert [buckets.left("a", 0.5), buckets.wait("a", 0.5)] == [0.5, 0.5]


def test_a_bucket_that_holds_nothing_gives_nothing() -> None:
    for rate in (Rate(0, 0), Rate(0.5, 1), within(0, 60)):
        buckets: Buckets[str] = Buckets(rate, 10)
        assert not any(buckets.take("a", now) for now in range(1000))
        assert buckets.wait("a", 1000) == math.inf


def test_only_those_used_last_are_remembered() -> None:
    buckets: Buckets[int] = Buckets(Rate(1, 0), 3)
    for key in range(100):
        buckets.take(0, 0)
        buckets.take(key, 0)
    assert len(buckets) == 3
    assert [key for key in range(100) if buckets.left(key, 0) < 1] == [0, 98, 99]
