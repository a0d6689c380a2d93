"""Is there an nginx, for the tests of the engine in a process of its own?"""

from __future__ import annotations

import shutil
from pathlib import Path

ABSENT = "There is no nginx on this machine, so the tests of the dedicated server did not run."
_BESIDE_PATH = Path("/usr/sbin/nginx")
"""Debian puts it where only administrators look."""


def find() -> str | None:
    """Return the program."""
    return shutil.which("nginx") or (str(_BESIDE_PATH) if _BESIDE_PATH.exists() else None)


def is_here() -> bool:
    """Is there one?"""
    return find() is not None
