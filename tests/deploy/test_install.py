"""docs/operations/install.md, followed word by word in an empty Debian, as far as one goes without an init and an authority.

What would start services reads their units (tests/deploy/systemctl.py); what would get a certificate has one made here.
"""

from __future__ import annotations

import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from scripts.house import certificate, namespaces
from tests.deploy import machine
from tests.deploy.machine import Machine
from tests.deploy.test_listening import FOR_WHO_WANTS_THEM, documented, listening
from tests.deploy.world import SERVER, World, two_machines
from tests.support.plain_http import dial, exchange, request
from tests.support.site import ROOT

NAME = "talk.example.org"
GUIDE = ROOT / "docs" / "operations" / "install.md"
REPOSITORY = "https://git.example.org/peers.git"
LINEAGE = f"/etc/letsencrypt/live/{NAME}"
CERTBOT = f"#!/bin/sh\nRENEWED_LINEAGE={LINEAGE} exec /usr/local/sbin/peers-renewed\n"
START_SECONDS = 60

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(namespaces.prefix() != [], reason=namespaces.ABSENT),
]


def steps() -> list[str]:
    """Return the commands of the guide, a block each."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text, re.MULTILINE)
    return [re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip() for block in blocks]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    if reason := machine.why_not():
        pytest.skip(reason)
    with two_machines() as world:
        yield world


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate that somebody will have signed."""
    return certificate.ensure(tmp_path_factory.mktemp("authority"), [NAME]).certificate


@pytest.fixture(scope="module")
def installed(world: World, authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    directory = tmp_path_factory.mktemp("machine")
    started = time.monotonic()
    wheels, code = directory / "wheels", directory / "code.git"
    _download(wheels)
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(code)], check=True)
    first, *others = steps()
    with Machine(directory) as server:
        print(f"an empty Debian after {time.monotonic() - started:.0f} s")
        server.in_the_mounts("cp", "-r", str(wheels), str(code), f"{server.root}/usr/src/")
        where = {
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "url./usr/src/code.git.insteadOf",
            "GIT_CONFIG_VALUE_0": REPOSITORY,
            "GIT_CONFIG_KEY_1": "safe.directory",
            "GIT_CONFIG_VALUE_1": "*",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": "/usr/src/wheels",
        }
        server.run(first, **where)
        # As if it had been started anew since.
        server.run("systemd-tmpfiles --create --exclude-prefix=/dev --exclude-prefix=/proc || true")
        print(f"packages and code after {time.monotonic() - started:.0f} s")
        systemctl = Path(__file__).with_name("systemctl.py").read_text(encoding="utf-8")
        server.write("/usr/local/sbin/systemctl", systemctl, executable=True)
        server.write("/usr/local/sbin/certbot", CERTBOT, executable=True)
        server.write(f"{LINEAGE}/fullchain.pem", authority.read_text())
        server.write(f"{LINEAGE}/privkey.pem", authority.with_name("key.pem").read_text())
        with world.server.entered():
            for step in others[:-1]:
                server.run(step)
            print(f"installed after {time.monotonic() - started:.0f} s")
            _wait_until_healthy(server)
            # *Look*: what the guide says last must be so.
            print(server.run(others[-1]))
        yield server


def _download(wheels: Path) -> None:
    """Fetch what the guide installs: where packages come from is each machine's own affair, and this one knows."""
    # Also what only another Python needs: Debian's is not always this one.
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    wanted = re.sub(r" ; python_full_version .*?(?= \\$)", "", locked, flags=re.MULTILINE)
    wheels.mkdir()
    wheels.joinpath("wanted.txt").write_text(wanted)
    pip = [sys.executable, "-m", "pip", "download", "-q", "--require-hashes", "-r", "wanted.txt"]
    subprocess.run(pip, cwd=wheels, check=True, capture_output=True)


def _wait_until_healthy(server: Machine) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server.run(
                "curl --fail --silent http://127.0.0.1:8010/health && curl --fail --silent http://127.0.0.1:8002/health"
            )
        except AssertionError:
            assert time.monotonic() < deadline, server.run("tail -n 20 /var/log/*.output")
            time.sleep(0.5)
        else:
            return


def test_the_guide_ends_with_a_site_that_answers_from_elsewhere(
    world: World, installed: Machine, authority: Path
) -> None:
    tls = ssl.create_default_context(cafile=str(authority))
    with world.outside.entered():
        front = exchange(dial((SERVER, 443), tls, NAME), request("GET", "/", [("Host", NAME)]))
        health = exchange(dial((SERVER, 443), tls, NAME), request("GET", "/health", [("Host", NAME)]))
        hidden = exchange(dial((SERVER, 443), tls, NAME), request("GET", "/metrics", [("Host", NAME)]))
        style = re.search(rb'href="(/static/css/tokens\.[0-9a-f]{12}\.css)"', front.body)
        assert style
        file = exchange(dial((SERVER, 443), tls, NAME), request("GET", style[1].decode(), [("Host", NAME)]))
        handshake = (
            f"GET /verto HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        with dial((SERVER, 443), tls, NAME) as connection:
            connection.sendall(handshake.encode())
            assert connection.recv(64).startswith(b"HTTP/1.1 101")
    assert [answer.status for answer in (front, health, hidden, file)] == [200, 200, 404, 200]
    assert front.headers["strict-transport-security"] == "max-age=31536000"
    assert health.body == b'{"alive": true, "ready": true}'


def test_it_listens_where_the_table_says(world: World, installed: Machine) -> None:
    found, wanted = listening(world, {}), documented(without=FOR_WHO_WANTS_THEM)
    assert found.keys() == wanted.keys()


def test_nobody_but_root_can_change_the_code(installed: Machine) -> None:
    assert installed.run("find /opt/peers \\( ! -user root -o -perm /022 \\) ! -type l -print -quit") == ""
    for user in ("peers-web", "peers-engine", "www-data"):
        assert installed.run(f"runuser -u {user} -- test -w /opt/peers/manage.py || echo no") == "no\n"


@pytest.mark.parametrize("user", ["www-data", "turnserver", "redis", "postgres", "nobody"])
def test_others_read_no_secret(installed: Machine, user: str) -> None:
    assert installed.run(f"runuser -u {user} -- cat /etc/peers/secrets/secret_key 2>&1 || echo no").endswith("no\n")


@pytest.mark.parametrize(
    ("user", "word"),
    [
        ("peers-web", "project.asgi:application"),
        ("peers-engine", "verto_server"),
        ("turnserver", "/etc/turnserver.conf"),
    ],
)
def test_each_runs_as_its_own_user(installed: Machine, user: str, word: str) -> None:
    number = int(installed.run(f"id -u {user}"))
    running = [process.info for process in psutil.process_iter(["cmdline", "uids"])]
    # Not alone: another site may run on the machine that tests.
    assert number in {info["uids"].real for info in running if word in (info["cmdline"] or [])}
