"""New secrets in place of old ones: how each is made, what notices, and what has to be restarted."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from common import secret_files
from common.staff.second_secrets import encrypt_all_anew

SECRET_BYTES = 48


@dataclass(frozen=True, slots=True)
class Secret:
    """What an operator has to know about a secret that changes."""

    may_overlap: bool
    """Does the one before count as well for a time?"""
    then: str
    """What to do now."""
    noticed: str
    """What people notice."""


_BOTH = "Restart the site and its engines, together."
SECRETS = {
    "SECRET_KEY": Secret(
        True,
        _BOTH,
        "Nobody notices while the one before still counts. Without it staff sign in again and all bans are lifted.",
    ),
    "SWITCH_SECRET": Secret(
        False,
        _BOTH,
        "With FreeSWITCH, whoever logs in between the restarts of two processes is told to try later. Calls go on.",
    ),
    "FSAPI_SECRET": Secret(
        True,
        "Restart the site and its engines, then FreeSWITCH with the same file.",
        "Nobody can log in from the restart of FreeSWITCH until it is back. Calls go on.",
    ),
    "TURN_SECRET": Secret(
        True,
        "Give the relay each line of the file (deploy/coturn/configure does) and restart it, then restart the site.",
        "The restart of the relay ends calls that go through it. Passwords of before hold for TURN_MINUTES at most.",
    ),
    "FREESWITCH_EVENT_SOCKET_PASSWORD": Secret(
        False,
        "Restart FreeSWITCH with the same file, and the site and its engines.",
        "Nobody can log in from the restart of FreeSWITCH until it is back. Calls go on.",
    ),
}


class CannotRotate(Exception):
    """Nothing has changed; the message is a sentence for the operator."""


def rotate(names: Collection[str], *, at_once: bool) -> dict[str, Path]:
    """Write a new secret into the file of each; return the files. All of them change, or none.

    Those before stay in the lines below where they may still count, unless `at_once`. Raises `CannotRotate`.
    """
    files = _files(names)
    lines = {}
    for name, path in files.items():
        before = _lines(path) if SECRETS[name].may_overlap and not at_once else []
        lines[path] = [secrets.token_urlsafe(SECRET_BYTES), *before]
    _write(lines, files.get("SECRET_KEY") if at_once else None)
    return files


def forget(names: Collection[str]) -> dict[str, Path]:
    """Take out of the file of each what counts besides the first; return the files. Raises `CannotRotate`."""
    files = _files(names)
    _write({path: _lines(path)[:1] for path in files.values()}, files.get("SECRET_KEY"))
    return files


def with_a_file() -> list[str]:
    """Return the names of the secrets that can be rotated here."""
    return [name for name, path in settings.SECRET_FILES.items() if path is not None]


def _write(lines: dict[Path, list[str]], alone: Path | None) -> None:
    """Write the files. Where a SECRET_KEY will be alone in its file, second factors are first encrypted with it."""
    try:
        with secret_files.prepared(lines) as swap:
            if alone is None:
                swap()
                return
            with transaction.atomic():
                encrypt_all_anew(lines[alone][0])
                swap()
    except OSError as error:
        raise CannotRotate(f"{error.filename} cannot be written: {error.strerror}.") from None


def _files(names: Collection[str]) -> dict[str, Path]:
    files = {}
    for name in names:
        path = settings.SECRET_FILES[name]
        if path is None:
            where = "comes from the environment" if getattr(settings, name) else "is not set"
            raise CannotRotate(
                f"{name} {where}. Put it into a file that {name}_FILE names, and restart the site with that."
            )
        files[name] = path
    return files


def _lines(path: Path) -> list[str]:
    return secret_files.read_lines(path)
