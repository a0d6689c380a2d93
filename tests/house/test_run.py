"""`make run` from the outside: it serves, it says where, it ends when asked, and its second start is quick."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from scripts.house.paths import ROOT

pytestmark = pytest.mark.alone

SECONDS = 30
FOREIGN = ("ORIGINS", "DATABASE_URL", "SECRET_KEY", "SWITCH_SECRET", "DEBUG", "SWITCH", "LOCAL_LISTEN")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """The server half of `make run`, as make starts it, in a process group of its own as a terminal does it."""

    def __init__(self, data_dir: Path, address: str = "127.0.0.1") -> None:
        self.port = free_port()
        self._log = (data_dir.parent / f"log-{self.port}").open("w+b")
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.serve", address, str(self.port)],
            cwd=ROOT,
            env=environment | {"DATA_DIR": str(data_dir)},
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def says(self) -> str:
        self._log.seek(0)
        return self._log.read().decode()

    def wait_for(self, text: str) -> float:
        """Wait until it has said this; return the seconds that took."""
        started = time.monotonic()
        while text not in self.says():
            assert self.process.poll() is None, self.says()
            assert time.monotonic() < started + SECONDS, self.says()
            time.sleep(0.05)
        return time.monotonic() - started

    def interrupt(self, times: int = 1) -> int:
        for _ in range(times):
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._log.close()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    running = Running(data_dir)
    yield running
    running.close()


def get(url: str, context: ssl.SSLContext | None = None) -> int:
    with urllib.request.urlopen(url, timeout=10, context=context) as answer:
        return int(answer.status)


def test_a_first_run_serves_and_tells_all_that_is_needed(running: Running, data_dir: Path) -> None:
    running.wait_for("Stop with Ctrl-C")
    said = running.says()
    assert re.search(r"Name: admin  Password: \S{20,}", said)
    assert f"http://127.0.0.1:{running.port}/admin/" in said
    assert get(f"http://127.0.0.1:{running.port}/") == 200
    assert get(f"http://127.0.0.1:{running.port}/admin/login/") == 200
    assert get(f"http://localhost:{running.port}/health") == 200
    for path in [data_dir, *data_dir.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_second_run_is_quick_and_says_no_password(running: Running, data_dir: Path) -> None:
    running.wait_for("Stop with Ctrl-C")
    running.interrupt()
    second = Running(data_dir)
    try:
        # Five seconds are promised for the whole of `make run`; this is its larger half.
        assert second.wait_for("Stop with Ctrl-C") < 4
        assert "Password" not in second.says()
        assert "Preparing" not in second.says()
    finally:
        second.close()


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_it_quietly(running: Running, times: int) -> None:
    running.wait_for("Stop with Ctrl-C")
    assert running.interrupt(times) in (0, 130)
    assert "Traceback" not in running.says()
    with pytest.raises(ProcessLookupError):
        os.killpg(running.process.pid, 0)


def test_open_sockets_do_not_hold_it_up(running: Running) -> None:
    running.wait_for("Stop with Ctrl-C")
    origin = f"http://127.0.0.1:{running.port}"
    with connect(f"ws://127.0.0.1:{running.port}/verto", origin=Origin(origin)) as socket_of_visitor:
        started = time.monotonic()
        assert running.interrupt() in (0, 130)
        assert time.monotonic() - started < 5
        with pytest.raises(ConnectionClosed):
            socket_of_visitor.recv(timeout=5)
    assert "Traceback" not in running.says()


def test_an_early_ctrl_c_ends_it_quietly(running: Running) -> None:
    running.wait_for("Preparing the database")
    assert running.interrupt() in (0, 130)
    assert "Traceback" not in running.says()


def test_terminating_ends_it_too(running: Running) -> None:
    running.wait_for("Stop with Ctrl-C")
    running.process.terminate()
    assert running.process.wait(timeout=SECONDS) == 0


def test_other_devices_are_served_over_https(data_dir: Path) -> None:
    running = Running(data_dir, "0.0.0.0")
    try:
        running.wait_for("Stop with Ctrl-C")
        trusted = ssl.create_default_context(cafile=data_dir / "tls" / "certificate.pem")
        assert get(f"https://localhost:{running.port}/", trusted) == 200
        assert get(f"https://127.0.0.1:{running.port}/", trusted) == 200
        said = running.says()
        assert f"https://localhost:{running.port}/" in said
        assert "Your connection is not private" in said
        assert "Proceed" in said
    finally:
        running.close()


def test_a_database_that_does_not_answer_is_said_in_a_sentence(data_dir: Path) -> None:
    environment = os.environ | {"DATA_DIR": str(data_dir), "DATABASE_URL": f"sqlite:///{data_dir}/no/such/directory/db"}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.serve", "127.0.0.1", str(free_port())],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The database does not answer: ")
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_said_before_anything_is_done() -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        environment = os.environ | {"HOST": "127.0.0.1", "PORT": port}
        done = subprocess.run(
            ["scripts/python", "-m", "scripts.run"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is in use.")
    assert "Traceback" not in done.stderr


def test_a_python_that_is_too_old_is_refused_in_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n')
    old.chmod(0o755)
    (tmp_path / "sh").symlink_to("/bin/sh")
    environment = {"PATH": str(tmp_path)}
    done = subprocess.run(
        ["/bin/sh", "scripts/python", "-m", "scripts.run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("This needs Python 3.11 or newer, and there is Python 3.9.2.")
