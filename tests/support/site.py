"""The real site: daphne in its own process on its own port, with a database and secrets made for one test session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from scripts.house.ports import free_port
from scripts.house.redis import RedisServer
from tests.support.border import BY_CHANNEL
from tests.support.clerk import Clerk
from tests.support.database import SiteDatabase
from tests.support.dedicated import Dedicated
from tests.support.roomy import ROOMY
from tests.support.running import Running

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30
_SHIPPED_PORT = 8010
"""Of deploy/systemd/peers-web.service, for processes of this machine."""


class Site(Running):
    """Start it, stop it, kill it, start it again: port, database and secrets stay.

    `dedicated` is how many engines have processes of their own, 0 for none; nginx joins all. More than one need a Redis:
    REDIS_URL, or its own. With a `name` it is set up as deploy/ says, with its ports, in a network of its own; nginx does not
    count the `uncounted`.
    """

    def __init__(
        self,
        *,
        dedicated: int = 0,
        own_redis: bool = False,
        balance: str = BY_CHANNEL,
        address: str = "127.0.0.1",
        name: str = "",
        uncounted: Sequence[str] = (),
        **settings: str,
    ) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="peers-site-")
        self._database = SiteDatabase()
        self.port = 443 if name else free_port()
        self.address = address
        self.url = f"https://{name}" if name else f"http://{address}:{self.port}"
        self.log = Path(self._directory.name) / "site.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._redis = RedisServer() if own_redis else None
        self.dedicated = Dedicated(self.port, dedicated, balance, name, uncounted) if dedicated else None
        # Behind nginx the application is at a Unix socket, and here for processes of this machine.
        self.web_port = _SHIPPED_PORT if name else free_port() if self.dedicated else self.port
        self._environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
            **({"DATABASE_URL": self._database.url} if self._database.url else {}),
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "DATA_DIR": self._directory.name,
            "DEV_SECRETS": "1",
            "ORIGINS": self.url,
            **ROOMY,
            # All visitors of a test come from one address, and few tests have a minute for a seat.
            "STRANGERS_PER_ADDRESS": "10000",
            "SOCKETS_PER_ADDRESS": "10000",
            "SEAT_SHARE_PERCENT": "100",
            "SEAT_KEPT_SECONDS": "3",
            **(self._behind_the_border() if self.dedicated else {}),
            **({"REDIS_URL": self._redis.url} if self._redis else {}),
            **settings,
        }
        if self._redis:
            self._redis.start()
        self._clerk = Clerk(self._environment, self.log)
        self._clerk.wait()

    def _behind_the_border(self) -> dict[str, str]:
        return {"TRUSTED_PROXIES": "unix 127.0.0.1", "LOCAL_LISTEN": f"127.0.0.1:{self.web_port}"}

    def set(self, **settings: str) -> None:
        """Change settings of the next start, where they need the site's own port."""
        self._environment |= settings

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The server's process."""
        assert self._process is not None
        return self._process

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the server, as an operator would; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(  # noqa: S603 - our own interpreter and project
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def make_channel(
        self, topic: str, *, public: bool = False, sealed: bool = False, capacity: int = 50, call_size: int = 5
    ) -> str:
        """Create a channel; return its ID."""
        return self._clerk.make_channel(
            topic=topic, public=public, sealed=sealed, capacity=capacity, call_size=call_size
        )

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        return dict(self._environment)

    def start(self) -> None:
        """Serve, and return when the site answers."""
        self.start_web()
        if self.dedicated:
            self.dedicated.start_all(self._environment, self.log)

    def start_web(self) -> None:
        """Start the web application, which without `dedicated` is all there is."""
        endpoints = [f"tcp:{self.web_port}:interface={self.address}"]
        if self.dedicated:
            endpoints.append(f"unix:{self.dedicated.border.web_socket}:mode=660")
        command = [sys.executable, "-m", "daphne", *(word for one in endpoints for word in ("-e", one))]
        command.append("project.asgi:application")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and project
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"http://{self.address}:{self.web_port}/health", timeout=2)
            except urllib.error.HTTPError:
                # It serves; what it needs to be ready, such as FreeSWITCH, may come later.
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(f"the site did not answer in {START_SECONDS} s: {self.log.read_text()}")

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End the server; `signal.SIGKILL` gives it no chance to say goodbye."""
        if self.dedicated:
            self.dedicated.stop_all(with_signal)
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(with_signal)
            self._process.wait(timeout=15)
        self._process = None

    def vanish(self) -> None:
        """End the server and what stands before it: at its port nobody answers until `start`."""
        self.stop()
        if self.dedicated:
            self.dedicated.border.kill()

    def close(self) -> None:
        """End the server and forget its data."""
        self.stop()
        self._clerk.close()
        if self.dedicated:
            self.dedicated.close()
        if self._redis:
            self._redis.close()
        self._database.drop()
        self._directory.cleanup()
