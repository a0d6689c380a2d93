"""Two machines with a wire between them, IPv4 and IPv6: the server, and somebody elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.network.namespaces import Namespace, run

SERVER, SERVER_V6 = "10.88.0.1", "fd88::1"
OUTSIDER, OUTSIDER_V6 = "10.88.0.2", "fd88::2"
NEIGHBOUR = "10.88.0.3"
"""Another address of the machine elsewhere, for what is counted by address."""
HOUSEHOLD_V6 = ("fd88::3", "fd88::4:5", "fd88::6:7:8")
"""And more of them, in one /64."""


class World(NamedTuple):
    """The networks of the two."""

    server: Namespace
    outside: Namespace


@contextmanager
def two_machines() -> Iterator[World]:
    """Make both, joined by a wire."""
    world = World(Namespace(), Namespace())
    with world.server.entered():
        run("ip link add eth0 type veth peer name eth1")
        run(f"ip link set eth1 netns {world.outside.path} name eth0")
        _plug_in(f"{SERVER}/24", f"{SERVER_V6}/64")
    with world.outside.entered():
        _plug_in(f"{OUTSIDER}/24", f"{NEIGHBOUR}/24", *(f"{address}/64" for address in (OUTSIDER_V6, *HOUSEHOLD_V6)))
    yield world
    for network in world:
        network.close()


def _plug_in(*addresses: str) -> None:
    for address in addresses:
        run(f"ip address add {address} dev eth0{' nodad' if ':' in address else ''}")
    run("ip link set eth0 up")
