"""A look at coturn's configuration: who may use the relay, whom it reaches, what it costs and what it opens."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common.assignments import meaningful_lines
from project.configuration.codes import Mistake

_LINE = re.compile(r"([A-Za-z0-9_-]+)(?:\s*=\s*(.*?))?")
_REPEATED = {"denied-peer-ip", "allowed-peer-ip", "listening-ip", "relay-ip", "static-auth-secret", "user"}
_MIN_SECRET = 32
_MAX_PORTS = 5_000
_FIRST_FREE_PORT = 10_000
_NEEDED = {
    "no-tcp-relay": "T304",
    "no-multicast-peers": "T305",
    "no-software-attribute": "T504",
    "no-rfc5780": "T505",
    "no-tlsv1": "T503",
    "no-tlsv1_1": "T503",
    "user-quota": "T401",
    "total-quota": "T402",
    "max-bps": "T403",
    "stale-nonce": "T405",
    "realm": "T205",
    "use-auth-secret": "T202",
    "no-cli": "T501",
}
_FORBIDDEN = {
    "no-auth": "T201",
    "server-relay": "T201",
    "lt-cred-mech": "T202",
    "user": "T202",
    "userdb": "T508",
    "db": "T508",
    "psql-userdb": "T508",
    "mysql-userdb": "T508",
    "mongo-userdb": "T508",
    "redis-userdb": "T508",
    "redis-statsdb": "T508",
    "allow-loopback-peers": "T303",
    "allowed-peer-ip": "T302",
    "cli-ip": "T501",
    "cli-port": "T501",
    "cli-password": "T501",
    "web-admin": "T502",
    "web-admin-ip": "T502",
    "web-admin-port": "T502",
    "tlsv1": "T503",
    "tlsv1_1": "T503",
    "verbose": "T507",
    "Verbose": "T507",
    "rfc5780": "T505",
    "software-attribute": "T504",
}
_NO_FILE = ("stdout", "/dev/null")
_EXAMPLES = re.compile(r"change.?me|example|secret|north|replace|logen", re.IGNORECASE)

DENIED = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4"),
    *(
        "::1/128",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
    ),
    *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
)
"""What is no public address, by the registries of IANA (RFC 6890 and what changed since): nobody is relayed there."""


@dataclass(frozen=True)
class _Option:
    name: str
    value: str
    line: int


def check(path: Path) -> list[Mistake]:
    """Return all mistakes in a turnserver.conf."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [Mistake(path.name, 0, "T103", str(error))]
    options: list[_Option] = []
    mistakes = list(_read(path.name, text, options))
    for rule in (_names, _secret, _ports, _peers, _user):
        mistakes += rule(path.name, options)
    return sorted(mistakes)


def _read(file: str, text: str, options: list[_Option]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, line in meaningful_lines(text):
        match = _LINE.fullmatch(line)
        if match is None:
            yield Mistake(file, number, "T101", line)
            continue
        name, value = match[1], (match[2] or "").strip().strip('"')
        if name in seen and name not in _REPEATED:
            yield Mistake(file, number, "T102", name)
        seen.add(name)
        options.append(_Option(name, value, number))


def _names(file: str, options: list[_Option]) -> Iterator[Mistake]:
    """What must be there, and what must not."""
    there = {option.name: option for option in options}
    for name, code in _NEEDED.items():
        option = there.get(name)
        if option is None:
            yield Mistake(file, 0, code, f"{name} is missing")
        elif name in ("user-quota", "total-quota", "max-bps", "stale-nonce") and not _number(option.value):
            yield Mistake(file, option.line, code, f"{name} is {option.value or 'empty'}")
    for option in options:
        if option.name in _FORBIDDEN:
            yield Mistake(file, option.line, _FORBIDDEN[option.name], option.name)
        elif option.name == "syslog" or (option.name == "log-file" and option.value not in _NO_FILE):
            yield Mistake(file, option.line, "T507", option.name)


def _secret(file: str, options: list[_Option]) -> Iterator[Mistake]:
    secrets = [option for option in options if option.name == "static-auth-secret"]
    if not secrets:
        yield Mistake(file, 0, "T203")
    for option in secrets:
        if len(option.value) < _MIN_SECRET or _EXAMPLES.search(option.value):
            yield Mistake(file, option.line, "T204")


def _ports(file: str, options: list[_Option]) -> Iterator[Mistake]:
    ports = {option.name: option for option in options if option.name in ("min-port", "max-port")}
    if len(ports) < 2:
        yield Mistake(file, 0, "T404", "min-port and max-port")
        return
    first, last = _number(ports["min-port"].value), _number(ports["max-port"].value)
    if first < _FIRST_FREE_PORT or not 0 < last - first <= _MAX_PORTS or last > 65_535:
        yield Mistake(file, ports["min-port"].line, "T404", f"{first} to {last}")


def _peers(file: str, options: list[_Option]) -> Iterator[Mistake]:
    """Every network that is not public must lie in one denied range."""
    ranges: list[tuple[int, int, int]] = []
    for option in options:
        if option.name != "denied-peer-ip":
            continue
        bounds = _bounds(option.value)
        if bounds is None:
            yield Mistake(file, option.line, "T101", option.value)
        else:
            ranges.append(bounds)
    for text in DENIED:
        network = ipaddress.ip_network(text)
        first, last = int(network[0]), int(network[-1])
        if not any(version == network.version and low <= first and last <= high for version, low, high in ranges):
            yield Mistake(file, 0, "T301", text)


def _bounds(value: str) -> tuple[int, int, int] | None:
    """Return version, first and last address of what coturn takes: an address, a range with a dash, a network."""
    try:
        if "/" in value:
            network = ipaddress.ip_network(value)
            return network.version, int(network[0]), int(network[-1])
        low, _, high = value.partition("-")
        first, last = ipaddress.ip_address(low), ipaddress.ip_address(high or low)
    except ValueError:
        return None
    return (first.version, int(first), int(last)) if first.version == last.version and int(first) <= int(last) else None


def _user(file: str, options: list[_Option]) -> Iterator[Mistake]:
    for option in options:
        if option.name in ("proc-user", "proc-group") and option.value in ("", "root", "0"):
            yield Mistake(file, option.line, "T506", option.name)


def _number(text: str) -> int:
    """Return the whole number, or 0 for what is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
