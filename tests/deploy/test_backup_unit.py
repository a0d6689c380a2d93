"""What peers-backup.service runs, with the real command behind it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from tests.support.site import ROOT

SCRIPT = ROOT / "deploy" / "etc" / "backup"
DAY = 86400


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the unit would find the code: the same, with the Python of these tests."""
    place = tmp_path_factory.mktemp("opt")
    (place / "manage.py").symlink_to(ROOT / "manage.py")
    python = place / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return place


class Backups:
    """A directory of backups, one of each age in days, and a site to make another of."""

    def __init__(self, code: Path, place: Path) -> None:
        self.code, self.directory, self.recipients = code, place / "backups", place / "recipients"
        self.directory.mkdir()
        self.environment = {**os.environ, "DATA_DIR": str(place), "DEV_SECRETS": "1", "BACKUP_DIR": str(self.directory)}
        self.environment.pop("DATABASE_URL", None)
        for days in (1, 14, 16, 400):
            file = self.directory / f"{days}.age"
            file.touch()
            os.utime(file, (then := time.time() - days * DAY, then))
        (self.directory / "400.age.note").touch()
        os.utime(self.directory / "400.age.note", (0, 0))

    def names(self) -> set[str]:
        return {path.name for path in self.directory.iterdir()}

    def manage(self, *command: str) -> None:
        python = [sys.executable, ROOT / "manage.py", *command]
        subprocess.run(python, env=self.environment, check=True, capture_output=True)

    def make(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPT, self.recipients], cwd=self.code, env=self.environment, capture_output=True, text=True, check=False
        )


@pytest.fixture
def backups(code: Path, tmp_path: Path) -> Iterator[Backups]:
    yield Backups(code, tmp_path)


def test_one_more_is_there_and_those_that_are_too_old_are_not(backups: Backups) -> None:
    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    backups.recipients.write_text("".join(f"{key.to_public()}\n" for key in keys))
    backups.manage("migrate", "-v", "0")
    done = backups.make()
    assert done.returncode == 0, done.stderr
    (new,) = backups.names() - {"1.age", "14.age", "400.age.note"}
    assert new.endswith(".age")
    for number, key in enumerate(keys):
        file = backups.directory.parent / f"key{number}"
        file.write_text(str(key))
        backups.manage("backup", "--check", str(backups.directory / new), "--key", str(file))


@pytest.mark.parametrize("recipients", ["", "age1nobody\n"])
def test_while_none_can_be_made_none_goes(backups: Backups, recipients: str) -> None:
    before = backups.names()
    backups.recipients.write_text(recipients)
    backups.manage("migrate", "-v", "0")
    done = backups.make()
    assert done.returncode != 0 and "CommandError" in done.stderr
    assert backups.names() == before
