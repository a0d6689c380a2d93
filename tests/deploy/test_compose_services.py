"""The services of docker-compose.yml, run as it says by Debian's programs: from an empty machine to a page over TLS."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from channels_app.ice import ice_answer
from deploy.compose import prepare
from scripts.house import certificate, namespaces, nginx, postgres
from tests.deploy.compose_file import DOMAIN
from tests.deploy.contained import OWN_ADDRESS, PUBLIC_ADDRESS, Stack
from tests.support import turn
from tests.support.turn_client import ALLOCATED, TurnClient

PROGRAMS = postgres.find()
ALSO_NEEDED = "redis-server", "curl", "setpriv"
pytestmark = [
    # Some twenty programs start, each with a deadline.
    pytest.mark.alone,
    pytest.mark.skipif(namespaces.prefix() != [], reason=namespaces.ABSENT),
    pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL is not installed (Debian: package postgresql)"),
    pytest.mark.skipif(nginx.find() is None, reason=nginx.ABSENT),
    pytest.mark.skipif(
        not all(map(shutil.which, ALSO_NEEDED)), reason=f"one of these is not installed: {', '.join(ALSO_NEEDED)}"
    ),
]
START_SECONDS = 180
STAND_INS = Path(__file__).parent / "stand_ins"
SITE_SQL = "/docker-entrypoint-initdb.d/site.sql"
HANDSHAKE = (
    "GET /verto HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://{host}\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def wait_until_healthy(stack: Stack, name: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not stack.is_healthy(name):
        assert stack.processes[name].poll() is None, stack.log(name)
        assert time.monotonic() < deadline, stack.log(name) + stack.log("health")
        time.sleep(0.2)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Everything that serves a page and a socket, started in the order of `depends_on`."""
    assert PROGRAMS
    with closing(Stack(images={"goacme/lego:v4.31.0": {"/lego": STAND_INS / "lego"}})) as stack:
        stack.run("prepare")
        # What the entrypoint of PostgreSQL's image does at a first start. No way in is open by what initdb writes.
        stack.run("postgres", [str(PROGRAMS / "initdb"), "--data-checksums", "--auth=reject"])
        stack.start("postgres")
        wait_until_healthy(stack, "postgres")
        stack.run("postgres", [str(PROGRAMS / "psql"), "-qd", "postgres", "-v", "ON_ERROR_STOP=1", "-f", SITE_SQL])
        stack.start("redis")
        wait_until_healthy(stack, "redis")
        stack.run("migrate")
        for name in ("web", "engine", "nginx"):
            stack.start(name)
        for name in ("web", "engine", "nginx"):
            wait_until_healthy(stack, name)
        yield stack


def trusting(stack: Stack) -> ssl.SSLContext:
    """Return what a browser would be that trusts the certificate of the first start."""
    return ssl.create_default_context(cafile=stack.volumes["tls"] / "fullchain.pem")


def ask(stack: Stack, path: str, method: str = "GET") -> tuple[int, bytes]:
    """Return status and body, as the world gets them by nginx."""
    with stack.border.entered(), socket.create_connection(("127.0.0.1", 443), timeout=10) as plain:
        connection = http.client.HTTPSConnection(DOMAIN)
        connection.sock = trusting(stack).wrap_socket(plain, server_hostname=DOMAIN)
        with closing(connection):
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, answer.read()


def ask_locally(stack: Stack, url: str) -> int:
    """Return the status that a process in the namespace of the site gets."""
    with stack.loopback.entered():
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


def test_the_world_gets_pages_over_tls_and_a_socket_to_the_engine(stack: Stack) -> None:
    status, page = ask(stack, "/")
    assert (status, b"<html" in page) == (200, True)
    assert ask(stack, "/health")[0] == 200
    with (
        stack.border.entered(),
        socket.create_connection(("127.0.0.1", 443), timeout=10) as plain,
        trusting(stack).wrap_socket(plain, server_hostname=DOMAIN) as secure,
    ):
        secure.sendall(HANDSHAKE.format(host=DOMAIN).encode())
        assert secure.recv(100).startswith(b"HTTP/1.1 101 ")


def test_what_is_local_is_so(stack: Stack) -> None:
    """Processes beside the site read its numbers; by nginx nobody does, and from its network nobody reaches where they are."""
    for port in (8010, 8002):
        assert ask_locally(stack, f"http://127.0.0.1:{port}/metrics") == 200
    for path in ("/metrics", "/fsapi", "/fsapi/", "/%6detrics", "//metrics"):
        assert ask(stack, path)[0] in (400, 404), path
    with stack.border.entered():
        for port in (8010, 8002, 9090, 8021, 8081):
            with pytest.raises(OSError):
                socket.create_connection(("172.30.77.2", port), timeout=2)
        with socket.create_connection(("172.30.77.2", 8001), timeout=2):
            pass


def test_each_reads_its_own_secrets_and_no_other(stack: Stack) -> None:
    readers = {
        "secret_key": {"web", "engine"},
        "switch_secret": {"web", "engine"},
        "turn_secret": {"web", "coturn"},
        "fsapi_secret": {"web", "engine"},
        "freeswitch_event_socket_password": {"web", "engine"},
        "grafana_password": {"grafana"},
        "postgres_password": {"web", "engine", "postgres"},
    }
    assert set(readers) == set(prepare.WHO_READS)
    assert all((stack.volumes["secrets"] / name).stat().st_mode & 0o777 == 0o440 for name in readers)
    for service in ("web", "engine", "coturn", "grafana", "postgres"):
        groups = stack.groups_of(service)
        reads = {name for name in readers if (stack.volumes["secrets"] / name).stat().st_gid in groups}
        assert reads == {name for name, allowed in readers.items() if service in allowed}, service
    key = stack.volumes["tls"] / "privkey.pem"
    assert (key.stat().st_mode & 0o777, key.stat().st_gid) == (0o440, prepare.CERTIFICATES)


def test_a_second_start_changes_nothing_and_no_secret_is_shown(stack: Stack) -> None:
    kept = {path: path.read_bytes() for name in ("secrets", "tls") for path in stack.volumes[name].iterdir()}
    stack.run("prepare")
    stack.run("migrate")
    assert {path: path.read_bytes() for path in kept} == kept
    assert not any(path.name.startswith(".") or path.suffix == ".new" for path in kept)
    said = "".join(stack.log(name) for name in ("prepare", "migrate", "web", "engine", "nginx", "postgres"))
    secrets = [content.decode().strip() for path, content in kept.items() if path.parent == stack.volumes["secrets"]]
    assert not any(secret in said for secret in secrets)


def test_nobody_writes_where_the_code_is(stack: Stack) -> None:
    """Nor may they have what they were not given: another user, a socket of the kernel's, a place to write."""
    attempts = {
        "echo >/opt/peers/manage.py": "Read-only file system",
        "echo >/etc/passwd": "Read-only file system",
        "echo >/run/secrets/peers/secret_key": "Read-only file system",
        "setpriv --reuid=0 id": "Operation not permitted",
        "mount -t tmpfs none /mnt": "must be superuser",
        "cat /run/secrets/peers/grafana_password": "Permission denied",
    }
    for attempt, reason in attempts.items():
        status, said = stack.tries("web", attempt)
        assert (status != 0, reason in said) == (True, True), (attempt, said)


@pytest.mark.skipif(turn.BINARY is None, reason=turn.ABSENT)
def test_the_relay_knows_its_addresses_and_takes_the_sites_visitors(stack: Stack, settings: Any) -> None:
    stack.start("coturn")
    wait_until_healthy(stack, "coturn")
    settings.TURN_URLS = [f"turn:{DOMAIN}:3478"]
    settings.TURN_SECRET = (stack.volumes["secrets"] / "turn_secret").read_text().split()[0]
    (server,) = ice_answer(uuid.uuid4())["iceServers"]
    with (
        stack.none.entered(),
        TurnClient(3478, server["username"], server["credential"], address=OWN_ADDRESS) as visitor,
    ):
        assert visitor.allocate() == ALLOCATED
        assert visitor.relayed_address == PUBLIC_ADDRESS


def test_commands_reach_the_database_and_may_change_secrets(stack: Stack) -> None:
    before = (stack.volumes["secrets"] / "turn_secret").read_text().strip()
    stack.run("manage", ["python", "manage.py", "bootstrap"])
    stack.run("manage", ["python", "manage.py", "rotate_secrets", "TURN_SECRET"])
    now = (stack.volumes["secrets"] / "turn_secret").read_text().split()
    assert (len(now), now[1]) == (2, before)
    assert (stack.volumes["secrets"] / "turn_secret").stat().st_gid == prepare.RELAY
    assert b"Lobby" in ask(stack, "/")[1]


def test_a_certificate_is_fetched_and_nginx_takes_it(stack: Stack) -> None:
    """By a stand-in for lego, which puts a challenge where nginx answers it, and brings what an authority would."""
    first = (stack.volumes["tls"] / "fullchain.pem").read_bytes()
    made = certificate.ensure(stack.directory / "authority", [DOMAIN])
    kept = stack.volumes["acme"] / "certificates"
    stack.tries("certificates", "mkdir -p /var/lib/acme/certificates")
    for source, name in ((made.key, f"{DOMAIN}.key"), (made.certificate, f"{DOMAIN}.new")):
        (kept / name).write_bytes(source.read_bytes())
        os.chown(kept / name, 10006, prepare.CERTIFICATES)
    stack.start("certificates")
    wait_until_healthy(stack, "certificates")
    assert (stack.volumes["tls"] / "fullchain.pem").read_bytes() == made.certificate.read_bytes() != first
    key = stack.volumes["tls"] / "privkey.pem"
    assert (key.stat().st_mode & 0o777, key.stat().st_gid) == (0o440, prepare.CERTIFICATES)
    with stack.border.entered(), closing(http.client.HTTPConnection(DOMAIN)) as connection:
        connection.sock = socket.create_connection(("127.0.0.1", 80), timeout=10)
        connection.request("GET", "/.well-known/acme-challenge/token")
        assert connection.getresponse().read() == b"proof"
    deadline = time.monotonic() + START_SECONDS
    while not serves(stack, made.certificate):
        assert time.monotonic() < deadline, stack.log("nginx")
        time.sleep(0.5)


def serves(stack: Stack, chain: Path) -> bool:
    """Does nginx show this certificate?"""
    believing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    believing.check_hostname = False
    believing.verify_mode = ssl.CERT_NONE
    with (
        stack.border.entered(),
        socket.create_connection(("127.0.0.1", 443), timeout=10) as plain,
        believing.wrap_socket(plain, server_hostname=DOMAIN) as secure,
    ):
        shown = secure.getpeercert(binary_form=True)
    return shown == ssl.PEM_cert_to_DER_cert(chain.read_text())
