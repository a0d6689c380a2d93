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
from typing import Any

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


class PostgresServer:
    """Start it, stop it, freeze it, start it again: port, password and what was written stay."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._directory = Path(tempfile.mkdtemp(prefix="pg-"))
        self._account = _account()
        self._password = secrets.token_urlsafe(24)
        self._process: subprocess.Popen[bytes] | None = None
        self._frozen: list[Any] = []
        self.port = free_port()
        self.url = f"postgres://peers:{self._password}@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        """Make the cluster. Raises Stop, with its words, when that fails."""
        _create(self._programs, self._directory, self._account, self._password)

    def start(self) -> None:
        """Serve, and return when it lets people in. Raises Stop, with its words, when it does not."""
        log, data = self._directory / "log", self._directory / "data"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", data, "-p", str(self.port), "-k", self._directory, *_SETTINGS],
                stdout=output,
                stderr=output,
                user=self._account,
            )
        _wait_for(self._process, log)

    def freeze(self) -> None:
        """Let it answer nobody, without closing a connection."""
        import psutil

        assert self._process is not None
        main = psutil.Process(self._process.pid)
        main.suspend()
        # Nobody new is born now.
        self._frozen = [*main.children(recursive=True), main]
        for process in self._frozen:
            process.suspend()

    def thaw(self) -> None:
        """Let it answer again."""
        if not self._frozen:
            # `make test` runs one too, with a Python that has no psutil.
            return
        import psutil

        for process in self._frozen:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
        self._frozen = []

    def stop(self) -> None:
        """End it; clients are disconnected."""
        self.thaw()
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # its fast shutdown
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """End it with all its processes, and give none of them time for anything."""
        import psutil

        assert self._process is not None
        main = psutil.Process(self._process.pid)
        main.suspend()
        family = [*main.children(recursive=True), main]
        for process in family:
            process.kill()
        self._process.wait()
        psutil.wait_procs(family)
        self._process = None

    def close(self) -> None:
        """End it and forget its files."""
        self.stop()
        shutil.rmtree(self._directory, ignore_errors=True)


@contextlib.contextmanager
def server(programs: Path) -> Iterator[PostgresServer]:
    """Run one while the block runs. Raises Stop, with its words, when it does not start."""
    postgres = PostgresServer(programs)
    try:
        postgres.create()
        postgres.start()
        yield postgres
    finally:
        postgres.close()


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a server while the block runs; give its DATABASE_URL."""
    with server(programs) as postgres:
        yield postgres.url


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


def _wait_for(server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        # It writes this line only when it lets people in; its port is open before.
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.05)
    raise Stop(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")
