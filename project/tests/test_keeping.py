"""The commands that make, look at and restore a backup."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from common.backup import restoring
from common.backup.making import Site
from common.backup.reading import Manifest
from project.keeping import by_hand, other_settings, own_files, this_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """A file with a key, and its public half."""
    call_command("backup_key", str(tmp_path / "key"))
    return tmp_path / "key", capsys.readouterr().out.strip()


def test_a_backup_is_made_and_looked_at(
    key: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    path = tmp_path / "backup"
    call_command("backup", str(path), "--to", key[1], "--without-clients")
    assert capsys.readouterr().out.startswith(f"Wrote {path}, ")
    call_command("backup", str(path), "--check", "--key", str(key[0]))
    output = capsys.readouterr().out
    assert f"{path} is whole." in output
    assert "SECRET_KEY" in output
    assert settings.SECRET_KEY not in output


def test_what_fails_says_so_with_a_code(key: tuple[Path, str], tmp_path: Path) -> None:
    path = tmp_path / "backup"
    path.write_text("no backup")
    call_command("backup_key", str(tmp_path / "another"))
    call_command("backup", str(tmp_path / "mine"), "--to", key[1])
    cases = [
        (["backup", str(path)], "For whom"),
        (["backup", str(path), "--to", "age1me"], "bad_key: "),
        (["backup", str(path), "--to", key[1]], "cannot_write: "),
        (["backup", str(path), "--check"], "--key names"),
        (["backup", str(path), "--check", "--key", str(key[0])], "not_a_backup: "),
        (["restore", str(path), "--key", str(tmp_path / "mine"), "--replace"], "bad_key: .* Nothing has changed"),
        (["restore", str(tmp_path / "mine"), "--key", str(tmp_path / "another"), "--only", "secrets"], "wrong_key: "),
        (["backup_key", str(path)], "cannot_write: "),
    ]
    for command, sentence in cases:
        with pytest.raises(CommandError, match=sentence):
            call_command(*command)
    assert path.read_text() == "no backup"


def test_secrets_are_restored_to_their_files_and_the_rest_is_said(
    key: tuple[Path, str], tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("project.env._given", {"ORIGINS": "https://before.example.org", "SECRET_KEY": "hidden"})
    settings.SECRET_FILES = {"SECRET_KEY": None, "TURN_SECRET": None}
    settings.SECRET_KEY, settings.TURN_SECRET = "k" * 40, "t" * 40
    call_command("backup", str(tmp_path / "backup"), "--to", key[1])
    monkeypatch.setattr("project.env._given", {"DATABASE_POOL": "10"})
    settings.SECRET_FILES = {"SECRET_KEY": tmp_path / "secret_key", "TURN_SECRET": None}
    settings.TURN_SECRET = ""
    command = ["restore", str(tmp_path / "backup"), "--key", str(key[0]), "--only", "secrets"]
    call_command(*command, "--settings-to", str(tmp_path / "then.env"))
    output = capsys.readouterr().out
    assert (tmp_path / "secret_key").read_text() == "k" * 40 + "\n"
    assert "Not in a file here, and not what they were: TURN_SECRET." in output
    assert "Settings that are not what they were: DATABASE_POOL, ORIGINS." in output
    assert (tmp_path / "then.env").read_text() == f"ORIGINS=https://before.example.org\nTURN_SECRET={'t' * 40}\n"
    assert os.stat(tmp_path / "then.env").st_mode & 0o777 == 0o600  # noqa: PTH116
    assert "t" * 40 not in output


def test_restoring_the_database_leaves_secrets_alone(
    key: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, Any] = {}

    def restore(path: Path, identity: Any, files: dict[str, Path], directory: Path, **options: Any) -> Any:
        asked.update(files=files, replace=options["replace"])
        return restoring.Contents(Manifest("now", {}), Site({"SECRET_KEY": ["k"]}, {}), {"a.A": 3})

    monkeypatch.setattr(restoring, "restore", restore)
    call_command("restore", "backup", "--key", str(key[0]), "--only", "database", "--replace")
    assert asked == {"files": {}, "replace": True}
    assert capsys.readouterr().out.splitlines()[0] == "Restored 3 rows, as of now."
    call_command("restore", "backup", "--key", str(key[0]))
    assert asked == {"files": own_files(), "replace": False}


def test_a_secret_in_the_environment_that_is_the_same_needs_no_hand(settings: Any) -> None:
    settings.SECRET_FILES = {"SECRET_KEY": None}
    assert by_hand(Site({"SECRET_KEY": [settings.SECRET_KEY]}, {})) == {}
    assert list(by_hand(Site({"SECRET_KEY": ["another"]}, {}))) == ["SECRET_KEY"]
    assert other_settings(this_site()) == []
    assert "SECRET_KEY" not in this_site().settings
