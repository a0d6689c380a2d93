"""How much a security check does: a part in `make test`, all that docs/security-checks.md promises in `make soak`."""

from __future__ import annotations

import os
from typing import TypeVar

FULL = os.environ.get("SOAK") == "1"

Size = TypeVar("Size", int, float)


def scaled(quick: Size, full: Size) -> Size:
    """Return the figure for this run."""
    return full if FULL else quick
