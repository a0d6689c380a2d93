"""`manage.py check_configuration`: says what is well, names what is not, and fails then."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from channels_app import freeswitch_conf
from project.configuration.codes import CODES

ROOT = Path(settings.BASE_DIR)


def test_what_is_shipped_is_as_it_must_be() -> None:
    said = StringIO()
    call_command("check_configuration", stdout=said)
    assert said.getvalue().count("is as it must be") == 3


def test_what_is_wrong_is_named_and_fails(tmp_path: Path) -> None:
    conf = Path(shutil.copytree(ROOT / "freeswitch" / "conf", tmp_path / "conf"))
    path = conf / "autoload_configs" / "event_socket.conf.xml"
    path.write_text(path.read_text().replace("$${event_socket_password}", "ClueCon"))
    said = StringIO()
    with pytest.raises(CommandError, match="1 to put right"):
        call_command("check_configuration", "--freeswitch", str(conf), stderr=said)
    assert said.getvalue() == (
        "autoload_configs/event_socket.conf.xml:6: F401 The default password that everybody knows.\n"
    )


@pytest.mark.parametrize("name", ["environment", "nginx", "turnserver", "compose", "freeswitch-program"])
def test_each_part_can_be_looked_at(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="1 to put right"):
        call_command("check_configuration", f"--{name}", str(tmp_path / "none"), stderr=StringIO())


def test_no_code_has_two_meanings() -> None:
    assert CODES.keys().isdisjoint(freeswitch_conf.CODES)
