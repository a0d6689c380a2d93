"""A backup of a large site, and what it takes to bring it back into SQLite and into PostgreSQL.

Each step is a process of its own, as for an operator; the database of each restore is new.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from scripts.house import postgres
from scripts.house.paths import ROOT

COUNT = int(os.environ.get("BENCH_CLIENTS", "200000"))
LIMIT_SECONDS = 300.0
"""That a restore may take with 200,000 clients: people are waiting for the site."""
MANAGE = ("manage.py",)


def run() -> None:
    """Print the table. Raises `RuntimeError` when a step fails, a restore loses somebody, or takes too long."""
    print(f"Backup and restore, {COUNT:,} clients that are valid")
    with tempfile.TemporaryDirectory(prefix="peers-bench-") as directory, ExitStack() as stack:
        folder = Path(directory)
        here = _environment(folder / "here")
        key, backup = str(folder / "key.txt"), str(folder / "backup.age")
        _step(here, [*MANAGE, "migrate", "-v", "0"])
        _step(here, ["-m", "bench.seed", str(COUNT)])
        with closing(sqlite3.connect(folder / "here" / "db.sqlite3")) as database, database:
            # A backup leaves out who never came.
            database.execute("UPDATE channels_app_client SET logged_in = created")
        _step(here, [*MANAGE, "backup_key", key])
        public = Path(key).read_text(encoding="ascii").split("public key: ")[1].split()[0]
        _tell("backup of SQLite", _step(here, [*MANAGE, "backup", backup, "--to", public]))
        print(f"  {'size on the disk':26}{Path(backup).stat().st_size / 2**20:8.1f} MiB")
        kinds = {"SQLite": ""}
        if (programs := postgres.find()) is not None:
            kinds["PostgreSQL"] = stack.enter_context(postgres.cluster(programs))
        else:
            print("  PostgreSQL: there is none on this machine")
        slowest = 0.0
        for kind, url in kinds.items():
            there = _environment(folder / kind, url)
            took = _step(there, [*MANAGE, "restore", backup, "--key", key])
            _tell(f"restore into {kind}", took)
            slowest = max(slowest, took[0])
            _see_that_all_are_there(there)
    print(f"  at most {LIMIT_SECONDS:.0f} s wanted for a restore: {'ok' if slowest <= LIMIT_SECONDS else 'MISSED'}")
    if slowest > LIMIT_SECONDS:
        raise RuntimeError("a restore took too long")


def _environment(data: Path, url: str = "") -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    address = {"DATABASE_URL": url} if url else {}
    return inherited | address | {"DATA_DIR": str(data), "DEV_SECRETS": "1"}


def _step(environment: Mapping[str, str], command: Sequence[str]) -> tuple[float, float]:
    """Run it; return the seconds it took, and the most memory it had in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own commands
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr as stderr:
        said = stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {said[-400:].strip()}")
    return time.perf_counter() - began, used.ru_maxrss / 1024


def _see_that_all_are_there(environment: Mapping[str, str]) -> None:
    counting = f"from channels_app.models import Client; assert Client.objects.count() == {COUNT}"
    _step(environment, [*MANAGE, "shell", "-v", "0", "-c", counting])


def _tell(name: str, took: tuple[float, float]) -> None:
    seconds, memory = took
    print(f"  {name:26}{seconds:8.1f} s, {memory:6.0f} MiB of memory at most")
