"""The units, as systemd reads them, with the drop-ins where the table of deploy/README.md puts them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.site import ROOT

SYSTEMD = ROOT / "deploy" / "systemd"
DEBIANS = Path("/lib/systemd/system")
OURS = {
    "peers-web.service": "peers-web.service",
    "peers-engine@.service": "peers-engine@0.service",
    "peers-backup.service": "peers-backup.service",
}
TIMER = "peers-backup.timer"
DEBIANS_UNITS = {"nginx.service": "nginx.conf", "coturn.service": "coturn.conf"}
UNITS = [*OURS.values(), *DEBIANS_UNITS]
PROGRAMS = (
    *("opt/peers/.venv/bin/daphne", "opt/peers/.venv/bin/python", "usr/sbin/nginx", "usr/bin/turnserver"),
    *("bin/kill", "sbin/start-stop-daemon", "usr/local/sbin/peers-backup"),
)
MOST_EXPOSED = 15
"""Tenths."""
ABSENT = "systemd-analyze is not installed (Debian: package systemd)"

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason=ABSENT)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with Debian's units and ours, and something in the place of each program."""
    root = tmp_path_factory.mktemp("machine")
    if missing := [unit for unit in DEBIANS_UNITS if not (DEBIANS / unit).is_file()]:
        pytest.skip(f"Debian's {' and '.join(missing)} are not installed")
    shutil.copytree(DEBIANS, root / "lib" / "systemd" / "system", symlinks=True)
    system = root / "etc" / "systemd" / "system"
    for unit, instance in OURS.items():
        drop_ins = system / f"{unit}.d"
        drop_ins.mkdir(parents=True)
        for name in {unit, instance}:
            shutil.copy(SYSTEMD / unit, system / name)
        for file in ("hardening.conf", "local_only.conf"):
            shutil.copy(SYSTEMD / file, drop_ins)
    shutil.copy(SYSTEMD / "backup.conf", system / "peers-backup.service.d" / "peers.conf")
    shutil.copy(SYSTEMD / TIMER, system)
    for unit, file in DEBIANS_UNITS.items():
        drop_ins = system / f"{unit}.d"
        drop_ins.mkdir()
        shutil.copy(SYSTEMD / "hardening.conf", drop_ins)
        shutil.copy(SYSTEMD / file, drop_ins / "peers.conf")
    for program in PROGRAMS:
        path = root / program
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    return root


def analyze(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", arguments[0], f"--root={machine}", *arguments[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_systemd_takes_every_line_of_them(machine: Path) -> None:
    done = analyze(machine, "verify", "--man=no", *UNITS, TIMER)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_would_say_so_if_it_did_not(machine: Path) -> None:
    drop_in = machine / "etc/systemd/system/peers-web.service.d/wrong.conf"
    drop_in.write_text("[Service]\nProtectSytem=strict\n")
    try:
        assert "ProtectSytem" in analyze(machine, "verify", "--man=no", "peers-web.service").stderr
    finally:
        drop_in.unlink()


@pytest.mark.parametrize("unit", UNITS)
def test_little_is_left_to_each(machine: Path, unit: str) -> None:
    done = analyze(machine, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit)
    assert done.returncode == 0, done.stdout
    found = re.search(r"exposure level for .*: ([\d.]+)", done.stdout)
    assert found
    print(f"{unit}: {found[1]}")


def test_a_unit_without_its_drop_ins_would_be_too_exposed(machine: Path, tmp_path: Path) -> None:
    system = tmp_path / "etc" / "systemd" / "system"
    system.mkdir(parents=True)
    shutil.copy(SYSTEMD / "peers-web.service", system)
    done = analyze(
        tmp_path, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", "peers-web.service"
    )
    assert done.returncode != 0
