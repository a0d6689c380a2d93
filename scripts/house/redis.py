"""A Redis of the tests' own: on a free port of loopback, with nothing written to disk, gone afterwards."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.house.ports import free_port
from scripts.house.stopping import Stop

ABSENT = "There is no redis-server on this machine (Debian: package redis-server), so the tests of several processes did not run."
_START_SECONDS = 10


def find() -> str | None:
    """Return the program."""
    return shutil.which("redis-server")


class RedisServer:
    """Start it, stop it, freeze it, start it again: the port stays, and what it held is gone."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._directory = tempfile.TemporaryDirectory(prefix="redis-")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, and return when it answers. Raises Stop, with its words, when it does not."""
        binary = find()
        if binary is None:
            raise Stop(ABSENT)
        log = Path(self._directory.name) / "log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [
                    *(binary, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self._directory.name),
                    *("--save", "", "--appendonly", "no", "--daemonize", "no"),
                ],
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Stop(f"Redis did not start: {log.read_text(errors='replace')}")
            time.sleep(0.02)

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def freeze(self) -> None:
        """Let it answer nobody, without closing a connection."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it and forget its files."""
        self.stop()
        self._directory.cleanup()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@contextlib.contextmanager
def server() -> Iterator[RedisServer]:
    """Run one while the block runs."""
    redis = RedisServer()
    try:
        redis.start()
        yield redis
    finally:
        redis.close()
