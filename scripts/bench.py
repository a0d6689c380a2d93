"""`make bench`: install what the bench needs, then run it."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts.house import browsers, node, venv
from scripts.house.paths import ROOT, tool
from scripts.house.stopping import run

IN_BROWSERS = {"first_load", "first_frame"}


def main() -> int:
    """Return the bench's own status. Arguments name its parts."""
    os.chdir(ROOT)
    names = sys.argv[1:]
    venv.ensure(dev=True)
    node.ensure()
    if not names or IN_BROWSERS & set(names):
        browsers.ensure_chromium()
    return subprocess.run([tool("python"), "-m", "bench", *names], check=False).returncode


if __name__ == "__main__":
    run(main)
