"""`make screenshots`: install what the walk through all states needs, and take pictures of them."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts.house import browsers, venv
from scripts.house.paths import ROOT, tool
from scripts.house.stopping import run

DIRECTORY = "docs/screenshots"


def main() -> int:
    """Return 0 if all were taken. Arguments name stories (tests/states), where not all are wanted."""
    os.chdir(ROOT)
    venv.ensure(dev=True)
    browsers.ensure_chromium()
    return subprocess.run([tool("python"), "-m", "tests.states", DIRECTORY, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    run(main)
