"""Files that hold one secret each: the one in force in the first line, and below those before it that still count."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_MODE = 0o600


def read_lines(path: Path) -> list[str]:
    """Return the secrets in a file, the one in force first."""
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@contextlib.contextmanager
def prepared(files: Mapping[Path, list[str]]) -> Iterator[Callable[[], None]]:
    """Write these beside their places; what is given to the block puts them there, all at once.

    If the block fails after that, what was there before is there again. Who owns a file and who may read it stays.
    Raises OSError before anything has changed where one cannot be written.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    waiting: dict[Path, Path] = {}
    swapped: list[Path] = []

    def swap() -> None:
        for path, new in waiting.items():
            new.replace(path)
            swapped.append(path)

    try:
        for path, lines in files.items():
            waiting[path] = _write_beside(path, "".join(f"{line}\n" for line in lines).encode())
        yield swap
    except BaseException:
        for path in swapped:
            old = before[path]
            path.unlink() if old is None else _write_beside(path, old).replace(path)
        raise
    finally:
        for new in waiting.values():
            new.unlink(missing_ok=True)


def _write_beside(path: Path, content: bytes) -> Path:
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if path.exists():
                stat = path.stat()
                if (stat.st_uid, stat.st_gid) != (os.geteuid(), os.getegid()):
                    os.fchown(file.fileno(), stat.st_uid, stat.st_gid)
                os.fchmod(file.fileno(), stat.st_mode & 0o777)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new
