"""What else a server gets: users, directories, AppArmor profiles, rotation of logs; each read by its program."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.support.border import Border
from tests.support.plain_http import dial, exchange, request
from tests.support.site import ROOT, Site

DEPLOY = ROOT / "deploy"
IS_ROOT = os.geteuid() == 0
AS_ROOT = "this test makes files of several owners, and is not run as root"


def _needs(program: str, package: str) -> pytest.MarkDecorator:
    beside = Path("/usr/sbin") / program
    absent = shutil.which(program) is None and not beside.exists()
    return pytest.mark.skipif(absent, reason=f"{program} is not installed (Debian: package {package})")


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    environment = os.environ | {"PATH": path}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


@_needs("apparmor_parser", "apparmor")
@pytest.mark.parametrize("profile", sorted(path.name for path in (DEPLOY / "apparmor").iterdir()))
def test_apparmor_takes_the_profile(profile: str) -> None:
    # Without the kernel: it is compiled, and not loaded.
    done = _run("apparmor_parser", "--skip-kernel-load", "--skip-cache", str(DEPLOY / "apparmor" / profile))
    assert done.returncode == 0, done.stderr
    unit = next((DEPLOY / "systemd").glob(f"{profile}*.service"))
    assert f"AppArmorProfile=-{profile}\n" in unit.read_text()


@pytest.mark.skipif(not IS_ROOT, reason=AS_ROOT)
@_needs("systemd-sysusers", "systemd")
def test_users_are_made_and_are_in_the_groups_that_they_need(tmp_path: Path) -> None:
    etc = tmp_path / "etc"
    etc.mkdir()
    # Those whom Debian's packages bring.
    etc.joinpath("passwd").write_text("root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n")
    etc.joinpath("group").write_text("root:x:0:\nwww-data:x:33:\nredis:x:105:\nturnserver:x:107:\n")
    done = _run("systemd-sysusers", f"--root={tmp_path}", str(DEPLOY / "sysusers.d" / "peers.conf"))
    assert (done.returncode, "not a valid" in done.stderr) == (0, False), done.stderr
    groups = dict(re.findall(r"^([\w-]+):[^:]*:\d+:(.*)$", etc.joinpath("group").read_text(), re.MULTILINE))
    assert set(groups["peers"].split(",")) == {"peers-web", "peers-engine", "peers-backup"}
    assert groups["peers-proxy"] == "www-data"
    assert set(groups["redis"].split(",")) == {"peers-web", "peers-engine"}
    users = etc.joinpath("passwd").read_text()
    assert re.search(r"^peers-web:.*:/usr/sbin/nologin$", users, re.MULTILINE)


def test_directories_are_closed_to_others() -> None:
    lines = (DEPLOY / "tmpfiles.d" / "peers.conf").read_text().splitlines()
    modes = {line.split()[1]: line.split()[2:5] for line in lines if line and not line.startswith("#")}
    assert modes["/run/peers"] == ["2750", "peers-web", "peers-proxy"]
    assert modes["/etc/peers/secrets"] == ["0750", "root", "peers"]
    assert modes["/var/backups/peers"] == ["0750", "peers-backup", "peers"], "the pages see it, and change nothing"
    assert modes["/etc/peers/secrets/*"] == ["0640", "root", "peers"]
    if shutil.which("systemd-tmpfiles"):
        done = _run("systemd-tmpfiles", "--cat-config", str(DEPLOY / "tmpfiles.d" / "peers.conf"))
        assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not IS_ROOT, reason=AS_ROOT)
@_needs("logrotate", "logrotate")
def test_a_rotated_log_is_left_and_a_new_one_begun(bordered_site: Site, the_border: Border, tmp_path: Path) -> None:
    shipped = (DEPLOY / "logrotate" / "peers").read_text()
    ours = shipped.replace("/var/log/peers/*.log", str(the_border.access_log))
    ours = ours.replace("/run/nginx/", f"{the_border.directory}/").replace("www-data", "root")
    configuration = tmp_path / "logrotate.conf"
    configuration.write_text(ours)

    def asks() -> None:
        head = [("Host", f"127.0.0.1:{bordered_site.port}")]
        assert exchange(dial(("127.0.0.1", bordered_site.port)), request("GET", "/health", head)).status == 200

    asks()
    done = _run("logrotate", "--force", "--state", str(tmp_path / "state"), str(configuration))
    assert (done.returncode, done.stderr) == (0, "")
    rotated = the_border.access_log.with_name("nginx.log.1")
    before = rotated.read_text()
    assert stat.S_IMODE(the_border.access_log.stat().st_mode) == 0o640
    # nginx opens the new one when its workers hear of it.
    for _ in range(200):
        asks()
        if the_border.access_log.stat().st_size:
            break
    assert '"place": "health"' in the_border.access_log.read_text()
    assert before in rotated.read_text()
    rotated.unlink()


def test_scripts_are_such_as_a_shell_takes() -> None:
    for script in ("backup", "peers-manage", "renewed"):
        assert _run("sh", "-n", str(DEPLOY / "etc" / script)).returncode == 0
        assert os.access(DEPLOY / "etc" / script, os.X_OK)
