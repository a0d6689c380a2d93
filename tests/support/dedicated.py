"""The engine in a process of its own beside the web application, and a real nginx that joins the two on one port."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
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
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        location = /verto {{
            proxy_pass http://127.0.0.1:{verto_port};
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_read_timeout 60s;
        }}
        location / {{ proxy_pass http://127.0.0.1:{web_port}; }}
    }}
}}
"""


class Dedicated:
    """`manage.py verto_server` and nginx; the web application serves at `web_port`."""

    def __init__(self, port: int) -> None:
        assert BINARY, ABSENT
        self.web_port, self.verto_port, self.local_port = free_port(), free_port(), free_port()
        self._directory = tempfile.TemporaryDirectory(prefix="peers-nginx-")
        configuration = Path(self._directory.name) / "nginx.conf"
        places = {"web_port": self.web_port, "verto_port": self.verto_port, "directory": self._directory.name}
        configuration.write_text(_NGINX.format(port=port, **places))
        self._nginx_command = [BINARY, "-c", str(configuration), "-e", f"{self._directory.name}/nginx.log"]
        self._nginx: subprocess.Popen[bytes] | None = None
        self._verto: subprocess.Popen[bytes] | None = None

    def settings(self) -> dict[str, str]:
        """Return what both processes must know."""
        return {
            "VERTO_LISTEN": f"127.0.0.1:{self.verto_port}",
            "VERTO_LOCAL": f"127.0.0.1:{self.local_port}",
            "TRUSTED_PROXIES": "127.0.0.1",
        }

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The engine's process."""
        assert self._verto is not None
        return self._verto

    def local_page(self, path: str, headers: Mapping[str, str] | None = None) -> str:
        """Return what the engine answers to processes of this machine."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.local_port}{path}", headers=dict(headers or {}))
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.read().decode()

    def start(self, environment: Mapping[str, str], log: Path) -> None:
        """Serve, and return when both answer."""
        with log.open("ab") as output:
            self._verto = subprocess.Popen(
                [sys.executable, "manage.py", "verto_server"], cwd=ROOT, env=environment, stdout=output, stderr=output
            )
            if self._nginx is None:
                self._nginx = subprocess.Popen(self._nginx_command, stdout=output, stderr=output)
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self._verto.poll() is None, log.read_text()
            assert self._nginx.poll() is None, log.read_text()
            try:
                self.local_page("/health")
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
            else:
                return

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End the engine; nginx stays, as it would."""
        if self._verto is not None and self._verto.poll() is None:
            self._verto.send_signal(with_signal)
            self._verto.wait(timeout=15)
        self._verto = None

    def close(self) -> None:
        """End both and forget their files."""
        self.stop()
        if self._nginx is not None:
            self._nginx.terminate()
            self._nginx.wait(timeout=15)
        self._directory.cleanup()
