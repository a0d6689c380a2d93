"""A look at the file with the settings of a site that others use, before it is used.

What the readers of `project.env` refuse is refused here in their words, at the line where it stands: the file is tried
with the real `project/settings.py`. The rest is what works and must not be.
"""

from __future__ import annotations

import ipaddress
import os
import re
import runpy
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

from common.assignments import meaningful_lines, unquoted
from common.local_endpoints import is_loopback
from project.configuration.codes import Mistake
from project.configuration.names import NAMES, ROOT, SECRETS

_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)")
_WELL_KNOWN = re.compile(r"change.?me|example|secret.?key|insecure|password|cluecon|0123456789|(.)\1{7}", re.IGNORECASE)
_WIDEST = {4: 16, 6: 48}
"""Networks wider than these are no list of proxies."""


@dataclass
class _File:
    name: str
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def mistake(self, name: str, code: str, detail: str = "") -> Mistake:
        return Mistake(self.name, self.lines.get(name, self.lines.get(f"{name}_FILE", 0)), code, detail)


def check(path: Path) -> list[Mistake]:
    """Return all mistakes in a file of NAME=value lines, as systemd and compose read it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [Mistake(path.name, 0, "E104", str(error))]
    file = _File(path.name)
    mistakes = [*_read(file, text), *_modes(file, path)]
    try:
        settings = _settings(file.values)
    except ImproperlyConfigured as error:
        return sorted([*mistakes, file.mistake(_named(str(error)), "E201", str(error))])
    return sorted([*mistakes, *_development(file, settings), *_secrets(file, settings), *_ways(file, settings)])


def _read(file: _File, text: str) -> Iterator[Mistake]:
    for number, line in meaningful_lines(text, comments=("#", ";")):
        match = _LINE.fullmatch(line)
        if match is None:
            yield Mistake(file.name, number, "E101")
            continue
        name, value = match[1], unquoted(match[2])
        if name in file.values:
            yield Mistake(file.name, number, "E102", name)
        if name not in NAMES:
            yield Mistake(file.name, number, "E103", name)
        file.values[name], file.lines[name] = value, number


def _settings(values: dict[str, str]) -> dict[str, Any]:
    """Read the settings as the server would, with these values and nothing else."""
    with mock.patch.dict(os.environ, values, clear=True):
        return runpy.run_path(str(ROOT / "project" / "settings.py"))


def _named(sentence: str) -> str:
    match = re.match(r"(?:Set either )?([A-Z][A-Z_]+)", sentence)
    return match[1] if match else ""


def _development(file: _File, settings: dict[str, Any]) -> Iterator[Mistake]:
    """What is right on the machine of a developer only."""
    if settings["DEBUG"]:
        yield file.mistake("DEBUG", "E301")
    if settings["DEV_SECRETS"]:
        yield file.mistake("DEV_SECRETS", "E302")
    yield from (
        file.mistake("ORIGINS", "E303", origin) for origin in settings["ORIGINS"] if not origin.startswith("https://")
    )
    if settings["LOCAL_LISTEN"] is None:
        yield file.mistake("LOCAL_LISTEN", "E304")
    proxies = settings["TRUSTED_PROXIES"]
    if not proxies:
        yield file.mistake("TRUSTED_PROXIES", "E305")
    for proxy in proxies:
        if not isinstance(proxy, str) and proxy.prefixlen < _WIDEST[proxy.version]:
            yield file.mistake("TRUSTED_PROXIES", "E306", str(proxy))
    if not _is_inside(settings["VERTO_LISTEN"][0], is_node=bool(settings["SWITCH_NODE"])):
        yield file.mistake("VERTO_LISTEN", "E307", settings["VERTO_LISTEN"][0])
    if settings["STAFF_MFA"] != "required":
        yield file.mistake("STAFF_MFA", "E308")
    if settings["LOG_FORMAT"] != "json":
        yield file.mistake("LOG_FORMAT", "E309")


def _is_inside(host: str, *, is_node: bool) -> bool:
    """May the engine listen there? The border of several nodes is on another host, and comes by a private network."""
    address = ipaddress.ip_address(host)
    return is_loopback(host) or (is_node and address.is_private and not address.is_unspecified)


def _secrets(file: _File, settings: dict[str, Any]) -> Iterator[Mistake]:
    known: dict[str, str] = {}
    for name in SECRETS:
        value = settings[name]
        if file.values.get(name):
            yield file.mistake(name, "E401")
        if value and (_WELL_KNOWN.search(value) or len(set(value)) < 10):
            yield file.mistake(name, "E402")
        if value and value in known:
            yield file.mistake(name, "E403", known[value])
        known.setdefault(value, name)
    if any("credential" in server for server in settings["ICE_SERVERS"] if isinstance(server, dict)):
        yield file.mistake("ICE_SERVERS", "E409")


def _ways(file: _File, settings: dict[str, Any]) -> Iterator[Mistake]:
    """The ways to what stands on other machines."""
    database = urlsplit(file.values.get("DATABASE_URL", ""))
    if _is_elsewhere(database.hostname) and parse_qs(database.query).get("sslmode") != ["verify-full"]:
        yield file.mistake("DATABASE_URL", "E406")
    redis = urlsplit(settings["REDIS_URL"])
    if redis.scheme == "redis" and _is_elsewhere(redis.hostname):
        yield file.mistake("REDIS_URL", "E407")
    if redis.scheme in ("redis", "rediss") and not redis.password:
        yield file.mistake("REDIS_URL", "E408")


def _is_elsewhere(host: str | None) -> bool:
    # A host that begins with a slash is the directory of a Unix socket.
    return bool(host) and host != "localhost" and not str(host).lower().startswith("%2f") and not is_loopback(str(host))


def _modes(file: _File, path: Path) -> Iterator[Mistake]:
    """Who may read and change the file itself, and those with secrets that it names."""
    yield from _mode(Mistake(file.name, 0, "E405"), path, stat.S_IWOTH)
    for name in SECRETS:
        named = file.values.get(f"{name}_FILE")
        if named:
            yield from _mode(file.mistake(name, "E404", named), Path(named), stat.S_IROTH)
        elif file.values.get(name):
            yield from _mode(file.mistake(name, "E404"), path, stat.S_IROTH)


def _mode(mistake: Mistake, path: Path, bits: int) -> Iterator[Mistake]:
    # One that cannot be looked at is told of by who reads it.
    if path.exists() and path.stat().st_mode & bits:
        yield mistake
