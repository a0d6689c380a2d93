"""Typed readers of environment variables: they raise `ImproperlyConfigured`, they never guess."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
_ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(?::([1-9][0-9]{0,4}))?")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_LOOPBACK = re.compile(r"(?P<host>127\.0\.0\.1|localhost|\[::1\]):(?P<port>[1-9][0-9]{0,4})")
# RFC 7065; names and addresses of hosts as URLs have them.
_TURN = re.compile(
    r"turns?:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[(?P<v6>[0-9A-Fa-f:.]{2,45})\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?(?:\?transport=(?:udp|tcp))?"
)
_CONTACT = re.compile(r"mailto:[^\s@:/?#]+@[A-Za-z0-9.-]+|https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[!-~]*)?")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_REDIS = re.compile(r"(?:rediss?://[^\s/?#]+|unix://(?:[^\s/@]+@)?/[^\s?#]+)[^\s#]*")
_ADDRESS = re.compile(r"(?:(?P<v4>[0-9.]{7,15})|\[(?P<v6>[0-9a-f:.]{2,45})\]):(?P<port>[1-9][0-9]{0,4})")
_MAX_PORT = 65_535
# What needs quoting nowhere: not in a URL, not in XML, not in FreeSWITCH's commands.
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
MIN_SECRET_LENGTH = 32

_given: dict[str, str] = {}


def given() -> dict[str, str]:
    """Return what has been read so far and was set, as it stands in the environment."""
    return dict(_given)


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding space, or the default when it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if value:
        _given[name] = value
    return value or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no; anything but 1/0, true/false, yes/no, on/off is an error."""
    value = text(name)
    if not value:
        return default
    try:
        return _FLAGS[value.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.") from None


def number(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Return a whole number between the two bounds, both included."""
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,12}", value) or not minimum <= int(value) <= maximum:
        raise ImproperlyConfigured(f"{name} must be a whole number from {minimum} to {maximum}, not {value!r}.")
    return int(value)


def choice(name: str, *, default: str, options: tuple[str, ...]) -> str:
    """Return one of the options."""
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not {value!r}.")
    return value


def label(name: str) -> str:
    """Return a name for paths and configuration files: lower case letters, digits and inner hyphens, 32 at most; or nothing."""
    value = text(name)
    if value and not _LABEL.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name} must be up to 32 lower case letters, digits and inner hyphens, not {value!r}."
        )
    return value


def contact(name: str) -> str:
    """Return a URL at which people are reached: mailto: or https:, of visible ASCII; or nothing."""
    value = text(name)
    if value and not (value.isascii() and _CONTACT.fullmatch(value)):
        raise ImproperlyConfigured(
            f"{name} must be an address such as mailto:security@example.org or https://example.org/report, not {value!r}."
        )
    return value


def origins(name: str, *, default: str) -> list[str]:
    """Return origins exactly as browsers write them in the Origin header: no path, no default port, lower case."""
    found = text(name, default).replace(",", " ").split()
    for origin in found:
        match = _ORIGIN.fullmatch(origin)
        if not match or match[3] == _DEFAULT_PORTS[match[1]]:
            raise ImproperlyConfigured(
                f"{name}: {origin!r} is not an origin such as https://talk.example.org or http://127.0.0.1:8000 "
                "(lower case, no path, no default port)."
            )
    return found


def networks(
    name: str, *, words: tuple[str, ...] = ()
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network | str, ...]:
    """Return the networks in the variable, addresses among them, and those of the given words that stand in it."""
    return tuple(
        part if part in words else _ip_network(name, part, words) for part in text(name).replace(",", " ").split()
    )


def _ip_network(name: str, value: str, words: tuple[str, ...]) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        found = ipaddress.ip_network(value)
    except ValueError:
        wanted = ", ".join(["an address", "a network such as 192.0.2.0/24", *words])
        raise ImproperlyConfigured(f"{name}: {value!r} is none of these: {wanted}.") from None
    if found.prefixlen == 0:
        raise ImproperlyConfigured(f"{name}: {value} is everybody.")
    return found


def loopback_address(name: str, *, default: str) -> tuple[str, int]:
    """Return host and port of a listener on this machine, written as 127.0.0.1:8021, localhost:8021 or [::1]:8021."""
    return _loopback(name, text(name, default), f"an address on loopback such as {default}")


def local_listener(name: str) -> tuple[str, int] | None:
    """Return address and port of a listener on this machine, written as 127.0.0.1:8010 or [::1]:8010; None for none."""
    value = text(name)
    if not value:
        return None
    wanted = "an address on loopback such as 127.0.0.1:8010"
    host, port = _loopback(name, value, wanted)
    if host == "localhost":
        # Servers tell the address at which a request arrived, and this name has two.
        raise ImproperlyConfigured(f"{name} must be {wanted}, not a name.")
    return host, port


def address(name: str, *, default: str) -> tuple[str, int]:
    """Return host and port of a listener, written as 127.0.0.1:8001, 0.0.0.0:8001 or [::1]:8001."""
    value = text(name, default)
    match = _ADDRESS.fullmatch(value)
    try:
        host = str(ipaddress.ip_address((match["v4"] or match["v6"]) if match else ""))
    except ValueError:
        match = None
    if not match or int(match["port"]) > _MAX_PORT:
        raise ImproperlyConfigured(f"{name} must be an address and a port such as {default}, not {value!r}.")
    return host, int(match["port"])


def redis_url(name: str) -> str:
    """Return the URL of a Redis: redis://, rediss:// (TLS) or unix://; empty for none."""
    value = text(name)
    if value and not _REDIS.fullmatch(value):
        # Without the value: there may be a password in it.
        raise ImproperlyConfigured(
            f"{name} must be a URL such as redis://127.0.0.1:6379/0, rediss://... or unix://...."
        )
    return value


def turn_urls(name: str) -> list[str]:
    """Return the URLs of TURN servers, as browsers take them: turn: or turns:, with or without port and transport."""
    found = text(name).replace(",", " ").split()
    for url in found:
        match = _TURN.fullmatch(url)
        if not match or int(match["port"] or 1) > _MAX_PORT or not _is_v6(match["v6"] or "::"):
            raise ImproperlyConfigured(
                f"{name}: {url!r} is not the URL of a TURN server such as turn:turn.example.org:3478?transport=udp "
                "or turns:turn.example.org:5349 (no user, no path)."
            )
    return found


def _is_v6(address: str) -> bool:
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return True


def loopback_url(name: str, *, default: str) -> str:
    """Return a ws:// URL of a listener on this machine, without a path."""
    value = text(name, default)
    scheme, _, address = value.partition("://")
    wanted = f"a URL on loopback such as {default}"
    if scheme != "ws":
        raise ImproperlyConfigured(f"{name} must be {wanted}, not {value!r}.")
    _loopback(name, address, wanted)
    return value


def _loopback(name: str, value: str, wanted: str) -> tuple[str, int]:
    match = _LOOPBACK.fullmatch(value)
    if not match or int(match["port"]) > _MAX_PORT:
        raise ImproperlyConfigured(f"{name} must be {wanted}, not {value!r}: what is spoken there is not encrypted.")
    return match["host"].strip("[]"), int(match["port"])


def host(origin: str) -> str:
    """Return the host of an origin, as a Host header names it without the port."""
    match = _ORIGIN.fullmatch(origin)
    if not match:
        raise ValueError(f"{origin!r} is not an origin")
    return match[2]


def json_list(name: str) -> list[Any]:
    """Return the JSON list in the variable, or an empty one."""
    try:
        value = json.loads(text(name, "[]"))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not JSON: {error}.") from None
    if not isinstance(value, list):
        raise ImproperlyConfigured(f"{name} must be a JSON list.")
    return value


def secret(name: str, *, generated_in: Path | None, plain: bool = False, required: bool = True) -> str:
    """Return the secret in NAME or in the file named by NAME_FILE.

    Without either, a secret is made once in the directory `generated_in` and kept there for its owner alone; that is
    for development. With `generated_in=None` a missing secret is an error, so that production never starts with a
    secret nobody chose; one that is not `required` is then empty. A `plain` one has letters, digits, - and _ only.
    """
    value, file_name = text(name), text(f"{name}_FILE")
    if value and file_name:
        raise ImproperlyConfigured(f"Set either {name} or {name}_FILE, not both.")
    if file_name:
        value = _first(_read(Path(file_name), f"{name}_FILE"))
    elif not value and generated_in is not None:
        value = _first(_generated(generated_in / name.lower()))
    elif not value and not required:
        return ""
    elif not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Put a long random value into {name}, or into a file named by {name}_FILE."
        )
    return _judged(name, value, plain=plain)


def earlier_secrets(name: str, *, generated_in: Path | None, plain: bool = False) -> list[str]:
    """Return what the secret was before, as far as it still counts: the further lines of its file, newest first."""
    path = secret_file(name, generated_in=generated_in)
    if path is None:
        return []
    return [_judged(name, line, plain=plain) for line in _read(path, f"{name}_FILE").splitlines()[1:] if line.strip()]


def secret_file(name: str, *, generated_in: Path | None) -> Path | None:
    """Return the file that holds the secret; None where it is in the environment, or nowhere."""
    file_name = text(f"{name}_FILE")
    if file_name:
        return Path(file_name)
    path = None if generated_in is None or text(name) else generated_in / name.lower()
    return path if path and path.is_file() else None


def _judged(name: str, value: str, *, plain: bool) -> str:
    if len(value) < MIN_SECRET_LENGTH:
        raise ImproperlyConfigured(f"{name} must have at least {MIN_SECRET_LENGTH} characters.")
    if plain and not _PLAIN.fullmatch(value):
        raise ImproperlyConfigured(f"{name} may only have letters, digits, - and _.")
    return value


def _first(lines: str) -> str:
    return lines.partition("\n")[0].rstrip()


def _read(path: Path, source: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{source}: cannot read {path}: {error.strerror}.") from None


def _generated(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # Exclusive: of two processes that start together, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path, path.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    return _read(path, path.name)
