"""The rules of nftables, loaded on a machine of the test's own and knocked at from another."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from scripts.house import namespaces
from tests.deploy.world import OUTSIDER, SERVER, SERVER_V6, World, two_machines
from tests.support.site import ROOT

RULES = ROOT / "deploy" / "nftables" / "nftables.conf"
OPEN = [(socket.SOCK_STREAM, port) for port in (22, 80, 443, 3478, 5349)]
OPEN += [(socket.SOCK_DGRAM, port) for port in (3478, 5349, 49160, 49359)]
CLOSED = [(socket.SOCK_STREAM, port) for port in (21, 23, 25, 5432, 6379, 8001, 8002, 8010, 8021, 8081, 9090, 49160)]
CLOSED += [(socket.SOCK_DGRAM, port) for port in (53, 123, 5353, 49159, 49360)]
SECONDS = 0.5


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    if namespaces.prefix() != []:
        pytest.skip(namespaces.ABSENT)
    if shutil.which("nft") is None:
        pytest.skip("nft is not installed (Debian: package nftables)")
    rules = RULES.read_text(encoding="utf-8")
    if subprocess.run(["id", "turnserver"], capture_output=True, check=False).returncode:
        pytest.skip("the rules name the user turnserver, who comes with Debian's coturn")
    with two_machines() as world:
        with world.server.entered():
            done = subprocess.run(["nft", "-f", "-"], input=rules, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        yield world


def _is_reached(world: World, address: str, kind: int, port: int) -> bool:
    """Listen there on the server, call from outside, and tell whether it arrived."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with world.server.entered():
        server = socket.socket(family, kind)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
    with world.outside.entered():
        caller = socket.socket(family, kind)
    with closing(server), closing(caller), suppress(TimeoutError):
        server.settimeout(SECONDS)
        caller.settimeout(SECONDS)
        if kind == socket.SOCK_STREAM:
            server.listen()
            caller.connect((address, port))
        else:
            caller.sendto(b"knock", (address, port))
            server.recv(10)
        return True
    return False


@pytest.mark.parametrize("address", [SERVER, SERVER_V6])
def test_what_is_documented_is_open_and_all_else_is_closed(world: World, address: str) -> None:
    reached = {(kind, port) for kind, port in [*OPEN, *CLOSED] if _is_reached(world, address, kind, port)}
    assert reached == set(OPEN)


@pytest.mark.parametrize("address", [SERVER, SERVER_V6])
def test_pings_are_answered_and_so_the_size_of_packets_is_found(world: World, address: str) -> None:
    if shutil.which("ping") is None:
        pytest.skip("ping is not installed (Debian: package iputils-ping)")
    with world.outside.entered():
        assert subprocess.run(["ping", "-c", "1", "-W", "2", address], capture_output=True, check=False).returncode == 0


def test_one_address_has_so_many_connections_and_no_more(world: World) -> None:
    listing = RULES.read_text(encoding="utf-8")
    assert listing.count("ct count over 1000") == 2
    with world.server.entered():
        fewer = listing.replace("ct count over 1000", "ct count over 5")
        subprocess.run(["nft", "-f", "-"], input=fewer, text=True, check=True)
        server = socket.create_server((SERVER, 443), backlog=50)
    opened: list[socket.socket] = []
    try:
        with world.outside.entered(), suppress(TimeoutError):
            for _ in range(10):
                opened.append(socket.create_connection((SERVER, 443), timeout=SECONDS))
        assert len(opened) == 5
    finally:
        for connection in [*opened, server]:
            connection.close()
        with world.server.entered():
            subprocess.run(["nft", "-f", "-"], input=listing, text=True, check=True)


def _relay_reaches(world: World, address: str, user: str) -> bool:
    """Have a process of this user on the server send a datagram to the address, which is outside."""
    with world.outside.entered():
        receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        receiver.bind((address, 7000))
        receiver.settimeout(SECONDS)
    send = f"import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ({address!r}, 7000))"
    with closing(receiver), world.server.entered():
        # The system's own Python: one in somebody's home is not for every user.
        subprocess.run(["/usr/bin/python3", "-c", send], user=user, capture_output=True, check=False)
        with suppress(TimeoutError):
            return receiver.recv(10) == b"x"
    return False


def test_the_relay_reaches_no_private_address_and_others_do(world: World) -> None:
    assert not _relay_reaches(world, OUTSIDER, "turnserver")
    assert _relay_reaches(world, OUTSIDER, "nobody")
    with world.outside.entered():
        subprocess.run(["ip", "address", "add", "11.0.0.2/24", "dev", "eth0"], check=True)
    with world.server.entered():
        subprocess.run(["ip", "address", "add", "11.0.0.1/24", "dev", "eth0"], check=True)
    assert _relay_reaches(world, "11.0.0.2", "turnserver")
