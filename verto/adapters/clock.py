"""Seconds since the epoch that never jump: the wall clock once, the monotonic clock from there on."""

from __future__ import annotations

import time


class SteadyClock:
    """Call it for the time. A correction of the wall clock after the start does not touch running timers."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() + self._offset
