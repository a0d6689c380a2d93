"""New secrets: written all or none, with the one before where it may still count, and said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from common.secret_files import read_lines
from project.rotation import SECRETS

KEY, TURN, SWITCH, FSAPI, EVENTS = (
    "SECRET_KEY",
    "TURN_SECRET",
    "SWITCH_SECRET",
    "FSAPI_SECRET",
    "FREESWITCH_EVENT_SOCKET_PASSWORD",
)


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> dict[str, Path]:
    """Each secret in a file, but for the relay's, which is in the environment."""
    found = {name: tmp_path / name for name in (KEY, SWITCH, FSAPI, EVENTS)}
    for name, path in found.items():
        path.write_text(getattr(settings, name))
    settings.SECRET_FILES = {**found, TURN: None}
    return found


def seed(name: str) -> Authenticator:
    user = get_user_model().objects.create_user(name)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": encrypt("codes"), "used_mask": 0}
    )
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt("totp")})


def apply(files: dict[str, Path], settings: Any) -> None:
    """Restart: what the settings would read now."""
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = read_lines(files[KEY])


def test_what_is_known_about_secrets_is_about_all_there_are(settings: Any) -> None:
    assert set(SECRETS) == set(settings.SECRET_FILES)


@pytest.mark.django_db
def test_the_one_before_still_counts_where_it_may(
    files: dict[str, Path], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {name: path.read_text() for name, path in files.items()}
    call_command("rotate_secrets", "--all")
    output = capsys.readouterr().out
    for name, path in files.items():
        lines = read_lines(path)
        assert lines[0] != before[name]
        assert len(lines[0]) >= 32
        assert lines[1:] == ([before[name]] if name in (KEY, FSAPI) else [])
        assert not any(line in output for line in lines)
        assert f"{name}: a new one is in {path}." in output
        assert SECRETS[name].then in output
    call_command("rotate_secrets", KEY)
    assert read_lines(files[KEY])[2] == before[KEY]


@pytest.mark.django_db
def test_second_factors_live_through_a_rotation(files: dict[str, Path], settings: Any) -> None:
    factor = seed("ada")
    call_command("rotate_secrets", KEY)
    apply(files, settings)
    assert decrypt(factor.data["secret"]) == "totp"
    call_command("rotate_secrets", KEY, "--forget-old")
    apply(files, settings)
    assert settings.SECRET_KEY_FALLBACKS == []
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"]) == "totp"
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert (decrypt(codes.data["seed"]), codes.data["used_mask"]) == ("codes", 0)


@pytest.mark.django_db
def test_after_a_leak_the_one_before_is_worthless_at_once(files: dict[str, Path], settings: Any) -> None:
    factor = seed("ada")
    lost = seed("lost")
    Authenticator.objects.filter(pk=lost.pk).update(data={"secret": "from a key that nobody has"})
    call_command("rotate_secrets", "--all", "--at-once")
    apply(files, settings)
    assert settings.SECRET_KEY_FALLBACKS == []
    factor.refresh_from_db()
    lost.refresh_from_db()
    assert decrypt(factor.data["secret"]) == "totp"
    assert lost.data == {"secret": "from a key that nobody has"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([KEY, TURN], "TURN_SECRET comes from the environment"),
        (["PASSWORD"], "There is no secret PASSWORD"),
        ([], "Name the secrets"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_rotated_changes_nothing(
    files: dict[str, Path], settings: Any, arguments: list[str], sentence: str
) -> None:
    settings.TURN_SECRET = "t" * 32
    before = files[KEY].read_text()
    with pytest.raises(CommandError, match=sentence):
        call_command("rotate_secrets", *arguments)
    assert files[KEY].read_text() == before


@pytest.mark.django_db
def test_one_that_cannot_be_written_changes_none(files: dict[str, Path], settings: Any, tmp_path: Path) -> None:
    factor = seed("ada")
    settings.SECRET_FILES = {**settings.SECRET_FILES, SWITCH: files[FSAPI] / "below a file"}
    before = files[KEY].read_text()
    with pytest.raises(CommandError, match="cannot be"):
        call_command("rotate_secrets", KEY, SWITCH, "--at-once")
    assert files[KEY].read_text() == before
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"]) == "totp"
