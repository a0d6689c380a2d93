"""Token buckets by key: so many at once, then so many a second. The one arithmetic of every rate that is counted by key."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

_ENOUGH = 1 - 1e-9
"""Who waits exactly as long as was said finds a whole token, whatever the fractions add up to."""
_AT_ONCE = 2 / 3


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_second`."""

    burst: float
    per_second: float


def within(count: int, seconds: float) -> Rate:
    """Return a rate that never gives more than `count` in any such time: two thirds at once, the others spread over it."""
    burst = math.ceil(count * _AT_ONCE)
    # Not quite one more than the others: one that has begun to flow when the time ends does not count.
    return Rate(burst, (count - burst + 0.99) / seconds if count else 0.0)


class Buckets(Generic[Key]):
    """A bucket for each key; the `size` that were used last are remembered, and who is forgotten begins anew with a full one.

    Times are in seconds, of a clock that may stand still or go back: then nothing flows. Not for two threads at once.
    """

    __slots__ = ("_known", "_rate", "_size")

    def __init__(self, rate: Rate, size: int) -> None:
        self._rate = rate
        self._size = size
        self._known: OrderedDict[Key, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def take(self, key: Key, now: float) -> bool:
        """Take one, if there is one."""
        left, at = self._now(key, now)
        is_enough = left >= _ENOUGH
        self._known[key] = max(0.0, left - is_enough), at
        self._known.move_to_end(key)
        if len(self._known) > self._size:
            self._known.popitem(last=False)
        return is_enough

    def left(self, key: Key, now: float) -> float:
        """Return how many could be taken now, fractions included."""
        return self._now(key, now)[0]

    def wait(self, key: Key, now: float) -> float:
        """Return in how many seconds one can be taken: 0 for now, infinity for never."""
        left = self.left(key, now)
        if left >= _ENOUGH:
            return 0.0
        # A bucket that holds less than one never has one to give.
        return (1 - left) / self._rate.per_second if self._rate.per_second and self._rate.burst >= 1 else math.inf

    def _now(self, key: Key, now: float) -> tuple[float, float]:
        left, at = self._known.get(key, (self._rate.burst, now))
        return min(self._rate.burst, left + max(0.0, now - at) * self._rate.per_second), max(at, now)
