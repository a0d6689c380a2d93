"""docs/operations/machine.md, a database on another machine: it is reached encrypted, by who it says it is, or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from scripts.house import certificate, postgres
from tests.support.site import ROOT

ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    print(*cursor.fetchone())
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> certificate.Certificate:
    """What the server shows."""
    return certificate.ensure(tmp_path_factory.mktemp("shown"), ["localhost"])


@pytest.fixture(scope="module")
def server(shown: certificate.Certificate) -> Iterator[str]:
    """The address of a PostgreSQL to which nobody comes in the clear."""
    programs = postgres.find()
    if programs is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: package postgresql)")
    with postgres.cluster(programs) as url:
        with psycopg.connect(url, autocommit=True) as connection:

            def told(question: str) -> Path:
                row = connection.execute(question.encode()).fetchone()
                assert row
                return Path(row[0])

            data, rules = told("SHOW data_directory"), told("SHOW hba_file")
            for source, name in ((shown.certificate, "server.crt"), (shown.key, "server.key")):
                copied = Path(shutil.copy(source, data / name))
                copied.chmod(0o600)
                if os.geteuid() == 0:
                    shutil.chown(copied, data.owner(), data.group())
            ours = rules.read_text()
            assert "\nhost " in ours
            rules.write_text(ours.replace("\nhost ", "\nhostssl "))
            connection.execute("ALTER SYSTEM SET ssl = on")
            connection.execute("SELECT pg_reload_conf()")
        _wait_for_tls(url)
        yield url


def _wait_for_tls(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(f"{url}?sslmode=disable").close()
        except psycopg.OperationalError:
            # Nobody comes in the clear any more; and by TLS?
            psycopg.connect(f"{url}?sslmode=require").close()
            return
        assert time.monotonic() < deadline, "PostgreSQL has not read its configuration anew"
        time.sleep(0.05)


def url_of(server: str, host: str, **options: str) -> str:
    """Return the address with these words behind it."""
    address = urlsplit(server)
    return address._replace(netloc=address.netloc.replace("127.0.0.1", host), query=urlencode(options)).geturl()


def asks(directory: Path, url: str) -> subprocess.CompletedProcess[str]:
    """Ask the database by the site's own settings."""
    environment = {**os.environ, "DATA_DIR": str(directory), "DEV_SECRETS": "1", "DATABASE_URL": url}
    python = [sys.executable, "manage.py", "shell", "-v", "0", "-c", ASK]
    return subprocess.run(python, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_with_its_certificate_it_is_reached_and_encrypted(
    server: str, shown: certificate.Certificate, tmp_path: Path
) -> None:
    url = url_of(server, "localhost", sslmode="verify-full", sslrootcert=str(shown.certificate))
    done = asks(tmp_path, url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True TLSv1.3"


@pytest.mark.parametrize("case", ["another authority", "another name", "in the clear"])
def test_with_anything_else_it_is_not(server: str, shown: certificate.Certificate, tmp_path: Path, case: str) -> None:
    other = certificate.ensure(tmp_path / "other", ["localhost"])
    host, options, words = {
        "another authority": (
            "localhost",
            {"sslmode": "verify-full", "sslrootcert": str(other.certificate)},
            "certificate",
        ),
        "another name": (
            "127.0.0.1",
            {"sslmode": "verify-full", "sslrootcert": str(shown.certificate)},
            "does not match",
        ),
        "in the clear": ("localhost", {"sslmode": "disable"}, "no encryption"),
    }[case]
    url = url_of(server, host, **options)
    # The site's pool of connections keeps the reason to itself.
    with pytest.raises(psycopg.OperationalError, match=words):
        psycopg.connect(url)
    done = asks(tmp_path, url)
    assert done.returncode != 0
    assert "OperationalError" in done.stderr
