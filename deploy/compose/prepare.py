"""Before the first start: a secret for everything that needs one, and a certificate until the real one has been fetched.

Runs before each start, and never changes what is there. Each file can be read by the group of those who need it, and nothing
of it is printed.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from scripts.house import certificate

SECRETS = Path("/var/lib/peers/secrets")
TLS = Path("/etc/peers/tls")

SITE, RELAY, FREESWITCH, CERTIFICATES, DATABASE, GRAFANA = 10010, 10020, 10030, 10040, 10060, 10080
"""The groups of docker-compose.yml."""

WHO_READS = {
    "secret_key": SITE,
    "switch_secret": SITE,
    "turn_secret": RELAY,
    "fsapi_secret": FREESWITCH,
    "freeswitch_event_socket_password": FREESWITCH,
    "grafana_password": GRAFANA,
    # The image of PostgreSQL asks for one. Nobody can log in with it: no way in takes passwords (postgres/pg_hba.conf).
    "postgres_password": DATABASE,
}


def main() -> int:
    """Make what is missing."""
    domain = urlsplit(os.environ.get("ORIGINS", "")).hostname
    if not domain:
        print("prepare: ORIGINS does not say at which name people open the site.", file=sys.stderr)
        return 78
    for name, group in WHO_READS.items():
        if not (SECRETS / name).exists():
            put(SECRETS / name, secrets.token_urlsafe(48).encode(), group)
            print(f"prepare: made {name}.")
    if not (TLS / "fullchain.pem").exists():
        with tempfile.TemporaryDirectory() as directory:
            made = certificate.ensure(Path(directory), [domain])
            put(TLS / "privkey.pem", made.key.read_bytes(), CERTIFICATES)
            put(TLS / "fullchain.pem", made.certificate.read_bytes(), CERTIFICATES, 0o444)
        print("prepare: made a certificate that no browser trusts, until the real one is there.")
    return 0


def put(path: Path, content: bytes, group: int, mode: int = 0o440) -> None:
    """Write a file that this group can read, whole or not at all."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        os.fchown(descriptor, -1, group)
        os.fchmod(descriptor, mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    new.rename(path)


if __name__ == "__main__":
    sys.exit(main())
