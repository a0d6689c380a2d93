"""Reads `.env`, for those who keep their settings there: NAME=value lines, as .env.example shows."""

from __future__ import annotations

import os
import re
from pathlib import Path

from common.assignments import meaningful_lines, unquoted
from scripts.house.stopping import Stop

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")


def parse(text: str) -> dict[str, str]:
    """Return the variables. A value may stand in quotes; nothing in it is replaced.

    Raises Stop at a line it cannot read.
    """
    found = {}
    for number, line in meaningful_lines(text):
        match = _LINE.fullmatch(line)
        if match is None:
            raise Stop(f".env, line {number}: this is not NAME=value.")
        found[match[1]] = unquoted(match[2])
    return found


def load(path: Path) -> None:
    """Put the file's variables into the environment where it does not have them already; empty ones say nothing."""
    if not path.is_file():
        return
    for name, value in parse(path.read_text(encoding="utf-8")).items():
        if value and not os.environ.get(name):
            os.environ[name] = value
