"""Where `make run` listens, and what it calls that."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from project.env import origins
from scripts.house import addresses
from scripts.house.addresses import Place, check_free, local_addresses, place
from scripts.house.stopping import Stop


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_served_over_http(host: str) -> None:
    assert place(host, "8000").origins() == ["http://127.0.0.1:8000", "http://localhost:8000"]


def test_the_usual_port_is_left_out() -> None:
    assert Place("127.0.0.1", 80).origins()[0] == "http://127.0.0.1"
    assert Place("192.0.2.7", 443).origins()[0] == "https://192.0.2.7"


def test_every_address_is_served_over_https(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [ipaddress.ip_address("192.0.2.7"), ipaddress.ip_address("2001:db8::7")]
    monkeypatch.setattr(addresses, "local_addresses", lambda: found)
    monkeypatch.setattr(addresses, "host_names", lambda: ["desk.local"])
    assert Place("0.0.0.0", 8000).origins() == [
        "https://192.0.2.7:8000",
        "https://desk.local:8000",
        "https://localhost:8000",
        "https://127.0.0.1:8000",
    ]
    assert Place("::", 8000).origins() == [
        "https://192.0.2.7:8000",
        "https://[2001:db8::7]:8000",
        "https://desk.local:8000",
        "https://localhost:8000",
        "https://127.0.0.1:8000",
        "https://[::1]:8000",
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::", "::1", "192.0.2.7"])
def test_django_accepts_these_origins(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = place(host, "8000").origins()
    monkeypatch.setenv("ORIGINS", " ".join(told))
    assert origins("ORIGINS", default="") == told


@pytest.mark.parametrize("name", ["under_score", "-desk", "desk-", "10.0.0.1", ""])
def test_names_that_cannot_stand_in_an_address_are_left_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert name not in addresses.host_names()


def test_this_machines_addresses_can_be_used_by_others() -> None:
    for address in local_addresses():
        assert not address.is_loopback
        assert not address.is_link_local


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "", "８０"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    with pytest.raises(Stop, match="PORT must be a number from 1 to 65535"):
        place("127.0.0.1", port)


def test_a_host_that_is_none_is_named() -> None:
    with pytest.raises(Stop, match="no address of this machine"):
        place("no such host", "8000")


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"Port {port} is in use.*make run PORT="):
            check_free(Place("127.0.0.1", port))
    check_free(Place("127.0.0.1", port))


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Stop, match=r"no address 198\.51\.100\.1"):
        check_free(Place("198.51.100.1", 8000))
