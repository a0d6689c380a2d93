"""A look at the compose file: what each container may do, who reaches it, what it is made of and how it lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from project.configuration.codes import Mistake
from project.configuration.compose_tree import Item, parse
from project.configuration.names import NAMES

_PUBLISHED = {"nginx", "coturn"}
_STORES = {"postgres", "redis"}
_SOCKETS = ("docker.sock", "podman.sock", "containerd.sock")
_PINNED = re.compile(r".+@sha256:[0-9a-f]{64}|[^:@]+:v?[0-9]+\.[0-9]+[^:@]*")
_SECRET = re.compile(r"(?:^|_)(?:SECRET|PASSWORD|PASSWD|KEY|TOKEN)(?:_|$)")
_ROOTS = ("", "root", "0", "0:0", "root:root")


def check(path: Path) -> list[Mistake]:
    """Return all mistakes in a compose file."""
    try:
        document = parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        return [Mistake(path.name, mark.line + 1 if mark else 0, "C101", str(error).partition("\n")[0])]
    mistakes: list[Mistake] = []
    for name, service in document.get("services").items():
        for rule in (_rights, _sharing, _mounts, _reached, _made_of, _life):
            mistakes += [
                Mistake(path.name, line, code, f"{name}: {detail}".removesuffix(": "))
                for line, code, detail in rule(name, service, path.parent)
            ]
    mistakes += [Mistake(path.name, line, "C302", name) for name, line in _open_stores(document)]
    return sorted(set(mistakes))


_Found = Iterator[tuple[int, str, str]]


def _rights(name: str, service: Item, root: Path) -> _Found:
    if service.get("privileged").text == "true":
        yield service.get("privileged").line, "C201", ""
    dropped = service.get("cap_drop")
    if [entry.text for entry in dropped.entries()] != ["ALL"]:
        yield dropped.line, "C202", ""
    for added in service.get("cap_add").entries():
        yield added.line, "C202", added.text
    options = service.get("security_opt")
    if "no-new-privileges:true" not in [entry.text for entry in options.entries()]:
        yield options.line, "C203", ""
    for option in options.entries():
        if option.text.endswith(("unconfined", "label:disable", "label=disable")):
            yield option.line, "C208", option.text
    user = service.get("user")
    if user.text in _ROOTS or user.text.startswith(("0:", "root:")):
        yield user.line, "C204", ""
    read_only = service.get("read_only")
    if read_only.text != "true":
        yield read_only.line, "C205", ""


def _sharing(name: str, service: Item, root: Path) -> _Found:
    for key in ("network_mode", "pid", "ipc", "uts", "userns_mode", "cgroup"):
        if service.get(key).text == "host":
            yield service.get(key).line, "C206", f"{key}: host"
    for key in ("devices", "device_cgroup_rules", "volumes_from"):
        for entry in service.get(key).entries():
            yield entry.line, "C206", f"{key}: {entry.text}"


def _mounts(name: str, service: Item, root: Path) -> _Found:
    for mount in service.get("volumes").entries():
        if mount.text:
            source, _, rest = mount.text.partition(":")
            is_read_only = rest.endswith(":ro")
        else:
            source = mount.get("source").text
            is_read_only = mount.get("read_only").text == "true"
        if source.endswith(_SOCKETS):
            yield mount.line, "C207", source
        elif source.startswith(("/", ".", "~")):
            if not is_read_only:
                yield mount.line, "C209", source
            if source.startswith(".") and not (root / source).exists():
                yield mount.line, "C210", source


def _reached(name: str, service: Item, root: Path) -> _Found:
    if name not in _PUBLISHED:
        for port in service.get("ports").entries():
            yield port.line, "C301", port.text or port.get("published").text


def _made_of(name: str, service: Item, root: Path) -> _Found:
    image = service.get("image")
    if image.value is None and service.get("build").value is None:
        yield service.line, "C401", ""
    # One that we build has the version of the project; one that the operator gives is looked at when it starts.
    is_ours = service.get("build").value is not None
    reads_settings = is_ours and service.get("build", "target").text in ("", "site")
    if image.text and not is_ours and not image.text.startswith("$") and not _PINNED.fullmatch(image.text):
        yield image.line, "C401", image.text
    for variable, value in service.get("environment").items():
        if _SECRET.search(variable) and not variable.endswith("_FILE") and value.text:
            yield value.line, "C402", variable
        elif reads_settings and variable not in NAMES:
            yield value.line, "C403", variable


def _life(name: str, service: Item, root: Path) -> _Found:
    is_done_once = service.get("restart").text == "no"
    check = service.get("healthcheck")
    if not is_done_once and (check.get("test").value is None or check.get("disable").text == "true"):
        yield check.line, "C501", ""
    for key, code in (("mem_limit", "C502"), ("pids_limit", "C503")):
        if service.get(key).text in ("", "0", "-1"):
            yield service.get(key).line, code, ""
    if service.get("logging", "options", "max-size").value is None:
        yield service.get("logging").line, "C504", ""
    if not is_done_once and service.get("restart").text not in ("unless-stopped", "always"):
        yield service.get("restart").line, "C505", ""


def _open_stores(document: Item) -> Iterator[tuple[str, int]]:
    """Yield the stores that are on a network from which the world can be reached."""
    networks = document.get("networks")
    for name, service in document.get("services").items():
        if name not in _STORES or service.get("network_mode").text == "none":
            continue
        joined = service.get("networks")
        names = [entry.text for entry in joined.entries()] or [key for key, _ in joined.items()]
        for network in names or ["default"]:
            if networks.get(network, "internal").text != "true":
                yield name, joined.line
