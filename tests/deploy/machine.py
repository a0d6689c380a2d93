"""An empty Debian in memory: a root directory, mounts and processes of its own, all gone when it is closed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil

from tests.support.running import Running
from tests.support.scale import FULL

RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
START_SECONDS = 10
INSTALL_SECONDS = 900


def why_not() -> str:
    """Return why none is made here, and nothing where one is."""
    if not FULL:
        return "an empty Debian takes some minutes, so nobody followed the guide: make soak does"
    if os.geteuid() != 0:
        return "this is not run as root, so nobody followed the guide"
    if _debootstrap() is None:
        return "debootstrap is not installed (Debian: package debootstrap), so nobody followed the guide"
    try:
        with urllib.request.urlopen(f"{MIRROR}/dists/{RELEASE}/Release", timeout=START_SECONDS):
            return ""
    except OSError as error:
        return f"Debian's packages are out of reach ({error}), so nobody followed the guide"


def _debootstrap() -> str | None:
    return shutil.which("debootstrap", path="/usr/sbin:/sbin:/usr/bin:/bin")


class Machine(Running):
    """`root` is where its files are, for `in_the_mounts` alone."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "root"
        self.root.mkdir()
        self._holder: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def start(self) -> None:
        """Make the mounts, and Debian in them."""
        hold = f"mount -t tmpfs -o mode=0755 tmpfs {self.root} && exec sleep infinity"
        self._holder = subprocess.Popen(["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", hold])
        deadline = time.monotonic() + START_SECONDS
        while not self._is_held():
            assert time.monotonic() < deadline, "there are no mounts"
            time.sleep(0.02)
        debootstrap = _debootstrap()
        assert debootstrap
        self.in_the_mounts(debootstrap, "--variant=minbase", "--include=systemd-sysv", RELEASE, str(self.root), MIRROR)
        for command in (
            f"mount -t proc proc {self.root}/proc",
            f"mount --rbind /dev {self.root}/dev",
            f"mount -t tmpfs tmpfs {self.root}/dev/shm",
            f"mount -t tmpfs -o mode=0755 tmpfs {self.root}/run",
        ):
            self.in_the_mounts(*command.split())
        # Packages start nothing: there is no init.
        self.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", executable=True)

    def _is_held(self) -> bool:
        assert self._holder
        children = psutil.Process(self._holder.pid).children()
        self._pid = children[0].pid if children else 0
        return bool(self._pid) and children[0].name() == "sleep"

    def in_the_mounts(self, *command: str) -> None:
        """Run a program of this machine that sees the files of the other."""
        self._run(["nsenter", f"--target={self._pid}", "--mount", "--", *command])

    def write(self, path: str, text: str, *, executable: bool = False) -> None:
        """Put a file there."""
        self.run(
            f"mkdir -p $(dirname {path}); cat >{path}; chmod {'0755' if executable else '0644'} {path}", given=text
        )

    def run(self, script: str, *, given: str = "", **environment: str) -> str:
        """Run this by bash, in the network in which the caller is; return what it printed. What fails, fails all."""
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        known = {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **environment}
        words = [f"{name}={value}" for name, value in known.items()]
        inside = ["nsenter", f"--target={self._pid}", "--mount", "--pid", "--", "chroot", str(self.root)]
        return self._run([*inside, "env", "-i", *words, "bash", "-euo", "pipefail", "-c", script], given)

    def _run(self, command: list[str], given: str = "") -> str:
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS, umask=0o022
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def close(self) -> None:
        """End every process in it, and forget its files."""
        if self._holder is not None:
            # Its end is that of all its processes; politer signals it leaves to its child, which is nobody to answer them.
            self._holder.kill()
            self._holder.wait(timeout=15)
