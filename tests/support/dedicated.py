"""Engines in processes of their own beside the web application, and the shipped border that joins all of them on one port."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.house.ports import free_port
from tests.support.border import BY_CHANNEL, Border

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30
_SHIPPED_PORTS = (8001, 8002)
"""Of deploy/systemd/peers-engine@.service, the first."""


class Engine:
    """One `manage.py verto_server`."""

    def __init__(self, port: int = 0, local_port: int = 0) -> None:
        self.port, self.local_port = port or free_port(), local_port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The engine's process."""
        assert self._process is not None
        return self._process

    def settings(self) -> dict[str, str]:
        """Return where it listens."""
        return {"VERTO_LISTEN": f"127.0.0.1:{self.port}", "VERTO_LOCAL": f"127.0.0.1:{self.local_port}"}

    def local_page(self, path: str, headers: Mapping[str, str] | None = None) -> str:
        """Return what the engine answers to processes of this machine."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.local_port}{path}", headers=dict(headers or {}))
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.read().decode()

    def start(self, environment: Mapping[str, str], log: Path) -> None:
        """Serve, and return when it is well."""
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "verto_server"],
                cwd=ROOT,
                env={**environment, **self.settings()},
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self._process.poll() is None, log.read_text()
            try:
                self.local_page("/health")
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
            else:
                return

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End it."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(with_signal)
            self._process.wait(timeout=15)
        self._process = None


class Dedicated(Engine):
    """Engines and nginx, which finds the web application at a Unix socket. What is asked of it is asked of the first engine.

    With a `name` all have the ports that deploy/ gives them, and nginx serves under that name, with TLS; otherwise nginx has this
    port, and counts nobody.
    """

    def __init__(
        self, port: int, count: int = 1, balance: str = BY_CHANNEL, name: str = "", uncounted: Sequence[str] = ()
    ) -> None:
        super().__init__(*(_SHIPPED_PORTS if name else ()))
        self.engines: Sequence[Engine] = [self, *(Engine() for _ in range(count - 1))]
        self._directory = tempfile.TemporaryDirectory(prefix="peers-nginx-")
        self.border = Border(
            Path(self._directory.name),
            engine_ports=[engine.port for engine in self.engines],
            name=name or "127.0.0.1",
            port=0 if name else port,
            balance=balance,
            uncounted=uncounted if name else ["127.0.0.0/8"],
        )

    def start_all(self, environment: Mapping[str, str], log: Path) -> None:
        """Serve, and return when all engines are well."""
        if not self.border.is_running:
            self.border.start()
        for engine in self.engines:
            engine.start(environment, log)

    def stop_all(self, with_signal: int = signal.SIGTERM) -> None:
        """End the engines; nginx stays, as it would."""
        for engine in self.engines:
            engine.stop(with_signal)

    def close(self) -> None:
        """End everything and forget its files."""
        self.stop_all()
        self.border.close()
        self._directory.cleanup()
