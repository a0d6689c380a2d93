"""freeswitch/entrypoint.sh: it checks what it is told, writes the variables, and becomes FreeSWITCH."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from channels_app.freeswitch_conf.preprocessor import VARIABLES

SCRIPT = Path(settings.BASE_DIR) / "freeswitch" / "entrypoint.sh"
PASSWORD = "an_event_socket_password-0123456789"
SECRET = "a_secret_for_fsapi-0123456789-012345"
# Tells its version, or what it was started with.
PROGRAM = """#!/bin/sh
if [ "$*" = -version ]; then
    echo 'FreeSWITCH version: {version}+git~64bit (git 64bit)'
else
    echo "pid $$ umask $(umask) cores $(ulimit -c)"
    printf 'argument %s\\n' "$@"
    env | sed 's/^/environment /'
fi
"""

MALLOC = ("MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")


class Start:
    """What a start is told, and how it went."""

    def __init__(self, directory: Path) -> None:
        self.binary = directory / "freeswitch"
        self.install("1.11.1")
        self.run_directory = directory / "run"
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "FREESWITCH": str(self.binary),
            "FS_DIR": str(self.run_directory),
            "FS_EVENT_SOCKET_PASSWORD": PASSWORD,
            "FS_FSAPI_SECRET": SECRET,
        }

    def install(self, version: str) -> None:
        self.binary.write_text(PROGRAM.format(version=version))
        self.binary.chmod(0o755)

    def run(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", SCRIPT],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    @property
    def variables(self) -> Path:
        return self.run_directory / "run" / "variables.xml"


@pytest.fixture
def start(tmp_path: Path) -> Start:
    return Start(tmp_path)


def test_it_writes_the_variables_and_becomes_freeswitch(start: Start) -> None:
    done = start.run(FS_VERTO_PORT="18081", FS_FSAPI_URL="http://localhost:8001/fsapi", LUA_PATH="/tmp/?.lua")
    assert (done.returncode, done.stderr) == (0, "")
    assert start.variables.read_text() == (
        "<include>\n"
        '  <X-PRE-PROCESS cmd="set" data="verto_port=18081"/>\n'
        '  <X-PRE-PROCESS cmd="set" data="event_socket_port=8021"/>\n'
        f'  <X-PRE-PROCESS cmd="set" data="event_socket_password={PASSWORD}"/>\n'
        '  <X-PRE-PROCESS cmd="set" data="fsapi_url=http://localhost:8001/fsapi"/>\n'
        f'  <X-PRE-PROCESS cmd="set" data="fsapi_secret={SECRET}"/>\n'
        "</include>\n"
    )
    assert all(f"{name}=" in start.variables.read_text() for name in VARIABLES)
    for argument in ("-nf", "-nc", "-nonat", "-nosql", str(SCRIPT.parent / "conf"), str(SCRIPT.parent.parent / "lua")):
        assert f"argument {argument}\n" in done.stdout
    assert "umask 0077 cores 0" in done.stdout


def test_only_its_owner_reads_what_it_writes(start: Start) -> None:
    start.run_directory.mkdir(mode=0o755)
    assert start.run().returncode == 0
    for path in [start.run_directory, *start.run_directory.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_freeswitch_inherits_no_secret(start: Start) -> None:
    done = start.run(LUA_PATH="/tmp/?.lua", http_proxy="http://192.0.2.7:3128", LD_LIBRARY_PATH="/opt/lib")
    names = {line.split()[1].partition("=")[0] for line in done.stdout.splitlines() if line.startswith("environment")}
    assert names - {"PWD", "SHLVL", "_"} == {"PATH", "LC_ALL", "LD_LIBRARY_PATH", *MALLOC}
    assert PASSWORD not in done.stdout
    assert SECRET not in done.stdout


def test_secrets_may_stand_in_files(start: Start, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    (tmp_path / "secret").write_text(SECRET)
    done = start.run(
        FS_EVENT_SOCKET_PASSWORD="",
        FS_EVENT_SOCKET_PASSWORD_FILE=str(tmp_path / "password"),
        FS_FSAPI_SECRET="",
        FS_FSAPI_SECRET_FILE=str(tmp_path / "secret"),
    )
    assert done.returncode == 0, done.stderr
    assert f'event_socket_password={PASSWORD}"' in start.variables.read_text()
    assert f'fsapi_secret={SECRET}"' in start.variables.read_text()


def test_a_second_start_takes_new_values(start: Start) -> None:
    assert start.run().returncode == 0
    assert start.run(FS_VERTO_PORT="18082").returncode == 0
    assert "verto_port=18082" in start.variables.read_text()


def test_modules_may_lie_elsewhere(start: Start, tmp_path: Path) -> None:
    assert "argument -mod\n" not in start.run().stdout
    assert f"argument -mod\nargument {tmp_path}\n" in start.run(FREESWITCH_MODULES=str(tmp_path)).stdout


LONG = "0123456789abcdef0123456789abcdef"
REFUSED = [
    ({"FS_DIR": ""}, "FS_DIR is not set"),
    ({"FS_DIR": "var/run"}, "FS_DIR must be an absolute path"),
    ({"FS_DIR": "/tmp/$${x}"}, "FS_DIR may only have"),
    ({"FS_DIR": "/tmp/a b"}, "FS_DIR may only have"),
    ({"FS_DIR": "/proc/nothing"}, "cannot make the directory"),
    ({"FS_VERTO_PORT": "0"}, "FS_VERTO_PORT must be a port"),
    ({"FS_VERTO_PORT": "65536"}, "FS_VERTO_PORT must be a port"),
    ({"FS_VERTO_PORT": "8081\n8082"}, "FS_VERTO_PORT must be a port"),
    ({"FS_VERTO_PORT": "99999999999999999999"}, "FS_VERTO_PORT must be a port"),
    ({"FS_VERTO_PORT": "0.0.0.0:8081"}, "FS_VERTO_PORT must be a port"),
    ({"FS_EVENT_SOCKET_PORT": "-1"}, "FS_EVENT_SOCKET_PORT must be a port"),
    ({"FS_EVENT_SOCKET_PORT": "8081"}, "must differ"),
    ({"FS_EVENT_SOCKET_PASSWORD": ""}, "FS_EVENT_SOCKET_PASSWORD is not set"),
    ({"FS_EVENT_SOCKET_PASSWORD": "ClueCon"}, "at least 32"),
    ({"FS_EVENT_SOCKET_PASSWORD": f'{LONG}"/><a b="'}, "may only have letters"),
    ({"FS_EVENT_SOCKET_PASSWORD": f"{LONG}\n{LONG}"}, "may only have letters"),
    ({"FS_EVENT_SOCKET_PASSWORD": f"{LONG}é"}, "may only have letters"),
    ({"FS_EVENT_SOCKET_PASSWORD_FILE": "/dev/null"}, "not both"),
    ({"FS_EVENT_SOCKET_PASSWORD": "", "FS_EVENT_SOCKET_PASSWORD_FILE": "/nowhere"}, "cannot read /nowhere"),
    ({"FS_FSAPI_SECRET": ""}, "FS_FSAPI_SECRET is not set"),
    ({"FS_FSAPI_SECRET": "short"}, "at least 32"),
    ({"FS_FSAPI_SECRET": f"{LONG} proxy"}, "may only have letters"),
    ({"FS_FSAPI_SECRET": PASSWORD}, "must differ"),
    ({"FS_FSAPI_URL": "https://127.0.0.1/fsapi"}, "must be a URL on loopback"),
    ({"FS_FSAPI_URL": "http://192.0.2.7:8000/fsapi"}, "must be a URL on loopback"),
    ({"FS_FSAPI_URL": "http://127.0.0.1.example.org/fsapi"}, "must be a URL on loopback"),
    ({"FS_FSAPI_URL": "http://localhost@example.org/fsapi"}, "must be a URL on loopback"),
    ({"FS_FSAPI_URL": "http://localhost:80@example.org/fsapi"}, "must be a port"),
    ({"FS_FSAPI_URL": "http://localhost:8000"}, "must name a path"),
    ({"FS_FSAPI_URL": "http://localhost:8000/"}, "must name a path"),
    ({"FS_FSAPI_URL": "http://localhost:8000/fsapi?a=b"}, "must name a path"),
    ({"FS_FSAPI_URL": "http://localhost:8000/fsapi proxy x"}, "must name a path"),
    ({"FS_FSAPI_URL": "http://[::1]:8000/$${x}"}, "must name a path"),
    ({"FREESWITCH": "/nowhere/freeswitch"}, "there is no program /nowhere/freeswitch"),
    ({"FREESWITCH": "/bin/true"}, "does not say which version"),
    ({"FREESWITCH_MODULES": "/nowhere"}, "no directory /nowhere"),
    ({"FREESWITCH_MODULES": "mod"}, "must be an absolute path"),
]


@pytest.mark.parametrize(("environment", "sentence"), REFUSED, ids=str)
def test_a_wrong_value_ends_it_before_anything_starts(start: Start, environment: dict[str, str], sentence: str) -> None:
    done = start.run(**environment)
    assert done.returncode == 78
    assert sentence in done.stderr
    assert done.stderr.startswith("freeswitch: ")
    assert done.stdout == ""
    assert not start.run_directory.exists()


@pytest.mark.parametrize("url", ["http://127.0.0.1/fsapi", "http://[::1]:8000/fsapi", "http://localhost:65535/a/b"])
def test_loopback_has_three_names(start: Start, url: str) -> None:
    assert start.run(FS_FSAPI_URL=url).returncode == 0
    assert f"fsapi_url={url}" in start.variables.read_text()


@pytest.mark.parametrize("version", ["1.10.12-release", "1.11.0-dev", "0.99.0"])
def test_an_old_freeswitch_is_not_started(start: Start, version: str) -> None:
    start.install(version)
    done = start.run()
    assert done.returncode == 78
    assert "the oldest that is safe is 1.11.1" in done.stderr


@pytest.mark.parametrize("version", ["1.11.2", "1.12.0-dev", "2.0.0"])
def test_a_newer_freeswitch_is_started(start: Start, version: str) -> None:
    start.install(version)
    assert start.run().returncode == 0


def test_a_link_in_place_of_the_directory_is_refused(start: Start, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    start.run_directory.symlink_to(tmp_path / "elsewhere")
    done = start.run()
    assert done.returncode == 78
    assert "is a link" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_secrets_are_not_told(start: Start) -> None:
    done = start.run(FS_EVENT_SOCKET_PASSWORD="hunter2")
    assert done.returncode == 78
    assert "hunter2" not in done.stderr
