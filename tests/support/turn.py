"""A real relay for one test: coturn with the configuration that is shipped, on free ports.

Replaced are addresses, ports and secret, and what has to be reached in a test where nothing has a public address. Without a
secret it has one user, whom all share: for sites that name a relay in ICE_SERVERS.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.house.ports import free_port
from tests.support.running import Running

CONFIGURE = Path(__file__).parents[2] / "deploy" / "coturn" / "configure"
BINARY = shutil.which("turnserver")
ABSENT = "turnserver is not installed (Debian: package coturn)"
START_SECONDS = 15
ADDRESS = "127.0.0.1"
REALM = "peers.test"


class Turn(Running):
    """Start it, stop it: port, user and secret stay.

    `shares_secret`: it knows no user, and takes what was made with its secret. `reaches` are addresses and ranges that count
    as public ones. `machine` is what `deploy/coturn/configure` is told of it, and `more` are further options of coturn.
    """

    def __init__(
        self,
        *more: str,
        shares_secret: bool = False,
        address: str = ADDRESS,
        reaches: Sequence[str] = (ADDRESS,),
        machine: Mapping[str, str] | None = None,
    ) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="peers-turn-")
        self._process: subprocess.Popen[bytes] | None = None
        self._password = secrets.token_urlsafe(16)
        self.secret = secrets.token_urlsafe(32) if shares_secret else ""
        self._more = more
        self._address = address
        self._reaches = reaches
        self._machine = machine or {}
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
        configuration = Path(self._directory.name) / "turnserver.conf"
        configuration.write_text(self._configuration(), encoding="utf-8")
        command = [BINARY, "-c", str(configuration), *self._more]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - Debian's own relay
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log.read_text(errors="replace")
            if "UDP listener opened on" in self.log.read_text(errors="replace"):
                return
            time.sleep(0.05)
        raise TimeoutError(f"the relay did not listen in {START_SECONDS} s: {self.log.read_text(errors='replace')}")

    def _configuration(self) -> str:
        secret = Path(self._directory.name) / "secret"
        secret.write_text(self.secret or secrets.token_urlsafe(32), encoding="ascii")
        shipped = subprocess.run(
            [CONFIGURE],
            env={"PATH": os.environ["PATH"], "TURN_REALM": REALM, "TURN_SECRET_FILE": str(secret), **self._machine},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        replaced = {"listening-ip", "relay-ip", "listening-port", "tls-listening-port"}
        lines = [
            f"listening-ip={self._address}",
            f"relay-ip={self._address}",
            f"listening-port={self.port}",
            f"pidfile={self._directory.name}/pid",
            f"userdb={self._directory.name}/db",
            "verbose",
            *(f"allowed-peer-ip={reached}" for reached in self._reaches),
        ]
        if ADDRESS in self._reaches:
            lines.append("allow-loopback-peers")
        if not self.secret:
            # Everybody is this one user, so that there are no shares.
            replaced |= {"use-auth-secret", "static-auth-secret", "user-quota"}
            lines += ["lt-cred-mech", f"user=peers:{self._password}"]
        kept = [line for line in shipped.splitlines() if line.partition("=")[0] not in replaced]
        return "\n".join([*kept, *lines, ""])

    def kill(self) -> None:
        """End it at once."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        """The relay's process."""
        assert self._process is not None
        return self._process.pid

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
