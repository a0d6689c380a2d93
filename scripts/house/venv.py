"""The virtual environment: made when missing, filled from the pinned requirements when they changed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

from scripts.house import stamps
from scripts.house.paths import ROOT, VENV, VENV_PYTHON
from scripts.house.stopping import Stop

RUNTIME = ROOT / "requirements.txt"
DEV = ROOT / "requirements-dev.txt"
STAMP = VENV / "installed.json"


def ensure(*, dev: bool) -> None:
    """See that the environment holds what is pinned: what the service runs on, and with `dev` the tools too.

    Raises Stop when Python lacks its venv module or pip fails.
    """
    version = _version()
    if version is None:
        _create()
        version = _version()
    wanted = {"python": version or "", "runtime": stamps.digest([RUNTIME])}
    if dev:
        wanted["dev"] = stamps.digest([DEV])
    if wanted.items() <= stamps.read(STAMP).items():
        return
    _install([RUNTIME, DEV] if dev else [RUNTIME])
    stamps.write(STAMP, wanted)


def _version() -> str | None:
    """Return the version of the environment's Python, or None when it does not run or is too old."""
    say = "import sys; assert sys.version_info >= (3, 11); print(sys.version.split()[0])"
    try:
        done = subprocess.run([VENV_PYTHON, "-c", say], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(
            f"{sys.executable} cannot make virtual environments. "
            "On Debian and Ubuntu install its part for that: apt-get install python3-venv"
        )
    print("Creating .venv ...", flush=True)
    venv.create(VENV, with_pip=True, clear=True, symlinks=True)


def _install(files: list[Path]) -> None:
    print("Installing what is pinned in", " and ".join(file.name for file in files), "...", flush=True)
    STAMP.unlink(missing_ok=True)
    command = [str(VENV_PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    for file in files:
        command += ["-r", str(file)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise Stop("pip could not install the requirements; its own words are above. Is there a network?")
