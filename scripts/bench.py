"""`make bench`: install what the bench needs, then run it."""

from __future__ import annotations

import os
import subprocess
import sys

from scripts.house import browsers, node, venv
from scripts.house.paths import ROOT, tool
from scripts.house.stopping import run


def main() -> int:
    """Return the bench's own status. Arguments name its parts."""
    os.chdir(ROOT)
    venv.ensure(dev=True)
    node.ensure()
    browsers.ensure_chromium()
    return subprocess.run([tool("python"), "-m", "bench", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    run(main)
