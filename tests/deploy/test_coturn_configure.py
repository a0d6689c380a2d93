"""`deploy/coturn/configure` writes the whole configuration or nothing, and puts no secret anywhere else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.turn import CONFIGURE

SECRET = "a-secret-of-more-than-32-characters"
OLD = "another-secret-of-more-than-32-ones"
MISTAKE = 78


def configure(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CONFIGURE], env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    return str(file)


def test_what_belongs_to_the_machine_follows_what_is_shipped(secret: str) -> None:
    # As `manage.py rotate_secrets` leaves it.
    Path(secret).write_text(f"{SECRET}\n{OLD}\n")
    done = configure(
        TURN_REALM="turn.example.org",
        TURN_SECRET_FILE=secret,
        TURN_PUBLIC_ADDRESS="203.0.114.1",
        TURN_OWN_ADDRESS="172.20.0.2",
        TURN_DENIED="203.0.114.2 2a00:11::2",
    )
    assert done.returncode == 0, done.stderr
    shipped, own = done.stdout.split("# This machine\n")
    assert shipped.rstrip() == CONFIGURE.with_name("turnserver.conf").read_text().rstrip()
    assert own.splitlines() == [
        "realm=turn.example.org",
        f"static-auth-secret={SECRET}",
        f"static-auth-secret={OLD}",
        "no-tls",
        "no-dtls",
        "listening-ip=172.20.0.2",
        "relay-ip=172.20.0.2",
        "external-ip=203.0.114.1/172.20.0.2",
        "allowed-peer-ip=172.20.0.2",
        "denied-peer-ip=203.0.114.2",
        "denied-peer-ip=2a00:11::2",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TURN_REALM", ""),
        ("TURN_REALM", "turn.example.org\nno-auth"),
        ("TURN_SECRET_FILE", ""),
        ("TURN_SECRET_FILE", "/nowhere"),
        ("TURN_CERTIFICATE_FILE", "/nowhere"),
        ("TURN_KEY_FILE", "/etc/hostname"),
        ("TURN_PUBLIC_ADDRESS", "203.0.114.1"),
        ("TURN_OWN_ADDRESS", "172.20.0.2"),
        ("TURN_DENIED", "everybody"),
    ],
)
def test_a_mistake_ends_it_with_a_sentence(secret: str, name: str, value: str) -> None:
    done = configure(**{"TURN_REALM": "turn.example.org", "TURN_SECRET_FILE": secret, name: value})
    assert (done.returncode, done.stdout) == (MISTAKE, "")
    assert done.stderr.startswith("coturn: TURN_")


@pytest.mark.parametrize(
    "content", ["", "\n\n", "short", f"{SECRET}\nshort", f"{SECRET}\nno-auth", f"{SECRET} # comment", f"{SECRET}\\"]
)
def test_a_secret_that_is_none_is_refused_and_not_shown(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secret"
    file.write_text(content)
    done = configure(TURN_REALM="turn.example.org", TURN_SECRET_FILE=str(file))
    assert (done.returncode, done.stdout) == (MISTAKE, "")
    assert not content or content not in done.stderr
