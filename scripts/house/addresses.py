"""This machine's addresses, and the origins at which browsers reach it."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import re
import socket
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.house.stopping import Stop

_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
# Reserved for documentation: asking for the way to them sends nothing.
_FAR_AWAY = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
_TENTATIVE_OR_DEPRECATED = 0x40 | 0x20
_SIOCGIFADDR = 0x8915


@dataclass(frozen=True)
class Place:
    """An address to listen at."""

    address: str
    port: int

    @property
    def _ip(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
        return ipaddress.ip_address(self.address)

    @property
    def is_loopback(self) -> bool:
        """Only this machine reaches it, so browsers trust it without a certificate."""
        return self._ip.is_loopback

    @property
    def reached_at(self) -> list[str]:
        """The names and addresses by which browsers reach it, the most useful one first."""
        if self.is_loopback:
            return [self.address, "localhost"]
        if not self._ip.is_unspecified:
            return [self.address, *host_names()]
        found = [str(address) for address in local_addresses() if self._ip.version == 6 or address.version == 4]
        return [*found, *host_names(), "localhost", "127.0.0.1", *(["::1"] if self._ip.version == 6 else [])]

    def origins(self) -> list[str]:
        """Return the origins of `reached_at`, exactly as browsers write them."""
        scheme, usual = ("http", 80) if self.is_loopback else ("https", 443)
        port = "" if self.port == usual else f":{self.port}"
        return [f"{scheme}://{f'[{name}]' if ':' in name else name}{port}" for name in self.reached_at]


def place(host: str, port: str) -> Place:
    """Return where to listen. Raises Stop when these are no address and port."""
    if not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        raise Stop(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        return Place(str(ipaddress.ip_address(host.strip("[]"))), int(port))
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except OSError:
        raise Stop(
            f"HOST={host} is no address of this machine. For this machine alone: make run HOST=127.0.0.1"
        ) from None
    return Place(str(found[0][4][0]), int(port))


def check_free(where: Place) -> None:
    """Raise Stop when this machine cannot listen there."""
    family = socket.AF_INET6 if ":" in where.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((where.address, where.port))
            probe.listen()
        except OSError as error:
            raise Stop(_why_not(where, error)) from None


def _why_not(where: Place, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        another = where.port + 1 if where.port < 65535 else 8000
        return f"Port {where.port} is in use. Stop what uses it, or choose another one: make run PORT={another}"
    if error.errno == errno.EACCES:
        return f"Port {where.port} is for root alone. Choose one from 1024 up: make run PORT=8000"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no address {where.address}. For all its addresses: make run HOST=0.0.0.0"
    return f"Cannot listen at {where.address}, port {where.port}: {error.strerror}."


def host_names() -> list[str]:
    """Return this machine's name, and its name on the local network, if they can stand in an address."""
    name = socket.gethostname().lower()
    names = [name] if "." in name else [name, f"{name}.local"]
    return [each for each in names if _HOST_NAME.fullmatch(each) and each != "localhost" and not _is_address(each)]


def _is_address(text: str) -> bool:
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(text)
        return True
    return False


def local_addresses() -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Return the addresses that others on the network can use, the one towards the default route first."""
    texts = [_towards(socket.AF_INET), _towards(socket.AF_INET6), *_of_host_name(), *_of_interfaces(), *_from_kernel()]
    found: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = []
    for text in texts:
        if not text:
            continue
        address = ipaddress.ip_address(text)
        # Link-local ones need the name of an interface, which has no place in a web address.
        usable = not (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast)
        if usable and address not in found:
            found.append(address)
    return sorted(found, key=lambda address: address.version)


def _towards(family: socket.AddressFamily) -> str:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((_FAR_AWAY[family], 9))
        return str(probe.getsockname()[0]).split("%")[0]
    return ""


def _of_host_name() -> list[str]:
    with contextlib.suppress(OSError):
        return [str(found[4][0]).split("%")[0] for found in socket.getaddrinfo(socket.gethostname(), None)]
    return []


def _of_interfaces() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            with contextlib.suppress(OSError):  # an interface without an IPv4 address
                found.append(socket.inet_ntoa(fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)[20:24]))
    return found


def _from_kernel() -> list[str]:
    """Return the global IPv6 addresses as Linux lists them: address, index, prefix, scope, flags, name."""
    try:
        lines = Path("/proc/net/if_inet6").read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    rows = [line.split() for line in lines]
    return [
        str(ipaddress.IPv6Address(bytes.fromhex(row[0])))
        for row in rows
        if row[3] == "00" and not int(row[4], 16) & _TENTATIVE_OR_DEPRECATED
    ]
