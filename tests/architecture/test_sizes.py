"""A file that has grown too long has more than one reason to change."""

from __future__ import annotations

from tests.architecture.tree import files, name_of

LINES = 400
SUFFIXES = {".py", ".js", ".mjs", ".css", ".html", ".lua", ".sh"}


def test_no_file_is_too_long() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files() if path.suffix in SUFFIXES
    }
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > LINES} == {}
