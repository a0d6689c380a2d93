"""Starts the servers to be measured, each in a process of its own on a free loopback port, and ends them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from scripts.house.ports import free_port
from tests.support.site import ROOT


@dataclass(frozen=True)
class Server:
    """A running server: its process ID and its port on 127.0.0.1."""

    pid: int
    port: int


@contextmanager
def serving(command: Sequence[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a program that serves this port while the block runs."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, or node, with programs of ours
        command, cwd=ROOT, env=os.environ | (environment or {}), stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def daphne(application: str, environment: Mapping[str, str] | None = None, port: int | None = None) -> Iterator[Server]:
    """Serve this ASGI application under daphne while the block runs, on a free port unless one is given."""
    port = port or free_port()
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application]
    with serving(command, port, environment) as server:
        yield server


@contextmanager
def module(name: str, *arguments: str) -> Iterator[Server]:
    """Run `python -m NAME PORT ...` while the block runs."""
    port = free_port()
    with serving([sys.executable, "-m", name, str(port), *arguments], port) as server:
        yield server


@contextmanager
def node(script: str) -> Iterator[Server]:
    """Run `node SCRIPT PORT` while the block runs."""
    port = free_port()
    with serving(["node", script, str(port)], port) as server:
        yield server


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it served")
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not open its port in 30 s")
