"""The shipped settings, with secrets as the guide makes them, are as they must be."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from project.configuration.environment import check
from tests.architecture.tree import ROOT

SECRETS = "/etc/peers/secrets/"


def test_nothing_is_wrong_with_the_shipped_settings(tmp_path: Path) -> None:
    shipped = (ROOT / "deploy" / "etc" / "peers.env").read_text(encoding="utf-8")
    for name in re.findall(rf"{SECRETS}(\w+)", shipped):
        file = tmp_path / name
        file.write_text(secrets.token_urlsafe(48))
        file.chmod(0o640)
    path = tmp_path / "peers.env"
    path.write_text(shipped.replace(SECRETS, f"{tmp_path}/"))
    assert [str(mistake) for mistake in check(path)] == []
