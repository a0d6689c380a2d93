"""The look at coturn's configuration: nothing wrong with the shipped one, and each single mistake is told where it stands."""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path

import pytest

from project.configuration.turnserver import check
from tests.architecture.tree import ROOT
from tests.deploy.injected import Injected, after, is_found

USE = "use-auth-secret"
PRIVATE = "denied-peer-ip=10.0.0.0-10.255.255.255"
LOOPBACK = "denied-peer-ip=127.0.0.0-127.255.255.255"

MISTAKES = [
    after("T101", USE, "what is this?"),
    after("T101", PRIVATE, "denied-peer-ip=10.0.0.0-fe80::1"),
    after("T101", PRIVATE, "denied-peer-ip=our-database"),
    after("T102", "user-quota=12", "user-quota=0"),
    after("T201", USE, "no-auth"),
    Injected("T202", f"{USE}\n", "", whole=True),
    after("T202", USE, "lt-cred-mech"),
    after("T202", USE, "user=guest:guest"),
    Injected("T203", "static-auth-secret=", "#static-auth-secret=", whole=True),
    Injected("T204", "static-auth-secret=", "static-auth-secret=north\n#", at="static-auth-secret=north"),
    Injected("T205", "realm=", "#realm=", whole=True),
    Injected("T301", f"{PRIVATE}\n", "", whole=True),
    Injected("T301", PRIVATE, "denied-peer-ip=10.0.0.0-10.255.255.254", whole=True),
    Injected("T301", LOOPBACK, "denied-peer-ip=127.0.0.1", whole=True),
    Injected(
        "T301", "denied-peer-ip=169.254.0.0-169.254.255.255", "denied-peer-ip=169.254.1.0-169.254.255.255", whole=True
    ),
    Injected("T301", "denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n", "", whole=True),
    after("T302", PRIVATE, "allowed-peer-ip=10.0.0.7"),
    after("T303", PRIVATE, "allow-loopback-peers"),
    Injected("T304", "no-tcp-relay\n", "", whole=True),
    Injected("T305", "no-multicast-peers\n", "", whole=True),
    Injected("T401", "user-quota=12\n", "", whole=True),
    Injected("T401", "user-quota=12", "user-quota=0"),
    Injected("T402", "total-quota=200", "total-quota=0"),
    Injected("T403", "max-bps=1000000", "max-bps=0"),
    Injected("T404", "max-port=49359", "max-port=65535", at="min-port="),
    Injected("T404", "min-port=49160", "min-port=1024"),
    Injected("T404", "max-port=49359\n", "", whole=True),
    Injected("T405", "stale-nonce=300", "stale-nonce=0"),
    Injected("T501", "no-cli\n", "", whole=True),
    after("T501", USE, "cli-password=turn"),
    after("T502", USE, "web-admin"),
    Injected("T503", "no-tlsv1\n", "", whole=True),
    after("T503", USE, "tlsv1_1"),
    Injected("T504", "no-software-attribute\n", "", whole=True),
    Injected("T505", "no-rfc5780\n", "", whole=True),
    after("T506", USE, "proc-user=root"),
    after("T507", USE, "verbose"),
    Injected("T507", "log-file=stdout", "log-file=/var/log/turn.log"),
    Injected("T507", "log-file=stdout", "log-file=syslog"),
    after("T508", USE, "redis-userdb=ip=127.0.0.1 dbname=2"),
]


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    """What the shipped script makes of the shipped file."""
    (tmp_path / "secret").write_text(secrets.token_hex(32))
    settings = {"TURN_REALM": "turn.example.org", "TURN_SECRET_FILE": str(tmp_path / "secret")}
    script = ROOT / "deploy" / "coturn" / "configure"
    made = subprocess.run([script], env=os.environ | settings, capture_output=True, text=True, check=True).stdout
    path = tmp_path / "turnserver.conf"
    path.write_text(made)
    return path


@pytest.mark.parametrize("injected", MISTAKES, ids=str)
def test_a_mistake_is_told_where_it_stands(configured: Path, injected: Injected) -> None:
    is_found(injected, configured, check)


def test_the_secret_is_not_repeated(configured: Path) -> None:
    configured.write_text(configured.read_text().replace("static-auth-secret=", "static-auth-secret=changeme"))
    secret = (configured.parent / "secret").read_text()
    assert [mistake.code for mistake in check(configured)] == ["T204"]
    assert secret not in "".join(map(str, check(configured)))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [mistake.code for mistake in check(tmp_path / "none")] == ["T103"]
