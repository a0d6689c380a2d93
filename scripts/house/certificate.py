"""A certificate that this machine makes for itself, because browsers give camera and microphone to secure pages only.

Needs the virtual environment: `cryptography` is in it.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=397)
"""Some browsers refuse what is valid for longer, whoever has signed it."""
RENEW_BEFORE = timedelta(days=30)
_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """Where it is, and how a careful visitor recognises it."""

    key: Path
    certificate: Path
    fingerprint: str
    made_now: bool


def ensure(directory: Path, names: Iterable[str], now: datetime | None = None) -> Certificate:
    """Return a certificate for these names and addresses: the one in the directory if it still does, else a new one."""
    now = now or datetime.now(UTC)
    wanted = [_general_name(name) for name in dict.fromkeys(names)]
    key, certificate = directory / "key.pem", directory / "certificate.pem"
    found = _read(key, certificate)
    made_now = found is None or not _still_does(found, wanted, now)
    if made_now:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = _make(key, certificate, wanted, now)
    assert found is not None
    return Certificate(key, certificate, found.fingerprint(hashes.SHA256()).hex(":").upper(), made_now)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _read(key: Path, certificate: Path) -> x509.Certificate | None:
    """Return the certificate, or None when it is missing, damaged, or not of this key."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    return found if found.public_key() == private.public_key() else None


def _still_does(found: x509.Certificate, wanted: list[x509.GeneralName], now: datetime) -> bool:
    if not found.not_valid_before_utc <= now < found.not_valid_after_utc - RENEW_BEFORE:
        return False
    # Names it has besides do no harm: a laptop that comes home is not asked about again.
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(wanted) <= set(names)


def _make(key: Path, certificate: Path, wanted: list[x509.GeneralName], now: datetime) -> x509.Certificate:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "PBX peers on this machine")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now - _CLOCKS_DIFFER + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(wanted), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_only_signatures(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    _write(
        key,
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    _write(certificate, made.public_bytes(serialization.Encoding.PEM))
    return made


def _only_signatures() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    """Write the file for its owner alone, whole or not at all."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    new.replace(path)
