"""Services of docker-compose.yml without a container engine: the programs of this machine, put where Compose would put them.

Each has a root of its own (an overlay of this machine's, gone afterwards), the mounts, user, groups and network of its service,
no capabilities and nothing new to gain; what the images hold besides Debian's programs is bound where the Dockerfile puts it.
Images, limits and restarts are what this does not show.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.deploy.compose_file import DOMAIN, ROOT, load
from tests.network.namespaces import Namespace, run

COMPOSE_DIRECTORY = ROOT / "deploy" / "compose"
OWN_ADDRESS, PUBLIC_ADDRESS = "172.30.78.2", "203.0.114.9"
"""Of a container, and of the machine on which it would be."""
CHECK_SECONDS = 30
PATIENCE = 120
"""Seconds that a command may take on a machine with other work."""
_PATH = "/opt/peers/.venv/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin"
_SITE = {"/opt/peers": ROOT}
# The COPY lines of deploy/compose/Dockerfile; what is used of the machine instead is Debian's.
IMAGES: Mapping[str, Mapping[str, Path]] = {
    "peers/site": _SITE,
    "peers/border": {
        "/etc/nginx/peers": ROOT / "deploy" / "nginx" / "peers",
        "/etc/nginx/nginx.conf": COMPOSE_DIRECTORY / "nginx" / "nginx.conf",
        "/etc/nginx/grafana.conf": COMPOSE_DIRECTORY / "nginx" / "grafana.conf",
        "/usr/local/bin/border": COMPOSE_DIRECTORY / "border",
        "/usr/local/bin/when_changed": COMPOSE_DIRECTORY / "when_changed",
    },
    "peers/relay": {
        "/usr/local/share/coturn": ROOT / "deploy" / "coturn",
        "/usr/local/bin/relay": COMPOSE_DIRECTORY / "relay",
        "/usr/local/bin/when_changed": COMPOSE_DIRECTORY / "when_changed",
    },
}
ENTRYPOINTS = {"nginx": ["/usr/local/bin/border"], "coturn": ["/usr/local/bin/relay"]}
VARIABLES = {"postgres": {"PGDATA": "/var/lib/postgresql/data"}}
"""Of the images."""
# Whose the places of volumes are in the images, where prepare.py and the databases find them.
OWNERS = {
    "secrets": (10000, 10000, 0o751),
    "tls": (10000, 10040, 0o2771),
    "acme": (10006, 10040, 0o750),
    "database": (999, 999, 0o700),
}


class Stack:
    """The volumes and networks of one start of everything. `images` say what more the images hold, and where."""

    def __init__(self, images: Mapping[str, Mapping[str, Path]] | None = None, **variables: str) -> None:
        self._images = {**IMAGES, **(images or {})}
        self.file = load(**variables)
        self._directory = tempfile.TemporaryDirectory(prefix="peers-compose-")
        self.directory = Path(self._directory.name)
        # Users other than this one pass through it.
        self.directory.chmod(0o755)
        self.volumes: dict[str, Path] = {}
        for name, volume in self.file["volumes"].items():
            self.volumes[name] = self._make_volume(name, volume.get("driver_opts", {}).get("o", ""))
        self.none, self.loopback, self.border = (Namespace() for _ in range(3))
        with self.none.entered():
            run(f"ip address add {OWN_ADDRESS}/32 dev lo")
        self._join(self.loopback, self.border)
        with self.border.entered():
            for name, value in self.file["services"]["nginx"]["sysctls"].items():
                Path("/proc/sys", *name.split(".")).write_text(value)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def _make_volume(self, name: str, options: str) -> Path:
        path = self.directory / "volumes" / name
        path.mkdir(parents=True)
        told = dict(option.split("=") for option in options.split(",") if option)
        user, group, mode = OWNERS.get(
            name, (int(told.get("uid", 0)), int(told.get("gid", 0)), int(told.get("mode", "755"), 8))
        )
        os.chown(path, user, group)
        path.chmod(mode)
        return path

    def _join(self, inside: Namespace, border: Namespace) -> None:
        """Give the two the network `engine`."""
        addresses = {
            name: self.file["services"][name]["networks"]["engine"]["ipv4_address"] for name in ("loopback", "nginx")
        }
        with inside.entered():
            run("ip link add engine type veth peer name other")
            run(f"ip link set other netns {border.path}")
            run(f"ip address add {addresses['loopback']}/29 dev engine")
            run("ip link set engine up")
        with border.entered():
            run(f"ip address add {addresses['nginx']}/29 dev other")
            run("ip link set other up")

    def log(self, name: str) -> str:
        """Return what a service has said."""
        return (self.directory / f"{name}.log").read_text(errors="replace")

    def run(self, name: str, command: Sequence[str] | None = None) -> None:
        """Run a service that ends, or another command in its place, and see that it ends well."""
        assert self._begin(name, command).wait(timeout=PATIENCE) == 0, self.log(name)

    def start(self, name: str) -> None:
        """Start a service that goes on."""
        self.processes[name] = self._begin(name)

    def is_healthy(self, name: str) -> bool:
        """Run a service's own health check beside it."""
        test = self.file["services"][name]["healthcheck"]["test"]
        command = ["sh", "-c", test[1]] if test[0] == "CMD-SHELL" else test[1:]
        check = self._begin(name, command, log="health")
        try:
            return check.wait(timeout=CHECK_SECONDS) == 0
        except subprocess.TimeoutExpired:
            # As an engine does with one that says nothing.
            check.kill()
            check.wait()
            return False

    def tries(self, name: str, command: str) -> tuple[int, str]:
        """Run a line of shell as a service would; return how it ended, and what it said."""
        log = f"try-{len(list(self.directory.glob('try-*.log')))}"
        status = self._begin(name, ["sh", "-c", command], log=log).wait(timeout=PATIENCE)
        return status, self.log(log)

    def groups_of(self, name: str) -> set[int]:
        """Return the groups to which a service belongs."""
        service = self.file["services"][name]
        return {int(service["user"].partition(":")[2]), *map(int, service.get("group_add", []))}

    def namespace_of(self, name: str) -> Namespace:
        """Return the network in which a service is."""
        if name == "nginx":
            return self.border
        return self.loopback if self.file["services"][name].get("network_mode") == "service:loopback" else self.none

    def _begin(self, name: str, command: Sequence[str] | None = None, log: str = "") -> subprocess.Popen[bytes]:
        service = self.file["services"][name]
        root = Path(tempfile.mkdtemp(dir=self.directory, prefix=f"{name}-"))
        script = "\n".join(["set -eu", *self._mounts(service, root), self._become(name, service, root, command)])
        with (self.directory / f"{log or name}.log").open("ab") as output:
            # /dev/stdout can be opened anew, as with a container engine.
            os.fchmod(output.fileno(), 0o666)
            return subprocess.Popen(
                ["nsenter", f"--net={self.namespace_of(name).path}", "unshare", "--mount", "--uts", "sh", "-c", script],
                pass_fds=[int(Path(self.namespace_of(name).path).name)],
                stdout=output,
                stderr=output,
            )

    def _mounts(self, service: Mapping[str, Any], root: Path) -> list[str]:
        whole = root / "all"
        lines = [
            f"mount -t tmpfs -o mode=755 none {root}",
            f"mkdir {root}/upper {root}/work {whole}",
            f"mount -t overlay overlay -o lowerdir=/,upperdir={root}/upper,workdir={root}/work {whole}",
            *(f"mount --rbind /{place} {whole}/{place}" for place in ("proc", "sys", "dev")),
            # Where the interpreter is, in case that it is an administrator's own.
            f"chmod a+x {whole}/root",
        ]
        for target, source in self._images.get(service["image"], {}).items():
            lines += self._bind(source, whole, target, read_only=True)
        for mount in service.get("volumes", []):
            is_volume = mount["type"] == "volume"
            source = self.volumes[mount["source"]] if is_volume else ROOT / mount["source"]
            lines += self._bind(source, whole, mount["target"], read_only=mount.get("read_only", False))
        for tmpfs in service.get("tmpfs", []):
            target, _, options = tmpfs.partition(":")
            lines += [f"mkdir -p {whole}{target}", f"mount -t tmpfs -o {options} none {whole}{target}"]
        names = f"127.0.0.1 localhost\\n{OWN_ADDRESS} contained\\n{PUBLIC_ADDRESS} {DOMAIN}\\n"
        lines += ["hostname contained", f"printf '{names}' >{whole}/etc/hosts"]
        return [*lines, f"mount -o remount,bind,ro {whole}"]

    @staticmethod
    def _bind(source: Path, whole: Path, target: str, *, read_only: bool) -> list[str]:
        make = "mkdir -p" if source.is_dir() else f"mkdir -p {whole}{Path(target).parent} && touch"
        lines = [f"{make} {whole}{target}", f"mount --bind {source.resolve()} {whole}{target}"]
        return [*lines, f"mount -o remount,bind,ro {whole}{target}"] if read_only else lines

    def _become(self, name: str, service: Mapping[str, Any], root: Path, command: Sequence[str] | None) -> str:
        user, _, group = service["user"].partition(":")
        groups = ",".join([group, *map(str, service.get("group_add", []))])
        words = command or [*service.get("entrypoint", ENTRYPOINTS.get(name, [])), *service.get("command", [])]
        environment = [
            f"{key}={value}"
            for key, value in {"PATH": _PATH, **VARIABLES.get(name, {}), **service.get("environment", {})}.items()
        ]
        directory = "/opt/peers" if service["image"] == "peers/site" else "/"
        return shlex.join(
            [
                *(
                    "exec",
                    "chroot",
                    f"{root}/all",
                    "/usr/bin/env",
                    "-i",
                    f"--chdir={directory}",
                    *environment,
                    "setpriv",
                ),
                *(f"--reuid={user}", f"--regid={group}", f"--groups={groups}", "--no-new-privs"),
                *("--inh-caps=-all", "--bounding-set=-all", "--", *words),
            ]
        )

    def close(self) -> None:
        """End all that was started, the last first."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=30)
        for network in (self.none, self.loopback, self.border):
            network.close()
        self._directory.cleanup()
