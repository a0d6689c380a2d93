"""The table of listening sockets in deploy/README.md, compared with those that there are on a server of its own."""

from __future__ import annotations

import ipaddress
import os
import re
import subprocess
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from scripts.house import namespaces, redis
from tests.deploy.world import World, two_machines
from tests.support import border, turn
from tests.support.site import ROOT, Site

pytestmark = pytest.mark.alone

START_SECONDS = 20
PROGRAMS = {"nginx": "nginx", "python": "", "daphne": "web", "turnserver": "coturn", "redis-server": "redis"}
FOR_WHO_WANTS_THEM = ("prometheus", "grafana")
"""`test_prometheus.py` looks where they listen."""
NOT_STARTED = ("postgres", *FOR_WHO_WANTS_THEM)
"""PostgreSQL's socket is Debian's own; the guide switches its port off, and tests/deploy/test_install.py follows that."""

Listening = tuple[str, str]
"""A program, and what it listens at, as the table writes it."""


def documented(*, without: Collection[str] = NOT_STARTED) -> dict[Listening, bool]:
    """Return what the table has, and whether it is for this machine alone."""
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\w+) \| ?([\w.]*) ?\| (.+?) \| .* \|$", text.partition("## Who listens where")[2], re.MULTILINE
    )
    found = {}
    for program, address, places in rows:
        if program == "program" or program in without or "while it relays" in places:
            continue
        for place in places.split(", "):
            found[program, place] = address != "every"
    return found


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    if namespaces.prefix() != []:
        pytest.skip(namespaces.ABSENT)
    with two_machines() as world:
        yield world


@pytest.fixture(scope="module")
def running(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """Everything that the table names, started as deploy/ says, but with sockets in a directory of the test's own."""
    for program, absent in ((border.BINARY, border.ABSENT), (turn.BINARY, turn.ABSENT), (redis.find(), redis.ABSENT)):
        if program is None:
            pytest.skip(absent)
    directory = tmp_path_factory.mktemp("server")
    with world.server.entered(), Site(dedicated=1, name="talk.example.org") as site:
        started = [_redis(directory), _coturn(site, directory)]
        yield site, directory
        for process in started:
            process.terminate()
            process.wait(timeout=10)


def _redis(directory: Path) -> subprocess.Popen[bytes]:
    shipped = (ROOT / "deploy" / "redis" / "peers.conf").read_text(encoding="utf-8")
    directory.joinpath("redis.conf").write_text(shipped.replace("/run/redis/", f"{directory}/"))
    program = redis.find()
    assert program
    return _started([program, str(directory / "redis.conf"), "--dir", str(directory)])


def _coturn(site: Site, directory: Path) -> subprocess.Popen[bytes]:
    assert turn.BINARY
    assert site.dedicated
    directory.joinpath("secret").write_text("s" * 40)
    tls = site.dedicated.border.directory / "tls"
    settings = {
        "TURN_REALM": "turn.example.org",
        "TURN_SECRET_FILE": str(directory / "secret"),
        "TURN_CERTIFICATE_FILE": str(tls / "fullchain.pem"),
        "TURN_KEY_FILE": str(tls / "privkey.pem"),
    }
    configure = [str(ROOT / "deploy" / "coturn" / "configure")]
    made = subprocess.run(configure, env=os.environ | settings, capture_output=True, text=True, check=True)
    directory.joinpath("turnserver.conf").write_text(made.stdout)
    own = ["--pidfile", str(directory / "pid"), "--db", str(directory / "db")]
    return _started([turn.BINARY, "-c", str(directory / "turnserver.conf"), *own])


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def listening(world: World, moved: dict[str, str]) -> dict[Listening, set[str]]:
    """Return who listens at what, and at which addresses, with paths as the table has them."""
    with world.server.entered():
        internet, unix = (
            subprocess.run(["ss", "-Hnp", *options], capture_output=True, text=True, check=True).stdout
            for options in (["-lntu"], ["-lx"])
        )
    found: dict[Listening, set[str]] = {}
    for line in internet.splitlines():
        protocol, _, _, _, local, _, users = line.split(None, 6)
        address, _, port = local.rpartition(":")
        place = f"{protocol} {port}"
        found.setdefault((_program(users), place), set()).add(address.strip("[]").partition("%")[0])
    for line in unix.splitlines():
        path = line.split()[4].removeprefix("/var")
        users = line[line.index("users:") :] if "users:" in line else ""
        if users and path != "*":
            found[_program(users), moved.get(path, path)] = set()
    return found


def _program(users: str) -> str:
    match = re.search(r'\(\("([^"]+)",pid=(\d+)', users)
    assert match, users
    words = Path(f"/proc/{match[2]}/cmdline").read_bytes().decode().split("\0")
    if "daphne" in words:
        return "web"
    if "verto_server" in words:
        return "engine"
    return PROGRAMS.get(match[1], match[1])


def test_listening_sockets_are_those_of_the_table(world: World, running: tuple[Site, Path]) -> None:
    site, directory = running
    assert site.dedicated
    moved = {
        str(site.dedicated.border.web_socket): "/run/peers/web.sock",
        str(directory / "redis-server.sock"): "/run/redis/redis-server.sock",
    }
    wanted = documented()
    deadline = time.monotonic() + START_SECONDS
    while (found := listening(world, moved)).keys() != wanted.keys() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found.keys() == wanted.keys()
    for place, is_local in wanted.items():
        if is_local:
            assert all(ipaddress.ip_address(address).is_loopback for address in found[place]), place
