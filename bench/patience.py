"""What to do when a round goes wrong: a disturbed one is repeated, for a while; a system that fails is left out."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

OTHERS = 0.2
"""Share of a core from which it counts that something else ran on the machine."""
_PAUSE_SECONDS = 1.0

T = TypeVar("T")


class Patience:
    """Repeats rounds during which something else ran, until its time is used up: then disturbed rounds count too."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    async def undisturbed(self, measure: Callable[[], Awaitable[T]], others: Callable[[T], float]) -> T:
        """Return what was measured, of the first round that nothing disturbed."""
        while True:
            started = time.monotonic()
            measured = await measure()
            if others(measured) <= OTHERS or self._left <= 0:
                return measured
            await asyncio.sleep(_PAUSE_SECONDS)
            self._left -= time.monotonic() - started


def patience() -> Patience:
    """Return the patience of one part: BENCH_PATIENCE seconds."""
    return Patience(float(os.environ.get("BENCH_PATIENCE", "60")))


async def attempt(name: str, measured: Awaitable[T]) -> T | None:
    """Return what was measured, or None when this system failed: that is printed, and the others go on."""
    try:
        return await measured
    except (RuntimeError, OSError) as problem:
        print(f"    {name} failed: {problem}", flush=True)
        return None
