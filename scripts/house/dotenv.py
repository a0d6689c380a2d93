"""Reads `.env`, for those who keep their settings there: NAME=value lines, as .env.example shows."""

from __future__ import annotations

import os
import re
from pathlib import Path

from scripts.house.stopping import Stop

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")


def parse(text: str) -> dict[str, str]:
    """Return the variables. A value may stand in quotes; nothing in it is replaced.

    Raises Stop at a line it cannot read.
    """
    found = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise Stop(f".env, line {number}: this is not NAME=value.")
        value = match[2]
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        found[match[1]] = value
    return found


def load(path: Path) -> None:
    """Put the file's variables into the environment where it does not have them already; empty ones say nothing."""
    if not path.is_file():
        return
    for name, value in parse(path.read_text(encoding="utf-8")).items():
        if value and not os.environ.get(name):
            os.environ[name] = value
