"""Engines in processes of their own beside the web application, and a real nginx that joins all of them on one port."""

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

from scripts.house import nginx
from scripts.house.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = nginx.find()
ABSENT = "nginx is not installed (Debian: package nginx-light)"
START_SECONDS = 30

# What docs/operations.md tells operators, without TLS.
_NGINX = """
daemon off;
worker_processes 1;
pid {directory}/nginx.pid;
error_log {directory}/nginx.log warn;
events {{ worker_connections 20000; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    map $http_upgrade $connection_upgrade {{ default upgrade; "" close; }}
    upstream verto {{
        {balance};
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        location = /verto {{
            proxy_pass http://verto;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_read_timeout 60s;
        }}
        location / {{ proxy_pass http://127.0.0.1:{web_port}; }}
    }}
}}
"""
BY_CHANNEL = "hash $arg_channel consistent"
IN_TURNS = "least_conn"
"""So that the first two of a channel meet in different processes."""


class Engine:
    """One `manage.py verto_server`."""

    def __init__(self) -> None:
        self.port, self.local_port = free_port(), free_port()
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
    """Engines and nginx; the web application serves at `web_port`. What is asked of it is asked of the first engine."""

    def __init__(self, port: int, count: int = 1, balance: str = BY_CHANNEL) -> None:
        assert BINARY, ABSENT
        super().__init__()
        self.web_port = free_port()
        self.engines: Sequence[Engine] = [self, *(Engine() for _ in range(count - 1))]
        self._directory = tempfile.TemporaryDirectory(prefix="peers-nginx-")
        configuration = Path(self._directory.name) / "nginx.conf"
        configuration.write_text(
            _NGINX.format(
                port=port,
                balance=balance,
                servers=" ".join(f"server 127.0.0.1:{engine.port} fail_timeout=1s;" for engine in self.engines),
                web_port=self.web_port,
                directory=self._directory.name,
            )
        )
        self._nginx_command = [BINARY, "-c", str(configuration), "-e", f"{self._directory.name}/nginx.log"]
        self._nginx: subprocess.Popen[bytes] | None = None

    def start_all(self, environment: Mapping[str, str], log: Path) -> None:
        """Serve, and return when all engines are well."""
        if self._nginx is None:
            with log.open("ab") as output:
                self._nginx = subprocess.Popen(self._nginx_command, stdout=output, stderr=output)
        for engine in self.engines:
            engine.start(environment, log)
        assert self._nginx.poll() is None, log.read_text()

    def stop_all(self, with_signal: int = signal.SIGTERM) -> None:
        """End the engines; nginx stays, as it would."""
        for engine in self.engines:
            engine.stop(with_signal)

    def close(self) -> None:
        """End everything and forget its files."""
        self.stop_all()
        if self._nginx is not None:
            self._nginx.terminate()
            self._nginx.wait(timeout=15)
        self._directory.cleanup()
