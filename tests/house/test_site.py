"""What a start that was interrupted leaves behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.house.site import prepare_static_files


def test_half_of_a_static_file_does_not_stay(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"
    prepare_static_files()
    collected = settings.STATIC_ROOT / "css" / "base.css"
    whole = collected.read_bytes()
    # As an interrupt in the middle leaves it: newer than its source, and no word that everything is there.
    collected.write_bytes(whole[:10])
    (settings.STATIC_ROOT / ".collected.json").unlink()
    prepare_static_files()
    assert collected.read_bytes() == whole
