"""`make check`: what can be said in a minute. Everything runs, two at a time, and what fails is shown whole."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from scripts.house import node, venv
from scripts.house.paths import ROOT, tool
from scripts.house.stopping import run

_PYTEST = [tool("pytest"), "-q", "-m", "not e2e and not bench", "-p", "no:cacheprovider"]
# Longest first, so that two at a time end together.
CHECKS: dict[str, list[str]] = {
    "tests of the switch contract": [*_PYTEST, "tests/contract"],
    "fast tests": [
        *_PYTEST,
        *(f"--ignore=tests/{name}" for name in ("contract", "house", "architecture", "freeswitch", "security")),
    ],
    "tests of the launcher and the tree": [*_PYTEST, "tests/house", "tests/architecture"],
    "types": [tool("mypy")],
    "browser code": ["node", "--test", "--test-reporter=dot", "tests/js"],
    "types of the browser code": ["node_modules/.bin/tsc", "-p", "."],
    "borders": [tool("lint-imports"), "--no-cache"],
    "Django": [tool("python"), "manage.py", "check", "--fail-level", "WARNING"],
    "shipped configuration": [tool("python"), "manage.py", "check_configuration"],
    "migrations": [tool("python"), "manage.py", "makemigrations", "--check", "--dry-run"],
    "lint": [tool("ruff"), "check"],
    "format": [tool("ruff"), "format", "--check"],
}


def main() -> int:
    """Return 0 if every check passes."""
    os.chdir(ROOT)
    venv.ensure(dev=True)
    node.ensure()
    started = time.monotonic()
    failed = []
    with tempfile.TemporaryDirectory(prefix="check-") as data_dir, ThreadPoolExecutor(2) as two:
        environment = os.environ | {"DEV_SECRETS": "1", "DATA_DIR": data_dir}
        running = {two.submit(_run, command, environment): name for name, command in CHECKS.items()}
        for done in as_completed(running):
            name, (status, output, seconds) = running[done], done.result()
            print(f"{'ok    ' if status == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if status != 0:
                failed.append(name)
                print(output, flush=True)
    taken = f"{time.monotonic() - started:.0f} s"
    print(f"Failed: {', '.join(failed)} ({taken})" if failed else f"All is well ({taken})")
    return 1 if failed else 0


def _run(command: list[str], environment: dict[str, str]) -> tuple[int, str, float]:
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.returncode, done.stdout + done.stderr, time.monotonic() - started


if __name__ == "__main__":
    run(main)
