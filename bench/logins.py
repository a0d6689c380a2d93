"""Logins per second with the real directory behind them, on SQLite and PostgreSQL, beside bare handshakes on the same server.

The server is `manage.py verto_server` itself, with a database of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bench.apps import ORIGIN, PATH
from bench.dialects import Verto, call
from bench.lanes import HANDSHAKE
from bench.load import Burst, Watch
from bench.records import ROUNDS, Records
from bench.relay import print_rate, record_of
from bench.servers import serving
from bench.storm import Visit, rush
from bench.systems import System
from bench.websocket import text_frame
from scripts.house import postgres
from scripts.house.ports import free_port
from tests.support.roomy import ROOMY
from tests.support.site import ROOT

RATE = "logins"
KINDS = ("logins", "handshakes")
COUNT = 1000
AT_ONCE = 64
_PATIENCE = 60.0
_HANDSHAKE = HANDSHAKE % (PATH.encode(), ORIGIN.encode())


async def run(records: Records) -> None:
    """Measure, print, and keep."""
    print(f"Logins per second at the dedicated server, {COUNT:,} clients, {AT_ONCE} at a time; {ROUNDS} rounds in turn")
    await _measure(records, "SQLite", "")
    programs = postgres.find()
    if programs is None:
        print("  PostgreSQL: there is none on this machine")
        return
    with postgres.cluster(programs) as url:
        await _measure(records, "PostgreSQL", url)


async def _measure(records: Records, group: str, database: str) -> None:
    with _site(database) as (system, accounts):
        visits = {
            "logins": [Visit(_HANDSHAKE, text_frame(call("login", each)), Verto.welcome) for each in accounts],
            "handshakes": [Visit(_HANDSHAKE, None, b" 101 ")] * COUNT,
        }
        bursts: dict[str, list[Burst]] = {kind: [] for kind in KINDS}
        for _ in range(ROUNDS):
            for kind in KINDS:
                watch = Watch(system)
                times = rush(system.port, visits[kind], AT_ONCE, _PATIENCE)
                elapsed, shares = watch.read()
                if len(times) < COUNT:
                    raise RuntimeError(f"only {len(times)} of {COUNT} were in after {_PATIENCE:g} s")
                bursts[kind].append(Burst(COUNT / elapsed, shares))
                # What they leave behind is written before the next ones come.
                await asyncio.sleep(1.2)
    print(f"  {group}")
    for kind in KINDS:
        records.add(record_of(RATE, group, COUNT, kind, bursts[kind]))
        print_rate(records, RATE, group, COUNT, kind)
    ratio = records.ratio(RATE, group, COUNT, *KINDS)
    print(f"    logins are {ratio:.2f} of the bare handshakes")


@contextmanager
def _site(database: str) -> Iterator[tuple[System, list[dict[str, str]]]]:
    """Run the dedicated server on a new database; give it, and what its clients log in with."""
    with tempfile.TemporaryDirectory(prefix="peers-bench-") as directory:
        port = free_port()
        environment = {
            **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
            **({"DATABASE_URL": database} if database else {}),
            **ROOMY,
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "DATA_DIR": directory,
            "DEV_SECRETS": "1",
            "ORIGINS": ORIGIN,
            "STRANGERS_PER_ADDRESS": "100000",
            "SOCKETS_PER_ADDRESS": "100000",
            "SEAT_SHARE_PERCENT": "100",
            "VERTO_LISTEN": f"127.0.0.1:{port}",
            "VERTO_LOCAL": f"127.0.0.1:{free_port()}",
        }
        _run(environment, "manage.py", "migrate", "-v", "0")
        accounts = [json.loads(line) for line in _run(environment, "-m", "bench.seed", str(COUNT)).splitlines()]
        with serving([sys.executable, "manage.py", "verto_server"], port, environment) as server:
            yield System("dedicated", port, (server.pid,), Verto()), accounts


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and project
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout
