"""`make lock`: pin requirements*.in, with hashes, for every platform and Python from 3.11 on."""

from __future__ import annotations

import os
import subprocess

from scripts.house import venv
from scripts.house.paths import ROOT, tool
from scripts.house.stopping import Stop, run

_OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def main() -> int:
    """Write both lock files. Raises Stop when uv cannot be had or finds no solution."""
    os.chdir(ROOT)
    venv.ensure(dev=True)
    # uv only reads and writes text here; it is no part of what we run, so it is not pinned with it.
    _do([tool("python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "uv"])
    # The second one leans on the first: its file says -c requirements.txt.
    for name in ("requirements", "requirements-dev"):
        _do([tool("uv"), "pip", "compile", *_OPTIONS, f"{name}.in", "-o", f"{name}.txt"])
    return 0


def _do(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        raise Stop("The requirements could not be pinned; the reason is above.")


if __name__ == "__main__":
    run(main)
