"""The certificate that `make run HOST=0.0.0.0` makes: what browsers ask of it, and when it is made anew."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from scripts.house.certificate import Certificate, ensure

NAMES = ["192.0.2.7", "2001:db8::7", "desk.local", "localhost"]
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def load(made: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.certificate.read_bytes())


def test_it_names_every_address(tmp_path: Path) -> None:
    names = load(ensure(tmp_path, NAMES)).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["desk.local", "localhost"]
    found = names.get_values_for_type(x509.IPAddress)
    assert found == [ipaddress.ip_address("192.0.2.7"), ipaddress.ip_address("2001:db8::7")]


def test_it_serves_and_signs_nothing_else(tmp_path: Path) -> None:
    extensions = load(ensure(tmp_path, NAMES)).extensions
    assert list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


def test_it_lives_no_longer_than_browsers_allow(tmp_path: Path) -> None:
    found = load(ensure(tmp_path, NAMES, NOW))
    assert found.not_valid_before_utc <= NOW
    assert found.not_valid_after_utc - found.not_valid_before_utc <= timedelta(days=397)


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = ensure(tmp_path / "tls", NAMES)
    assert (tmp_path / "tls").stat().st_mode & 0o777 == 0o700
    assert made.key.stat().st_mode & 0o777 == 0o600
    assert made.certificate.stat().st_mode & 0o777 == 0o600


def test_servers_can_use_it(tmp_path: Path) -> None:
    made = ensure(tmp_path, NAMES)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(made.certificate, made.key)


def test_it_stays_while_it_does(tmp_path: Path) -> None:
    first = ensure(tmp_path, NAMES, NOW)
    again = ensure(tmp_path, NAMES[1:], NOW + timedelta(days=300))
    assert first.made_now
    assert not again.made_now
    assert again.fingerprint == first.fingerprint


def test_a_new_address_makes_a_new_one(tmp_path: Path) -> None:
    ensure(tmp_path, NAMES, NOW)
    assert ensure(tmp_path, [*NAMES, "198.51.100.7"], NOW).made_now


def test_the_end_in_sight_makes_a_new_one(tmp_path: Path) -> None:
    ensure(tmp_path, NAMES, NOW)
    assert ensure(tmp_path, NAMES, NOW + timedelta(days=370)).made_now


def test_damage_makes_a_new_one(tmp_path: Path) -> None:
    ensure(tmp_path, NAMES, NOW).key.write_bytes(b"nothing")
    assert ensure(tmp_path, NAMES, NOW).made_now


def test_a_key_of_another_certificate_makes_a_new_one(tmp_path: Path) -> None:
    made = ensure(tmp_path / "one", NAMES, NOW)
    made.key.write_bytes(ensure(tmp_path / "two", NAMES, NOW).key.read_bytes())
    assert ensure(tmp_path / "one", NAMES, NOW).made_now
