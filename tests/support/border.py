"""The border as it is shipped: a real nginx with the files of deploy/nginx, in a directory of a test's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from scripts.house import certificate, nginx
from tests.support.running import Running

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "deploy" / "nginx"
BINARY = nginx.find()
ABSENT = "nginx is not installed (Debian: package nginx-light)"
START_SECONDS = 15

BY_CHANNEL = "hash $arg_channel consistent"
IN_TURNS = "least_conn"
"""So that the first two of a channel meet in different processes."""


class Border(Running):
    """Start it, stop it. `port` 0: as shipped, with TLS at ports 80 and 443 of the network in which it is started.

    With a port it serves there on loopback without TLS. It does not count the `uncounted` networks: browsers and crowds of a
    test share one address.
    """

    def __init__(
        self,
        directory: Path,
        *,
        engine_ports: Sequence[int],
        name: str,
        port: int = 0,
        balance: str = BY_CHANNEL,
        uncounted: Sequence[str] = (),
    ) -> None:
        assert BINARY, ABSENT
        self.directory = directory
        self.web_socket = directory / "web.sock"
        self.access_log = directory / "nginx.log"
        self.name, self._port = name, port
        self._process: subprocess.Popen[bytes] | None = None
        self._write(engine_ports, balance, uncounted)

    @property
    def command(self) -> list[str]:
        """How nginx is called with this configuration."""
        assert BINARY
        user = "user root;" if os.geteuid() == 0 else ""
        first_log = str(self.directory / "nginx-errors.log")
        return [BINARY, "-c", str(self.directory / "nginx.conf"), "-e", first_log, "-g", f"daemon off; {user}"]

    def start(self) -> None:
        """Serve, and return when the port is open."""
        with (self.directory / "output.log").open("ab") as output:
            self._process = subprocess.Popen(self.command, stdout=output, stderr=output)
        deadline = time.monotonic() + START_SECONDS
        # Written once the ports are open, before the first request is taken.
        while not (self.directory / "nginx.pid").exists() or not (self.directory / "nginx.pid").read_text():
            assert self._process.poll() is None, (self.directory / "output.log").read_text()
            assert time.monotonic() < deadline, "nginx did not start"
            time.sleep(0.02)

    @property
    def is_running(self) -> bool:
        """Has it been started, and not ended?"""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it with its workers, which would serve on, and give none of them time for anything."""
        assert self._process is not None
        main = psutil.Process(self._process.pid)
        family = [*main.children(), main]
        for process in family:
            process.kill()
        self._process.wait()
        psutil.wait_procs(family)
        self._process = None
        # Left behind: they would say that it runs already.
        (self.directory / "nginx.pid").unlink(missing_ok=True)
        for left in self.directory.glob("*.sock"):
            if left != self.web_socket:
                left.unlink()

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=15)
        self._process = None

    def _write(self, engine_ports: Sequence[int], balance: str, uncounted: Sequence[str]) -> None:
        shutil.copytree(SHIPPED, self.directory, dirs_exist_ok=True)
        made = certificate.ensure(self.directory / "tls", [self.name])
        made.certificate.rename(self.directory / "tls" / "fullchain.pem")
        made.key.rename(self.directory / "tls" / "privkey.pem")
        here = self.directory / "here"
        here.joinpath("name.conf").write_text(f"server_name {self.name};\n")
        servers = [f"server 127.0.0.1:{port} fail_timeout=1s;" for port in engine_ports]
        here.joinpath("engines.conf").write_text("\n".join([f"{balance};", *servers, ""]))
        for file in (self.directory / "nginx.conf", *(self.directory / "peers").glob("*.conf")):
            file.write_text(self._moved(file.read_text(encoding="utf-8")))
        here.joinpath("uncounted.conf").write_text("".join(f"{network} 1;\n" for network in uncounted))
        if self._port:
            servers_file = self.directory / "peers" / "servers.conf"
            servers_file.write_text(self._without_tls(servers_file.read_text(encoding="utf-8")))

    def _moved(self, text: str) -> str:
        """Return a configuration with the paths of this directory in place of the machine's."""
        moves = {
            "/run/nginx/": f"{self.directory}/",
            "/var/log/peers/": f"{self.directory}/",
            "/etc/peers/tls/": f"{self.directory}/tls/",
            "/run/peers/web.sock": str(self.web_socket),
            "/opt/peers/staticfiles/": f"{ROOT}/staticfiles/",
            "/var/www/acme": f"{self.directory}/acme",
        }
        for shipped, ours in moves.items():
            text = text.replace(shipped, ours)
        return text

    def _without_tls(self, text: str) -> str:
        text = re.sub(r"^ *listen (\[::\]:\d+|80 default_server).*\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"listen 80;", f"listen unix:{self.directory}/plain.sock;", text)
        return re.sub(r"listen 443 ssl http2", f"listen 127.0.0.1:{self._port}", text)
