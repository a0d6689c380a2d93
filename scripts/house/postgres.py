"""A PostgreSQL of the tests' own: a private cluster in a temporary directory, on a free port, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.house.ports import free_port
from scripts.house.stopping import Stop

_DEBIAN = Path("/usr/lib/postgresql")
_START_SECONDS = 30


def find() -> Path | None:
    """Return the directory of the newest server's programs, or None where there is no server."""
    versions = [path for path in _DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    on_path = shutil.which("initdb")
    candidates = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((path for path in candidates if (path / "initdb").is_file() and (path / "postgres").is_file()), None)


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a server while the block runs; give its DATABASE_URL. Raises Stop, with its words, when it does not start."""
    directory = Path(tempfile.mkdtemp(prefix="pg-"))
    server = None
    try:
        account = _account()
        password = secrets.token_urlsafe(24)
        _create(programs, directory, account, password)
        port = free_port()
        log = directory / "log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", directory / "data", "-p", str(port), "-k", directory, *_SETTINGS],
                stdout=output,
                stderr=output,
                user=account,
            )
        _wait_for(port, server, log)
        yield f"postgres://peers:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # its fast shutdown: clients are disconnected
            server.wait()
        shutil.rmtree(directory, ignore_errors=True)


# Nothing in it has to survive, so it need not wait for the disk.
_SETTINGS = [
    *("-c", "listen_addresses=127.0.0.1"),
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
]


def _account() -> str | None:
    """Return as whom to run the server: PostgreSQL refuses root. None means as whoever we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Stop("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")


def _create(programs: Path, directory: Path, account: str | None, password: str) -> None:
    key = directory / "password"
    key.write_text(password, encoding="ascii")
    if account:
        for path in (directory, key):
            shutil.chown(path, account)
    done = subprocess.run(
        [
            *(programs / "initdb", "-D", directory / "data", "--username=peers", f"--pwfile={key}", "--no-sync"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
        ],
        capture_output=True,
        text=True,
        check=False,
        user=account,
        cwd=directory,
    )
    key.unlink()
    if done.returncode != 0:
        raise Stop(f"initdb failed: {done.stderr.strip()}")


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        # It writes this line only when it lets people in; its port is open before.
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.05)
    raise Stop(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")
