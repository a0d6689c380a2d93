"""What the images are made of and started by: the Dockerfile, the scripts, and what is asked of an operator's FreeSWITCH."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scripts.house import namespaces
from tests.deploy.compose_file import ROOT, load
from tests.deploy.contained import Stack

DEPLOY = ROOT / "deploy"
DOCKERFILE = DEPLOY / "compose" / "Dockerfile"
SHELLCHECK = shutil.which("shellcheck")
STAND_INS = Path(__file__).parent / "stand_ins"
MODULES = ["console", "logfile", "commands", "hash", "curl", "xml_curl", "event_socket", "lua", "rtc", "verto"]
MISTAKE = 78


def shell_scripts() -> list[Path]:
    """Return what is shipped and starts with the line of a shell."""
    files = [path for directory in (DEPLOY, ROOT / "freeswitch") for path in directory.rglob("*") if path.is_file()]
    return sorted(path for path in files if path.read_bytes().startswith(b"#!/bin/sh"))


@pytest.mark.skipif(SHELLCHECK is None, reason="shellcheck is not installed (Debian: package shellcheck)")
@pytest.mark.parametrize("path", shell_scripts(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_has_no_known_mistake(path: Path) -> None:
    # It cannot follow to files that are an operator's.
    done = subprocess.run([str(SHELLCHECK), "--exclude=SC1091", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert path.stat().st_mode & 0o111


def test_the_dockerfile_has_no_known_mistake() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def stages() -> dict[str, str]:
    """Return the stages of the Dockerfile by name."""
    parts = re.split(r"^FROM \$\{[A-Z_]+\} AS (\w+)$", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_an_image_runs_as_nobody_in_particular_and_builds_nothing() -> None:
    made = {
        service["build"]["target"]: service["user"]
        for service in load()["services"].values()
        if "build" in service and service["user"].split(":")[0] not in ("10000", "10002")
    }
    found = stages()
    assert set(found) == {"build", *made}
    for target, user in made.items():
        assert re.findall(r"^USER (\S+)$", found[target], re.MULTILINE)[-1] == user
        assert not re.search(r"apt|apk|pip install|gcc|curl|wget|ADD ", found[target])
    assert "--require-hashes" in found["build"]
    assert "--only-binary :all:" in found["build"]


def test_the_builder_gets_what_it_copies_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_through = {rule[1:] for rule in rules if rule.startswith("!")}
    assert all((ROOT / path).exists() for path in let_through)
    copied = re.findall(r"^COPY (?:--chmod=\d+ )?((?!--from)[^\n]+)$", DOCKERFILE.read_text("utf-8"), re.MULTILINE)
    sources = {source for line in copied for source in line.split()[:-1]} - {"."}
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(source == path or source.startswith(f"{path}/") for path in let_through), source
    assert not let_through & {".git", ".env", "peers.env", "tests", "var", "node_modules", ".venv"}
    # What the service is made of: the packages that import-linter knows, and what they read beside them.
    assert {"channels_app", "common", "peers", "project", "verto", "static", "templates", "locale"} <= let_through


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return what an operator's image would hold."""
    (tmp_path / "mod").mkdir()
    for name in MODULES:
        (tmp_path / "mod" / f"mod_{name}.so").touch()
    (tmp_path / "version").write_text("1.11.1")
    # Other users than this one look at it.
    for directory in (tmp_path, *tmp_path.parents[:2]):
        directory.chmod(0o755)
    return tmp_path


def start_freeswitch(image: Path) -> tuple[int, str]:
    """Start the service with such an image; return how it ended, and what it said."""
    holds = {
        "/usr/bin/freeswitch": STAND_INS / "freeswitch",
        "/usr/lib/freeswitch/mod": image / "mod",
        "/etc/freeswitch-version": image / "version",
    }
    name = "pbx.example/freeswitch:1"
    with closing(Stack(images={name: holds}, SWITCH="freeswitch", REDIS_URL="", FREESWITCH_IMAGE=name)) as stack:
        stack.run("prepare")
        return stack.tries("freeswitch", "exec /bin/sh /opt/peers/deploy/compose/freeswitch")


needs_namespaces = pytest.mark.skipif(namespaces.prefix() != [], reason=namespaces.ABSENT)


@needs_namespaces
def test_an_image_with_all_that_is_needed_is_started(image: Path) -> None:
    status, said = start_freeswitch(image)
    assert (status, "started with -nf" in said) == (0, True), said
    assert "-mod /usr/lib/freeswitch/mod" in said


@needs_namespaces
@pytest.mark.parametrize("name", ["verto", "lua"])
def test_an_image_that_lacks_a_module_is_refused_by_name(image: Path, name: str) -> None:
    (image / "mod" / f"mod_{name}.so").unlink()
    assert start_freeswitch(image) == (MISTAKE, f"freeswitch: the image lacks mod_{name} in /usr/lib/freeswitch/mod.\n")


@needs_namespaces
def test_an_image_with_an_old_version_is_refused(image: Path) -> None:
    (image / "version").write_text("1.10.12")
    status, said = start_freeswitch(image)
    assert (status, "the oldest that is safe is 1.11.1" in said) == (MISTAKE, True), said


def test_what_an_image_must_hold_is_listed_where_people_look() -> None:
    listed = (DEPLOY / "compose" / "README.md").read_text(encoding="utf-8")
    assert all(f"`mod_{name}`" in listed for name in MODULES)
    script = (DEPLOY / "compose" / "freeswitch").read_text(encoding="utf-8")
    assert f"for name in {' '.join(MODULES)}; do" in script
