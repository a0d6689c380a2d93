"""Networks of the test's own: what happens in them touches no other, and they are gone with this process."""

from __future__ import annotations

import ctypes
import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

_CLONE_NEWNET = 0x40000000
_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000

CANNOT = (
    "These tests make network namespaces and TUN devices, and this process may not ({reason}). Run them as root, or as "
    "somebody who is root in a namespace of their own: unshare --user --map-root-user --net .venv/bin/pytest tests/network"
)

_libc = ctypes.CDLL(None, use_errno=True)


class Namespace:
    """One network with its own devices, addresses and loopback. Nothing but open files keeps it, so nothing is left over."""

    def __init__(self) -> None:
        with _back_home():
            _check(_libc.unshare(_CLONE_NEWNET))
            self._file = _open_own()
            run("ip link set lo up")

    @property
    def path(self) -> str:
        """Where other programs find it."""
        return f"/proc/{os.getpid()}/fd/{self._file}"

    @property
    def enter(self) -> list[str]:
        """What a program is started with that is to be in it."""
        return ["nsenter", f"--net={self.path}", "--"]

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Be in it: sockets, devices and programs that are made here belong to it."""
        with _back_home():
            _check(_libc.setns(self._file, _CLONE_NEWNET))
            yield

    def make_device(self, name: str) -> int:
        """Make a network device whose packets are read from and written to the file that is returned."""
        with self.entered():
            device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _IFF_TUN | _IFF_NO_PI))
        return device

    def plug_in(self, name: str, address: str) -> None:
        """Give a device its address, and have everything go by it."""
        with self.entered():
            run(f"ip address add {address}/24 dev {name}")
            run(f"ip link set {name} up")
            run(f"ip route replace default dev {name}")

    def unplug(self, name: str) -> None:
        """Take a device down, and its address away."""
        with self.entered():
            run(f"ip link set {name} down")
            run(f"ip address flush dev {name}")

    def close(self) -> None:
        """Give it up: it goes when the last program in it has ended."""
        os.close(self._file)


def run(command: str) -> None:
    done = subprocess.run(command.split(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"


@contextmanager
def _back_home() -> Iterator[None]:
    home = _open_own()
    try:
        yield
    finally:
        _check(_libc.setns(home, _CLONE_NEWNET))
        os.close(home)


def _open_own() -> int:
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


def _check(status: int) -> None:
    assert status == 0, CANNOT.format(reason=os.strerror(ctypes.get_errno()))
