"""The look at nginx' configuration: nothing wrong with the shipped one, and each single mistake is told where it stands."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from common.mistakes import Mistake
from project.configuration import nginx
from tests.architecture.tree import ROOT
from tests.deploy.injected import is_found
from tests.deploy.nginx_mistakes import ALL, MAIN, NODE, InFile

SHIPPED = ROOT / "deploy" / "nginx"


@pytest.mark.parametrize("mistake", ALL, ids=str)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, mistake: InFile) -> None:
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "nginx"))

    def check(path: Path) -> Sequence[Mistake]:
        return nginx.check(copy / MAIN)

    is_found(mistake.injected, copy / mistake.file, check, copy / (mistake.told or mistake.file))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / MAIN).write_text("events {}\nhttp {\n  include none/*.conf;\n  include gone.conf;\n}\n")
    assert [(mistake.line, mistake.code) for mistake in nginx.check(tmp_path / MAIN)] == [(4, "N101")]


def test_a_place_for_a_node_is_no_mistake(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SHIPPED, tmp_path / "nginx"))
    for name in ("a", "fs-2"):
        copy.joinpath(f"here/node-{name}.conf").write_text(NODE.replace("/verto/a", f"/verto/{name}"))
    assert nginx.check(copy / MAIN) == []
