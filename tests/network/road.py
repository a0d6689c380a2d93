"""The road between networks, as bad as a test wants it: loss, delay, and packets that never arrive."""

from __future__ import annotations

import heapq
import ipaddress
import itertools
import os
import random
import select
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, Self

_PACKET = 2048
_UDP = 17


class Packet(NamedTuple):
    """What a road can know of a packet."""

    source: bytes
    target: bytes
    protocol: int


Condition = Callable[[Packet], bool]


def nothing(_: Packet) -> bool:
    return False


def everything(_: Packet) -> bool:
    return True


def is_udp(packet: Packet) -> bool:
    return packet.protocol == _UDP


def goes_to_or_from(address: str) -> Condition:
    here = ipaddress.IPv4Address(address).packed
    return lambda packet: here in (packet.source, packet.target)


class Road:
    """Carries IPv4 packets between the devices that join it, by the /24 of where they go.

    While it runs, what happens on the way may be changed: `loss` (of each packet, from 0 to 1), `delay` (seconds, one way)
    and `drops` (what never arrives).
    """

    def __init__(self) -> None:
        self.clear()
        self._devices: dict[bytes, int] = {}
        self._under_way: list[tuple[float, int, int, bytes]] = []
        self._numbers = itertools.count()
        self._chance = random.Random(1)
        self._wakes, self._wake = os.pipe()
        self._poll = select.epoll()
        self._poll.register(self._wakes, select.EPOLLIN)
        self._thread = threading.Thread(target=self._carry, name="road")

    def clear(self) -> None:
        """Be a good road."""
        self.loss = self.delay = 0.0
        self.drops: Condition = nothing

    def join(self, device: int, address: str) -> None:
        """Bring what goes to the network of this address to this device, and take what comes from it."""
        self._devices[_network(ipaddress.IPv4Address(address).packed)] = device
        self._poll.register(device, select.EPOLLIN)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.write(self._wake, b"end")
        self._thread.join()
        self._poll.close()
        for file in (self._wakes, self._wake, *self._devices.values()):
            os.close(file)

    def _carry(self) -> None:
        while True:
            for file, _ in self._poll.poll(self._deliver()):
                if file == self._wakes:
                    return
                self._take(file)

    def _take(self, device: int) -> None:
        """Take what a device has; one that is down has nothing."""
        with suppress(OSError):
            while True:
                packet = os.read(device, _PACKET)
                if packet[0] >> 4 == 4:
                    self._send(packet)

    def _send(self, packet: bytes) -> None:
        known = Packet(packet[12:16], packet[16:20], packet[9])
        target = self._devices.get(_network(known.target))
        if target is None or self.drops(known) or self._chance.random() < self.loss:
            return
        heapq.heappush(self._under_way, (time.monotonic() + self.delay, next(self._numbers), target, packet))

    def _deliver(self) -> float | None:
        """Hand over what has arrived; return how long the next packet still takes."""
        now = time.monotonic()
        while self._under_way and self._under_way[0][0] <= now:
            _, _, target, packet = heapq.heappop(self._under_way)
            # A device that is down, or full, loses it.
            with suppress(OSError):
                os.write(target, packet)
        return self._under_way[0][0] - now if self._under_way else None


def _network(address: bytes) -> bytes:
    return address[:3]
