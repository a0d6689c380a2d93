"""Age files: whole or refused, for who has the key."""

from __future__ import annotations

import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from common.backup import sealed
from common.backup.faults import BackupError, Fault

KEY = x25519.Identity.generate()
CONTENT = b"".join(b"%d\n" % number for number in range(30_000))


def _write(path: Path, content: bytes = CONTENT) -> bytes:
    sealed.write(path, iter([content[:100], b"", content[100:]]), [KEY.to_public()])
    return path.read_bytes()


def _read(path: Path, key: Any = KEY) -> bytes:
    pieces: list[bytes] = []
    sealed.read(path, key, pieces.append)
    return b"".join(pieces)


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


@pytest.fixture(scope="module")
def whole() -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        return _write(Path(directory, "file"))


def test_what_was_written_is_read_and_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert CONTENT[:1000] not in _write(path)
    assert _read(path) == CONTENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["file"]


def test_nothing_is_left_of_a_backup_that_fails(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a"
        raise BackupError(Fault.SCHEMA_BEHIND)

    with pytest.raises(BackupError) as failure:
        sealed.write(tmp_path / "file", chunks(), [KEY.to_public()])
    assert failure.value.fault is Fault.SCHEMA_BEHIND
    assert names(tmp_path) == []


def test_no_file_is_written_over_and_none_without_a_place(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    for place in (path, tmp_path / "nowhere" / "file"):
        with pytest.raises(BackupError) as failure:
            _write(place)
        assert failure.value.fault is Fault.CANNOT_WRITE
    assert path.read_text() == "mine"


def test_a_file_that_is_not_read_back_as_written_gets_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "read", lambda path, key, sink: sink(b"something else"))
    with pytest.raises(BackupError, match="read back"):
        _write(tmp_path / "file")
    assert names(tmp_path) == []


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    _write(tmp_path / "file")
    with pytest.raises(BackupError) as failure:
        _read(tmp_path / "file", x25519.Identity.generate())
    assert failure.value.fault is Fault.WRONG_KEY


def test_what_is_no_age_file_says_so(tmp_path: Path) -> None:
    faults = []
    for content in (b"", b"SQLite format 3\x00"):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(BackupError) as failure:
            _read(tmp_path / "file")
        faults.append(failure.value.fault)
    with pytest.raises(BackupError) as failure:
        _read(tmp_path / "missing")
    assert [*faults, failure.value.fault] == [Fault.NOT_A_BACKUP, Fault.NOT_A_BACKUP, Fault.NO_FILE]


@given(data=st.data())
def test_a_flipped_bit_or_a_cut_is_found_wherever_it_is(whole: bytes, data: st.DataObject) -> None:
    changed = bytearray(whole)
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(whole) - 1))
        changed[place] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del changed[data.draw(st.integers(0, len(whole) - 1)) :]
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "file")
        path.write_bytes(changed)
        with pytest.raises(BackupError) as failure:
            _read(path)
    assert failure.value.fault in (Fault.DAMAGED, Fault.WRONG_KEY, Fault.NOT_A_BACKUP)


def test_a_key_is_made_once_and_read_again(tmp_path: Path) -> None:
    public = sealed.make_identity(tmp_path / "key")
    assert str(sealed.read_identity(tmp_path / "key").to_public()) == public
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert str(sealed.recipient(f" {public}\n")) == public
    with pytest.raises(BackupError) as failure:
        sealed.make_identity(tmp_path / "key")
    assert failure.value.fault is Fault.CANNOT_WRITE


def test_what_is_no_key_says_so(tmp_path: Path) -> None:
    for content in (b"", b"AGE-SECRET-KEY-1XYZ\n", b"\xff\xfe", b"age1xyz"):
        (tmp_path / "key").write_bytes(content)
        with pytest.raises(BackupError) as failure:
            sealed.read_identity(tmp_path / "key")
        assert failure.value.fault is Fault.BAD_KEY
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(BackupError):
            sealed.read_identity(path)
    with pytest.raises(BackupError):
        sealed.recipient("age1nobody")


@pytest.mark.skipif(which("age") is None, reason="age is not installed (Debian: package age)")
def test_the_tool_age_opens_what_we_write_with_the_key_we_made(tmp_path: Path) -> None:
    public = sealed.make_identity(tmp_path / "key")
    sealed.write(tmp_path / "file", iter([CONTENT]), [sealed.recipient(public)])
    done = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", tmp_path / "file"], capture_output=True, check=True, timeout=20
    )
    assert done.stdout == CONTENT
