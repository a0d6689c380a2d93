"""Files of secrets change all at once, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from common.secret_files import prepared, read_lines


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_they_are_put_in_place_when_the_block_says_so(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "folder" / "new"
    old.write_text("before")
    old.chmod(0o640)
    with prepared({old: ["b", "a"], new: ["c"]}) as swap:
        assert old.read_text() == "before"
        assert not new.exists()
        swap()
    assert (read_lines(old), read_lines(new)) == (["b", "a"], ["c"])
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o600]
    assert names(tmp_path) == ["folder", "old"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("before")
    os.chown(path, 1, 2)
    with prepared({path: ["after"]}) as swap:
        swap()
    assert (path.stat().st_uid, path.stat().st_gid) == (1, 2)


def test_what_was_there_is_there_again_when_the_block_fails(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("before\n")
    with pytest.raises(ZeroDivisionError), prepared({old: ["after"], new: ["c"]}) as swap:
        swap()
        raise ZeroDivisionError
    assert old.read_text() == "before\n"
    assert names(tmp_path) == ["old"]


def test_nothing_changes_where_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    old = tmp_path / "old"
    old.write_text("before")
    with pytest.raises(OSError), prepared({old: ["after"], tmp_path / "file" / "new": ["c"]}) as swap:
        swap()
    assert old.read_text() == "before"
    assert names(tmp_path) == ["file", "old"]
