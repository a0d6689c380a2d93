"""How far long work is: one line that is written over, and only for people who watch."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_PAUSE_SECONDS = 0.2

Told = Callable[[str, int, int], object]
"""Hears what is being done, and how much of how much of it is."""


def nobody_listens(what: str, done: int, total: int) -> None:
    """Hear nothing."""


class Progress:
    """Tells a terminal what part is done; says nothing where the output goes elsewhere."""

    def __init__(self, output: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._output = output
        self._clock = clock
        self._is_watched = output.isatty()
        self._told_at = clock()
        self._has_told = False

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how much of how much is done; cheap, so that it can be called for each piece."""
        if not self._is_watched or self._clock() - self._told_at < _PAUSE_SECONDS:
            return
        self._told_at = self._clock()
        self._has_told = True
        self._output.write(f"\r\x1b[K{what}: {100 * done // max(total, 1)} %")
        self._output.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._has_told:
            self._output.write("\r\x1b[K")
            self._output.flush()
