"""D-29: the shipped configuration of the relay, run by a real coturn: whom it lets nobody reach, and what it takes from whom.

In a network of the test's own, where every address there is belongs to the machine: what the relay sends anywhere is seen.
"""

from __future__ import annotations

import ipaddress
import random
import re
import socket
import ssl
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from channels_app.ice import ice_answer
from scripts.house import certificate, namespaces
from tests.network.namespaces import Namespace, run
from tests.support.turn import ABSENT, BINARY, Turn
from tests.support.turn_client import ALLOCATED, TurnClient

pytestmark = [
    pytest.mark.skipif(BINARY is None, reason=ABSENT),
    pytest.mark.skipif(namespaces.prefix() != [], reason=namespaces.ABSENT),
]

UNAUTHORIZED, FORBIDDEN, UNSUPPORTED_TRANSPORT, QUOTA_REACHED = 401, 403, 442, 486
RELAY, RELAY_V6 = "11.0.0.1", "2a00:11::1"
OTHERS_OF_OURS = "11.0.0.2", "2a00:11::2"
"""The site's other machines, which have public addresses."""
PUBLIC = "9.9.9.9", "11.0.0.3", "203.0.114.1", "2a00:11::3", "2001:200::1", "2001:db9::", "2606:4700::1111"
PEER_PORT = 9999
USER_QUOTA = 12
_IP_PKTINFO = 8
"""Linux; Python names it from 3.14 on."""
TLS_PORT = 5349
RELAYING = range(49160, 49360)

# IANA, special-purpose address registries, and multicast.
SPECIAL_V4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
"""
SPECIAL_V6 = """
    ::/128 ::1/128 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001::/32 2001:db8::/32 2002::/16 3fff::/20
    fc00::/7 fe80::/10 fec0::/10 ff00::/8
"""
OF_NOTE = """
    169.254.169.254 127.0.0.53 172.17.0.1 172.18.0.2 10.0.2.2 192.168.1.1 100.100.100.200
    fd00:ec2::254 fe80::1 fd12:3456:789a:1::1 ff02::1 ff02::fb
"""
"""Who would be asked for: services of clouds, resolvers, bridges of containers, routers."""

NOT_ASSIGNED = "0:0:0:1::", "0:0:1::", "0:1::", "0:ffff::100", "1::", "1234::1", "4000::", "8000::1", "fe00::1"
"""Of what is no global unicast address either."""
ONLY_417_HOLDS = {"0:0:0:1::", "0:0:1::", "0:1::", "0:ffff::100"}
"""coturn before 4.17 (Debian 12 has 4.6.1) compares ranges byte by byte: from ::1 on, what ends in a zero passes. Nobody has such
an address; where IPv4 is written so, more lines of the configuration hold it."""


def addresses_of(network: str) -> list[str]:
    """Return the first, the last, those beside them, and some inside, the same each time."""
    found = ipaddress.ip_network(network)
    draw = random.Random(network)
    last = found.num_addresses - 1
    inside = {0, min(1, last), max(last - 1, 0), last, last // 2, *(draw.randint(0, last) for _ in range(4))}
    return [str(found[number]) for number in sorted(inside)]


def written_as_v6(v4: str) -> list[str]:
    """Return the ways in which IPv6 means an IPv4 address: mapped, compatible, 6to4, NAT64."""
    number = int(ipaddress.IPv4Address(v4))
    return [
        str(ipaddress.IPv6Address(whole))
        for whole in (0xFFFF << 32 | number, number, 0x2002 << 112 | number << 80, 0x64FF9B << 96 | number)
    ]


def forbidden_peers() -> list[str]:
    """Return those whom nobody may reach, each once."""
    v4 = [address for network in SPECIAL_V4.split() for address in addresses_of(network)]
    v6 = [address for network in SPECIAL_V6.split() for address in addresses_of(network)]
    ends = [
        address for network in SPECIAL_V4.split() for address in (addresses_of(network)[0], addresses_of(network)[-1])
    ]
    disguised = [form for address in [*ends, "10.1.2.3", "169.254.169.254"] for form in written_as_v6(address)]
    return list(dict.fromkeys([*v4, *v6, *disguised, *OF_NOTE.split(), *NOT_ASSIGNED, *OTHERS_OF_OURS]))


class Everybody:
    """Hears what is sent to any address at one port, and to whom it was sent."""

    def __init__(self) -> None:
        self._v4 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._v4.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        self._v4.bind(("0.0.0.0", PEER_PORT))
        self._v6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self._v6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        self._v6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        self._v6.bind(("::", PEER_PORT))
        for each in (self._v4, self._v6):
            each.settimeout(5)

    def hears_until(self, fence: bytes, *, v6: bool) -> list[str]:
        """Return the addresses to which something was sent before this. Nothing overtakes on loopback."""
        heard = []
        while True:
            data, ancillary, _, _ = (self._v6 if v6 else self._v4).recvmsg(100, 100)
            if data == fence:
                return heard
            packed = ancillary[0][2]
            heard.append(str(ipaddress.ip_address(packed[:16] if v6 else packed[8:12])))

    def close(self) -> None:
        """Hear nothing more."""
        self._v4.close()
        self._v6.close()


@pytest.fixture(scope="module")
def network() -> Iterator[Namespace]:
    network = Namespace()
    with network.entered():
        run("ip route add local 0.0.0.0/0 dev lo")
        run("ip -6 route add local ::/0 dev lo")
        run(f"ip address add {RELAY_V6}/128 dev lo nodad")
        yield network
    network.close()


@pytest.fixture(scope="module")
def turn(network: Namespace) -> Iterator[Turn]:
    """As it would run on a machine of its own, with an address of each kind."""
    with Turn(
        f"--relay-ip={RELAY_V6}",
        shares_secret=True,
        address=RELAY,
        reaches=(),
        machine={"TURN_DENIED": " ".join(OTHERS_OF_OURS)},
    ) as turn:
        yield turn


@pytest.fixture
def everybody(network: Namespace) -> Iterator[Everybody]:
    with closing(Everybody()) as everybody:
        yield everybody


@pytest.fixture
def visitor(turn: Turn, settings: Any) -> tuple[str, str]:
    """Name and password of somebody new."""
    return credentials(turn, settings)


def credentials(turn: Turn, settings: Any) -> tuple[str, str]:
    settings.TURN_URLS, settings.TURN_SECRET = [turn.url], turn.secret
    (server,) = ice_answer(uuid.uuid4())["iceServers"]
    return server["username"], server["credential"]


def version() -> tuple[int, ...]:
    told = subprocess.run([str(BINARY), "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", told.splitlines()[-1]))


def test_nobody_reaches_what_is_no_public_address(turn: Turn, visitor: tuple[str, str], everybody: Everybody) -> None:
    """Neither by asking for it, nor by sending without having asked; and what is public, everybody does."""
    peers = forbidden_peers()
    assert len(peers) >= 250
    let_through: set[str] = set()
    for v6 in (False, True):
        kind = [peer for peer in peers if (":" in peer) is v6]
        public = [peer for peer in PUBLIC if (":" in peer) is v6]
        with TurnClient(turn.port, *visitor, address=RELAY) as client:
            assert client.allocate(v6=v6) == ALLOCATED
            let_through |= {peer for peer in kind if client.permits(peer) != FORBIDDEN}
            let_through |= {peer for peer in kind if client.binds(peer, PEER_PORT) != FORBIDDEN}
            for peer in kind:
                client.sends(peer, PEER_PORT, b"let me in")
            assert {peer: client.permits(peer) for peer in public} == dict.fromkeys(public, ALLOCATED)
            assert client.binds(public[0], PEER_PORT) == ALLOCATED
            client.sends(public[1], PEER_PORT, b"the end")
            let_through |= set(everybody.hears_until(b"the end", v6=v6))
    expected = ONLY_417_HOLDS if version() < (4, 17) else set()
    print(f"D-29: {len(peers)} peers, each asked for in three ways; {len(let_through)} reached: {sorted(let_through)}")
    assert let_through == expected


def test_two_who_hide_their_addresses_meet_at_the_relay(turn: Turn, settings: Any) -> None:
    """So of all machines its own address may be reached, by UDP; what else listens there is for the firewall to hide."""
    with ExitStack() as stack:
        alice, bob = (
            stack.enter_context(TurnClient(turn.port, *credentials(turn, settings), address=RELAY)) for _ in range(2)
        )
        assert [client.allocate() for client in (alice, bob)] == [ALLOCATED] * 2
        assert [client.permits(RELAY) for client in (alice, bob)] == [ALLOCATED] * 2
        alice.sends(RELAY, bob.relayed_port, b"hello Bob")
        assert bob.hears() == b"hello Bob"


def test_they_meet_where_its_address_is_translated_and_reach_nothing_else_there(
    network: Namespace, settings: Any
) -> None:
    """As in a container: the relay knows a private address of its own, and visitors a public one."""
    public, private, gateway = "11.0.0.9", "172.20.0.2", "172.20.0.1"
    machine = {"TURN_PUBLIC_ADDRESS": public, "TURN_OWN_ADDRESS": private}
    with Turn(shares_secret=True, address=private, reaches=(), machine=machine) as turn, ExitStack() as stack:
        alice, bob = (
            stack.enter_context(TurnClient(turn.port, *credentials(turn, settings), address=private)) for _ in range(2)
        )
        assert [client.allocate() for client in (alice, bob)] == [ALLOCATED] * 2
        assert (alice.relayed_address, bob.relayed_address) == (public, public)
        assert [client.permits(public) for client in (alice, bob)] == [ALLOCATED] * 2
        assert [alice.permits(peer) for peer in (gateway, "172.20.0.3", "127.0.0.1")] == [FORBIDDEN] * 3
        alice.sends(public, bob.relayed_port, b"hello Bob")
        assert bob.hears() == b"hello Bob"


def test_a_visitor_gets_a_share_by_udp_and_nobody_learns_what_serves(turn: Turn, visitor: tuple[str, str]) -> None:
    """Passwords that are wrong, foreign or over: tests/security/test_turn.py, with the same configuration."""
    with ExitStack() as stack:
        clients = [stack.enter_context(TurnClient(turn.port, *visitor, address=RELAY)) for _ in range(USER_QUOTA + 1)]
        assert clients[0].allocate(tcp=True) == UNSUPPORTED_TRANSPORT
        assert [client.allocate() for client in clients] == [ALLOCATED] * USER_QUOTA + [QUOTA_REACHED]
        assert {client.software for client in clients} == {b""}
        assert {client.realm for client in clients} == {"peers.test"}
    with TurnClient(turn.port, address=RELAY) as stranger:
        assert stranger.allocate() == UNAUTHORIZED
        assert stranger.software == b""


def test_it_understands_every_line_and_listens_nowhere_else(turn: Turn) -> None:
    assert "Bad configuration format" not in turn.log.read_text(errors="replace")
    listening = {
        (connection.type, connection.laddr.ip, connection.laddr.port)
        for connection in psutil.Process(turn.pid).net_connections("inet")
        if connection.laddr.port not in RELAYING
    }
    assert listening == {(kind, RELAY, turn.port) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)}


def test_with_a_certificate_it_speaks_tls(network: Namespace, tmp_path: Path) -> None:
    made = certificate.ensure(tmp_path, [RELAY])
    machine = {"TURN_CERTIFICATE_FILE": str(made.certificate), "TURN_KEY_FILE": str(made.key)}
    context = ssl.create_default_context(cafile=made.certificate)
    with (
        Turn(shares_secret=True, address=RELAY, machine=machine),
        socket.create_connection((RELAY, TLS_PORT)) as plain,
        context.wrap_socket(plain, server_hostname=RELAY) as secure,
    ):
        assert secure.version() in ("TLSv1.2", "TLSv1.3")
