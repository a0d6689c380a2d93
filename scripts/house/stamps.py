"""Remembers what was done from which files, so that it is done again only when they changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """Return one digest of the contents of these files, in this order."""
    found = hashlib.sha256()
    for path in paths:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def read(stamp: Path) -> dict[str, str]:
    """Return what the stamp says: nothing when it is missing or damaged."""
    try:
        said = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def write(stamp: Path, said: dict[str, str]) -> None:
    """Keep this. Call it after the work: a stamp written before would hide work that was interrupted."""
    stamp.write_text(json.dumps(said), encoding="utf-8")


def digest_of_text(text: str) -> str:
    """Return the digest of this text."""
    return hashlib.sha256(text.encode()).hexdigest()
