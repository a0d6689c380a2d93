"""The borders in pyproject.toml hold, and each of them would notice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

PACKAGES = ("project", "peers", "channels_app", "common", "verto")
CORE = "The core of verto does no I/O and has no clock"
ENGINE = "The engine can be used without Django"
LAYERS = "Each layer knows only those below it"
PAGES = "Pages reach the engine through channels_app alone"
NO_KEYS = "The site runs nothing that holds the key of a channel"


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def test_they_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, directory / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", directory)
    return directory


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("verto/core/rules.py", "import asyncio", CORE),
        ("verto/core/rules.py", "import time", CORE),
        ("verto/core/rules.py", "import random", CORE),
        ("verto/core/rules.py", "import verto.adapters.driver", CORE),
        ("verto/adapters/driver.py", "import django.conf", ENGINE),
        ("verto/core/rules.py", "import channels_app.models", LAYERS),
        ("common/views.py", "import channels_app.models", LAYERS),
        ("common/views.py", "import verto.core.stats", LAYERS),
        ("channels_app/models.py", "import peers.views", LAYERS),
        ("peers/views.py", "import project.settings", LAYERS),
        ("peers/views.py", "import verto.core.rules", PAGES),
        ("peers/views.py", "import peers.sealing.seal", NO_KEYS),
        ("project/asgi.py", "from peers.sealing.visit import Visit", NO_KEYS),
    ],
)
def test_they_would_notice(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / module
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        done = lint_imports(copy)
    finally:
        path.write_text(before, encoding="utf-8")
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout
