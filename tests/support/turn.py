"""A real relay: coturn on free loopback ports, made for one test: with one user, or with a secret shared with the site."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from scripts.house.ports import free_port
from tests.support.running import Running

BINARY = shutil.which("turnserver")
ABSENT = "turnserver is not installed (Debian: package coturn)"
START_SECONDS = 15
ADDRESS = "127.0.0.1"


class Turn(Running):
    """Start it, stop it: port, user and secret stay.

    `shares_secret`: it knows no user, and takes what was made with its secret. `more` are further options of coturn.
    """

    def __init__(self, *more: str, shares_secret: bool = False, address: str = ADDRESS) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="peers-turn-")
        self._process: subprocess.Popen[bytes] | None = None
        self._password = secrets.token_urlsafe(16)
        self.secret = secrets.token_urlsafe(32) if shares_secret else ""
        self._more = more
        self._address = address
        self.port = free_port()
        self.log = Path(self._directory.name) / "log"

    def ice_servers(self) -> str:
        """Return it as the setting ICE_SERVERS names it."""
        return json.dumps([{"urls": self.url, "username": "peers", "credential": self._password}])

    @property
    def url(self) -> str:
        return self.url_over("udp")

    def url_over(self, transport: str) -> str:
        """Return how it is reached over UDP or TCP."""
        return f"turn:{self._address}:{self.port}?transport={transport}"

    def settings(self, minutes: int = 60) -> dict[str, str]:
        """Return the settings of a site that makes credentials for it, good for so many minutes."""
        assert self.secret, "this relay has a user"
        return {"TURN_URLS": self.url, "TURN_SECRET": self.secret, "TURN_MINUTES": str(minutes)}

    def start(self) -> None:
        """Serve, and return when it listens."""
        assert BINARY
        shared = ("--use-auth-secret", f"--static-auth-secret={self.secret}")
        user = ("--lt-cred-mech", "--user", f"peers:{self._password}")
        command = [
            *(BINARY, "-n", "--realm", "peers.test", *(shared if self.secret else user), *self._more),
            *("--listening-ip", self._address, "--relay-ip", self._address, "--listening-port", str(self.port)),
            # Everybody in a test is on loopback, the relay itself included.
            *("--allow-loopback-peers", "--no-cli"),
            *("--no-tls", "--no-dtls", "--no-software-attribute", "--simple-log", "--log-file", "stdout"),
            *("--pidfile", f"{self._directory.name}/pid", "--db", f"{self._directory.name}/db", "--verbose"),
        ]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - Debian's own relay
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log.read_text(errors="replace")
            if "UDP listener opened on" in self.log.read_text(errors="replace"):
                return
            time.sleep(0.05)
        raise TimeoutError(f"the relay did not listen in {START_SECONDS} s: {self.log.read_text(errors='replace')}")

    def stop(self) -> None:
        """End it; whom it relayed for is cut off."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=15)
        self._process = None

    def close(self) -> None:
        """End it and forget its user."""
        self.stop()
        self._directory.cleanup()
