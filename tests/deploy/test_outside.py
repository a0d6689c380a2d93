"""The whole site as deploy/ sets it up, seen from another machine."""

from __future__ import annotations

import itertools
import shutil
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.house import namespaces
from tests.deploy import spoofs
from tests.deploy.counting import requests_by_view
from tests.deploy.world import HOUSEHOLD_V6, NEIGHBOUR, OUTSIDER, OUTSIDER_V6, SERVER, SERVER_V6, World, two_machines
from tests.support import border
from tests.support.plain_http import NOTHING, dial, exchange, request, statuses
from tests.support.site import Site

AT_LEAST = 3000
AT_ONCE = 8
NAME = spoofs.NAME

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    if namespaces.prefix() != []:
        pytest.skip(namespaces.ABSENT)
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with two_machines() as world:
        yield world


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[Site]:
    uncounted = [f"{OUTSIDER_V6}/128", f"{OUTSIDER}/32"]
    with world.server.entered(), Site(dedicated=1, name=NAME, uncounted=uncounted) as site:
        yield site


@pytest.fixture(scope="module")
def tls(site: Site) -> ssl.SSLContext:
    assert site.dedicated
    return ssl.create_default_context(cafile=str(site.dedicated.border.directory / "tls" / "fullchain.pem"))


def executions(world: World, site: Site) -> dict[str, int]:
    """Return what the application has run, as a process on the server reads it."""
    with world.server.entered():
        return requests_by_view(site)


def test_thousands_of_spoofed_requests_reach_neither(world: World, site: Site, tls: ssl.SSLContext) -> None:
    everything = list(spoofs.spoofs())
    before = executions(world, site)

    def over_tls(sent: bytes) -> list[int]:
        return statuses(dial((SERVER, 443), tls, NAME), sent)

    def plain(sent: bytes) -> list[int]:
        return statuses(dial((SERVER, 80)), sent)

    # Threads are in the network in which they were started.
    with world.outside.entered(), ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(itertools.chain.from_iterable(pool.map(over_tls, everything)))
        over_http = Counter(itertools.chain.from_iterable(pool.map(plain, everything[::7])))
    after = executions(world, site)
    assert len(everything) >= AT_LEAST
    # Asking this is one itself.
    assert after["metrics"] - before.get("metrics", 0) == 1
    assert after.get("fsapi", 0) == before.get("fsapi", 0) == 0
    # 200 are the pages around which something was to be smuggled in.
    assert set(answers) <= {100, 200, 400, 403, 404, 405, 501, 505}, answers
    assert set(over_http) <= {308, 400, 405, 501, 505}, over_http
    print(f"{len(everything)} spoofed requests, answered {dict(answers)}; the views ran for none")


def test_over_http_2_neither(world: World, site: Site, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed (Debian: package curl)")
    before = executions(world, site)
    lines = ["silent", "insecure", "http2", "path-as-is", "globoff", "max-time = 10", 'output = "/dev/null"']
    count = 0
    for hidden in spoofs.HIDDEN:
        for path in spoofs.paths(hidden):
            for host in (NAME, "localhost", "127.0.0.1:8010"):
                target = path.replace("\\", "\\\\").replace("#", "%23")
                lines += ["next"] if count else []
                lines += [f'url = "https://{NAME}{target if target.startswith("/") else "/" + target}"']
                lines += [f'header = "Host: {host}"', 'header = "X-Forwarded-For: 127.0.0.1"']
                lines += (
                    [f'resolve = "{NAME}:443:{SERVER}"', *lines[:7]] if count else [f'resolve = "{NAME}:443:{SERVER}"']
                )
                lines += [r'write-out = "%{http_version} %{http_code}\n"']
                count += 1
    tmp_path.joinpath("requests").write_text("\n".join(lines))
    with world.outside.entered():
        done = subprocess.run(
            ["curl", "--config", str(tmp_path / "requests")], capture_output=True, text=True, check=False, timeout=120
        )
    answers = done.stdout.splitlines()
    assert len(answers) == count
    assert answers.count("2 404") > count / 4
    assert {answer.split()[1] for answer in answers} <= {"000", "400", "404", "200"}
    after = executions(world, site)
    assert after["metrics"] - before["metrics"] == 1
    assert after.get("fsapi", 0) == 0


def test_on_the_server_itself_both_answer(world: World, site: Site) -> None:
    before = executions(world, site)
    with world.server.entered():
        sent = request("POST", "/fsapi", [("Host", "localhost")], spoofs.FORM)
        assert exchange(dial(("127.0.0.1", 8010)), sent, "POST").status in (401, 403)
    assert executions(world, site)["fsapi"] == before.get("fsapi", 0) + 1


@pytest.mark.parametrize("port", [8001, 8002, 8010])
@pytest.mark.parametrize("address", [SERVER, SERVER_V6])
def test_what_is_behind_nginx_is_not_reached_past_it(world: World, site: Site, address: str, port: int) -> None:
    with world.outside.entered(), pytest.raises(ConnectionRefusedError):
        socket.create_connection((address, port), timeout=5)


# --- TLS and names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [SERVER, SERVER_V6])
def test_the_site_answers_by_ipv4_and_ipv6(world: World, tls: ssl.SSLContext, address: str) -> None:
    with world.outside.entered():
        answer = exchange(dial((address, 443), tls, NAME), request("GET", "/", [("Host", NAME)]))
    assert answer.status == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["server"] == "nginx"


@pytest.mark.parametrize("name", ["", "localhost", "other.example.org", SERVER])
def test_no_certificate_is_shown_to_who_asks_for_another_name(world: World, site: Site, name: str) -> None:
    anything = ssl.create_default_context()
    anything.check_hostname = False
    anything.verify_mode = ssl.CERT_NONE
    with world.outside.entered(), pytest.raises((ssl.SSLError, ConnectionError)):
        dial((SERVER, 443), anything, name)


def test_under_another_name_an_open_connection_says_nothing(world: World, tls: ssl.SSLContext) -> None:
    with world.outside.entered():
        for host in ("localhost", "other.example.org", SERVER):
            assert exchange(dial((SERVER, 443), tls, NAME), request("GET", "/", [("Host", host)])) == NOTHING
            assert exchange(dial((SERVER, 80)), request("GET", "/", [("Host", host)])) == NOTHING


def test_plain_http_leads_to_https_and_to_the_certificates_proof(world: World, site: Site) -> None:
    assert site.dedicated
    challenge = site.dedicated.border.directory / "acme" / ".well-known" / "acme-challenge" / "token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("proof")
    with world.outside.entered():
        answer = exchange(dial((SERVER, 80)), request("GET", "/test?lang=de", [("Host", NAME)]))
        proof = exchange(dial((SERVER, 80)), request("GET", "/.well-known/acme-challenge/token", [("Host", NAME)]))
    assert (answer.status, answer.headers["location"]) == (308, f"https://{NAME}/test?lang=de")
    assert (proof.status, proof.body) == (200, b"proof")


def _agrees(world: World, *arguments: str) -> str:
    command = ["openssl", "s_client", "-connect", f"{SERVER}:443", "-servername", NAME, "-brief", *arguments]
    with world.outside.entered():
        done = subprocess.run(command, capture_output=True, text=True, check=False, input="", timeout=20)
    return done.stderr if done.returncode == 0 else ""


def test_tls_is_1_2_with_forward_secrecy_and_aes_gcm_or_1_3(world: World, site: Site) -> None:
    assert "TLSv1.3" in _agrees(world, "-tls1_3")
    assert "TLSv1.2" in _agrees(world, "-tls1_2", "-cipher", "ECDHE+AESGCM")
    weak = "@SECLEVEL=0"
    for refused in (
        ["-tls1", "-cipher", f"ALL:{weak}"],
        ["-tls1_1", "-cipher", f"ALL:{weak}"],
        ["-tls1_2", "-cipher", f"AES128-GCM-SHA256:{weak}"],
        ["-tls1_2", "-cipher", f"ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:{weak}"],
        ["-tls1_2", "-cipher", f"ECDHE-ECDSA-CHACHA20-POLY1305:{weak}"],
    ):
        assert _agrees(world, *refused) == "", refused


# --- Limits, and who counts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sources", [(NEIGHBOUR,), HOUSEHOLD_V6], ids=["IPv4 address", "/64 of IPv6"])
def test_who_asks_too_often_is_told_to_wait_and_others_are_not(
    world: World, tls: ssl.SSLContext, sources: tuple[str, ...]
) -> None:
    def asks(source: str) -> int:
        server = SERVER_V6 if ":" in source else SERVER
        connection = socket.create_connection((server, 443), timeout=10, source_address=(source, 0))
        wrapped = tls.wrap_socket(connection, server_hostname=NAME)
        return exchange(wrapped, request("GET", "/health", [("Host", NAME)])).status

    started = time.monotonic()
    with world.outside.entered(), ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(asks, itertools.islice(itertools.cycle(sources), 600)))
        took = time.monotonic() - started
        assert asks(OUTSIDER) == 200
    # 120 at once and 30 a second, of all these addresses together.
    assert 120 <= answers.count(200) <= 125 + 30 * took
    assert answers.count(200) + answers.count(429) == 600
    assert took > 16 or 429 in answers
