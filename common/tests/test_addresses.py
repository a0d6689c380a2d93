"""Which network a request counts for: nobody chooses it, and nobody is mistaken for somebody else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from common import addresses
from common.addresses import AddressKey, ban_digest, client_network, network_of_request, network_of_scope

PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8:ffff::/48"), "unix")
PROXY = "10.0.0.1"


@pytest.fixture(autouse=True)
def unwarned() -> Iterator[None]:
    addresses._warn_once.cache_clear()
    yield
    addresses._warn_once.cache_clear()


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "127.0.0.1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unix"),
        ("testserver", "unknown"),
        ("192.0.2.7, 192.0.2.8", "unknown"),
        ("192.0.2", "unknown"),
    ],
)
def test_the_peer_counts(peer: str, network: str) -> None:
    assert client_network(peer, [], ()) == network
    assert client_network(peer, ["203.0.113.1"], ()) == network, "whatever it says of itself"


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        (["203.0.113.1"], "203.0.113.1"),
        (["192.0.2.66, 203.0.113.1"], "203.0.113.1"),
        (["192.0.2.66", "203.0.113.1"], "203.0.113.1"),
        (["203.0.113.1, 10.9.9.9, 2001:db8:ffff::1"], "203.0.113.1"),
        (["203.0.113.1", "10.9.9.9"], "203.0.113.1"),
        ([" 203.0.113.1:4711 "], "203.0.113.1"),
        (["[2001:db8:1:2::3]:4711"], "2001:db8:1:2::/64"),
        (["2001:db8:1:2::3"], "2001:db8:1:2::/64"),
        (["::ffff:203.0.113.1"], "203.0.113.1"),
        (["127.0.0.2"], "127.0.0.2"),
    ],
)
@pytest.mark.parametrize("peer", [PROXY, "::ffff:10.0.0.1", "2001:db8:ffff::1", "127.0.0.1", ""])
def test_a_trusted_proxy_says_for_whom_it_speaks(peer: str, forwarded: list[str], network: str) -> None:
    assert client_network(peer, forwarded, PROXIES) == network


@pytest.mark.parametrize(
    "forwarded",
    [
        [],
        [""],
        [","],
        ["203.0.113.1,"],
        ["unknown"],
        ["_hidden"],
        ["203.0.113.256"],
        ["203.0.113.1:x"],
        ["203.0.113.1;203.0.113.2"],
        ["203.0.113.1, 10.0.0.2, nonsense"],
        ["10.0.0.2, 10.0.0.3"],
        ["1" * 100_000],
        ["203.0.113.1", *["10.0.0.2"] * 10_000],
        ["203.0.113.1" + ", 10.0.0.2" * 16],
    ],
)
def test_a_proxy_that_tells_nobody_counts_itself(forwarded: list[str]) -> None:
    assert client_network(PROXY, forwarded, PROXIES) == PROXY


def test_a_socket_without_addresses_is_believed_only_where_it_is_named() -> None:
    assert client_network("", ["203.0.113.1"], ["unix"]) == "203.0.113.1"
    assert client_network("", ["203.0.113.1"], [ip_network("127.0.0.1")]) == "unix"
    assert client_network("nonsense", ["203.0.113.1"], ["unix"]) == "unknown"


@given(st.text(max_size=60), st.lists(st.text(max_size=80), max_size=5))
def test_nothing_that_is_sent_breaks_it(peer: str, forwarded: list[str]) -> None:
    assert len(client_network(peer, forwarded, PROXIES)) < 45
    assert client_network(PROXY, forwarded, PROXIES)


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_a_household_is_one_network(address: Any, below: int) -> None:
    neighbour = type(address)((int(address) >> 64 << 64) | below)
    if not (address.ipv4_mapped or neighbour.ipv4_mapped):
        assert client_network(str(address), [], ()) == client_network(str(neighbour), [], ())


def test_requests_and_sockets_count_alike(settings: Any) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="203.0.113.1,10.0.0.5")
    headers = [(b"forwarded", b"for=192.0.2.9"), (b"x-real-ip", b"192.0.2.9")]
    headers += [
        (b"X-Forwarded-For", b"203.0.113.1"),
        (b"x-forwarded-for", b"10.0.0.5"),
        (b"x_forwarded_for", b"192.0.2.9"),
    ]
    assert network_of_request(request) == "203.0.113.1"
    assert network_of_scope({"client": [PROXY, 4711], "headers": headers}) == "203.0.113.1"
    assert network_of_scope({"client": ["192.0.2.1", 4711], "headers": headers}) == "192.0.2.1"
    for client in (None, ["", 0], [None, 0]):
        assert network_of_scope({"client": client, "headers": headers}) == "203.0.113.1"
    assert network_of_scope({}) == "unix"


def test_a_proxy_that_nobody_named_is_told_of_once(caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    def comes(peer: str) -> list[str]:
        network_of_scope({"client": [peer, 1], "headers": [(b"x-forwarded-for", b"203.0.113.1")]})
        return [record.getMessage() for record in caplog.records]

    with caplog.at_level(logging.WARNING):
        assert comes("192.0.2.1") == []
        settings.TRUSTED_PROXIES = PROXIES
        assert comes("127.0.0.1") == []
        settings.TRUSTED_PROXIES = ()
        for _ in range(3):
            [told] = comes("127.0.0.1")
    assert "TRUSTED_PROXIES" in told
    assert "203.0.113.1" not in told


def test_digests_of_a_day_are_alike_and_of_another_are_not() -> None:
    now = 86_400.0 * 20_000
    key = AddressKey(lambda: now)
    first = key.digest("192.0.2.7")
    now += 86_399
    assert key.digest("192.0.2.7") == first
    assert key.digest("192.0.2.8") != first
    assert AddressKey(lambda: now).digest("192.0.2.7") != first
    now += 1
    assert key.digest("192.0.2.7") != first
    assert len(first) == 32


def test_digests_of_bans_stay_while_the_secret_stays(settings: Any) -> None:
    digest = ban_digest("192.0.2.7")
    assert ban_digest("192.0.2.7") == digest
    assert ban_digest("192.0.2.8") != digest
    assert len(digest) == 32
    settings.SECRET_KEY = "another secret, long enough to be one"
    assert ban_digest("192.0.2.7") != digest
