"""Puts messages back into the order in which they were sent: FreeSWITCH has two threads for them and keeps none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from verto.core.guard.limits import GuardLimits

T = TypeVar("T")


class Stream(Generic[T]):
    """What one receiver gets from one sender. Nothing is handed out twice, and nothing waits for ever.

    Where the receiver came in the middle (`starts_at_zero` false), the first message may itself be early, so it waits as
    if something were missing before it.
    """

    __slots__ = ("_epoch", "_held", "_limits", "_next", "_until")

    def __init__(self, limits: GuardLimits, *, starts_at_zero: bool) -> None:
        self._limits = limits
        self._epoch = -1
        self._next: int | None = 0 if starts_at_zero else None
        self._held: dict[int, T] = {}
        self._until: float | None = None

    @property
    def until(self) -> float | None:
        """When the wait for a missing message ends; None while nothing is missing."""
        return self._until

    def put(self, epoch: int, seq: int, item: T, now: float) -> list[T]:
        """Take what has arrived; return what may be handed out now."""
        ready: list[T] = []
        if epoch > self._epoch:
            # The sender has logged in anew and counts from 0; what was held of before will not be completed.
            ready = list(self._drain())
            if self._epoch >= 0:
                self._next = 0
            self._epoch = epoch
        elif epoch < self._epoch:
            return ready
        if self._next is None and seq == 0:
            self._next = 0
        if seq in self._held or (self._next is not None and seq < self._next):
            return ready
        self._held[seq] = item
        ready += self._run()
        if len(self._held) > self._limits.held_messages:
            ready += self._skip()
        self._wait(now, restart=bool(ready))
        return ready

    def due(self, now: float) -> list[T]:
        """Return what has waited long enough, whatever is missing before it."""
        if self._until is None or now < self._until:
            return []
        ready = self._skip()
        self._wait(now, restart=True)
        return ready

    def _run(self) -> list[T]:
        ready: list[T] = []
        while self._next is not None and self._next in self._held:
            ready.append(self._held.pop(self._next))
            self._next += 1
        return ready

    def _skip(self) -> list[T]:
        if self._held:
            self._next = min(self._held)
        return self._run()

    def _drain(self) -> Iterator[T]:
        for seq in sorted(self._held):
            yield self._held.pop(seq)

    def _wait(self, now: float, *, restart: bool) -> None:
        if not self._held:
            self._until = None
        elif self._until is None or restart:
            self._until = now + self._limits.gap_seconds
