"""Age files: written whole or not at all, and read to their end or refused. Nothing of them is in memory as a whole.

Age (by pyrage, the Rust implementation) and not a format of our own: it is authenticated piece by piece and at its end,
needs no secret on the server that makes the backups, and an operator can open it with a tool from elsewhere.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from common.backup.faults import BackupError, Fault

_IDENTITY = "AGE-SECRET-KEY-"


def recipient(text: str) -> Any:
    """Return the public key (age1...) in the text. Raises `BackupError` with BAD_KEY."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise BackupError(Fault.BAD_KEY, "A public key begins with age1.") from None


def read_identity(path: Path) -> Any:
    """Return the key in a file as age-keygen writes one. Raises `BackupError` with BAD_KEY."""
    try:
        lines = path.read_text(encoding="ascii").split()
        return x25519.Identity.from_str(next(line for line in lines if line.startswith(_IDENTITY)))
    except OSError as error:
        raise BackupError(Fault.BAD_KEY, f"{path}: {error.strerror}.") from None
    except (StopIteration, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupError(Fault.BAD_KEY, f"{path} has no line that begins with {_IDENTITY}.") from None


def make_identity(path: Path) -> str:
    """Write a new key to a file for its owner alone, and return its public half. Raises `BackupError` with CANNOT_WRITE."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except OSError as error:
        raise BackupError(Fault.CANNOT_WRITE, f"{path}: {error.strerror}.") from None
    return public


def write(path: Path, chunks: Iterator[bytes], recipients: Iterable[Any]) -> None:
    """Encrypt the chunks into a new file, read it back, and only then give it its name.

    To read it back without the key it is also encrypted for one of this moment, which nobody keeps. Raises `BackupError`
    with CANNOT_WRITE, and what the chunks raise.
    """
    if path.exists():
        raise BackupError(Fault.CANNOT_WRITE, f"{path} exists already.")
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    ours = x25519.Identity.generate()
    source, written = _Source(chunks), sha256()
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _encrypt(source, file, [*recipients, ours.to_public()])
            file.flush()
            os.fsync(file.fileno())
        read(unfinished, ours, written.update)
        if written.digest() != source.digest.digest():
            raise BackupError(Fault.CANNOT_WRITE, f"{path}: what was read back is not what was written.")
        unfinished.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise BackupError(Fault.CANNOT_WRITE, f"{path}: {error.strerror or error}.") from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def read(path: Path, identity: Any, sink: Callable[[bytes], object]) -> None:
    """Give the sink what the file holds, piece by piece; only after the return it is known that all of it came.

    Raises `BackupError` with NO_FILE, NOT_A_BACKUP, WRONG_KEY or DAMAGED, and what the sink raises.
    """
    try:
        with path.open("rb") as file:
            if not file.peek(1).startswith(b"age-encryption.org/"):
                raise BackupError(Fault.NOT_A_BACKUP, f"{path} is no age file.")
            pyrage.decrypt_io(file, _Target(sink), [identity])
    except pyrage.DecryptError as error:
        fault = Fault.WRONG_KEY if "No matching keys" in str(error) else Fault.DAMAGED
        raise BackupError(fault) from None
    except OSError as error:
        # Its own errors have no number, those of the disk do.
        fault = Fault.DAMAGED if error.errno is None else Fault.NO_FILE
        raise BackupError(fault, f"{path}: {error.strerror}." if error.errno else "") from None


def _encrypt(source: _Source, file: Any, recipients: list[Any]) -> None:
    try:
        pyrage.encrypt_io(source, file, recipients)
    except pyrage.EncryptError as error:
        # It keeps the words of what we raised ourselves, and nothing else.
        raise source.error or OSError(str(error)) from None


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Source(io.RawIOBase):
    """Chunks as a file to read from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")
        self.digest = sha256()
        self.error: BaseException | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            while not self._left:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return 0
                self.digest.update(chunk)
                self._left = memoryview(chunk)
        except BaseException as error:
            self.error = error
            raise
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


class _Target:
    """A sink as a file to write to."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        self._sink(data)
        return len(data)

    def flush(self) -> None:
        """There is nothing to wait for."""
