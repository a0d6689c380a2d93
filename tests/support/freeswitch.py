"""A real FreeSWITCH, started by the shipped script with the shipped configuration, on free loopback ports.

`FREESWITCH` in the environment names the binary. No package registry has one, so most machines do without.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from channels_app.switches.event_socket import EventSocket, EventSocketError
from scripts.house.ports import free_port
from tests.support.site import ROOT

BINARY = os.environ.get("FREESWITCH", "")
ABSENT = "There is no FreeSWITCH: name its binary in the environment variable FREESWITCH (docs/freeswitch.md)"
START_SECONDS = 30


class Freeswitch:
    """Start it, kill it, start it again: ports and secrets stay."""

    def __init__(self, fsapi_url: str, **environment: str) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="peers-freeswitch-")
        self.verto_port, self.event_socket_port = free_port(), free_port()
        self.event_socket_password, self.fsapi_secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self.output = Path(self._directory.name) / "output"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            "PATH": os.environ["PATH"],
            "FREESWITCH": BINARY,
            "FS_DIR": f"{self._directory.name}/run",
            "FS_VERTO_PORT": str(self.verto_port),
            "FS_EVENT_SOCKET_PORT": str(self.event_socket_port),
            "FS_EVENT_SOCKET_PASSWORD": self.event_socket_password,
            "FS_FSAPI_URL": fsapi_url,
            "FS_FSAPI_SECRET": self.fsapi_secret,
            **environment,
        }

    def settings(self) -> dict[str, str]:
        """Return what Django must know to work with it."""
        return {
            "SWITCH": "freeswitch",
            "FREESWITCH_VERTO_URL": f"ws://127.0.0.1:{self.verto_port}",
            "FREESWITCH_EVENT_SOCKET": f"127.0.0.1:{self.event_socket_port}",
            "FREESWITCH_EVENT_SOCKET_PASSWORD": self.event_socket_password,
            "FSAPI_SECRET": self.fsapi_secret,
        }

    @property
    def process(self) -> psutil.Process:
        """The running process, to look at."""
        assert self._process is not None
        return psutil.Process(self._process.pid)

    @property
    def log(self) -> str:
        """All that it has written to its logs."""
        files = sorted(Path(self._directory.name).rglob("*.log*"))
        return "".join(path.read_text(errors="replace") for path in [*files, self.output] if path.exists())

    def is_running(self) -> bool:
        """True from `start` until it has ended, for whatever reason."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Run it, and return when its relay answers the watchdog."""
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own script
                [ROOT / "freeswitch" / "entrypoint.sh"], env=self._environment, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log[-4000:]
            with suppress(EventSocketError):
                if self._takes_connections() and self.api("hash select/watch/delay_us").isdigit():
                    return
            time.sleep(0.1)
        raise TimeoutError(f"FreeSWITCH was not ready in {START_SECONDS} s: {self.log[-4000:]}")

    def api(self, command: str) -> str:
        """Run a command of FreeSWITCH; return what it printed."""
        with EventSocket("127.0.0.1", self.event_socket_port, self.event_socket_password) as connection:
            return connection.api(command).strip()

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End it; `signal.SIGKILL` gives it no chance to say goodbye."""
        if self._process is not None and self.is_running():
            self._process.send_signal(with_signal)
            self._process.wait(timeout=30)
        self._process = None

    def close(self) -> None:
        """End it and forget its files."""
        self.stop()
        self._directory.cleanup()

    def _takes_connections(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.verto_port), timeout=1).close()
        except OSError:
            return False
        return True
