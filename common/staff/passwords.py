"""Argon2id for the passwords of staff, a few at a time.

Each hash takes 64 MiB and a core. Were there no bound, whoever sends many sign-ins at once would take all the memory.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2
WAITING = 8
"""More than these are turned away at once, so that a flood cannot keep all of StaffCrowdMiddleware's threads."""

_places = threading.BoundedSemaphore(AT_ONCE + WAITING)
_at_work = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(Exception):
    """All places are taken; `common.staff.guard` makes it a 503."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one of the places at work. Raises TooBusy when too many wait already."""
    if not _places.acquire(blocking=False):
        raise TooBusy
    try:
        with _at_work:
            yield
    finally:
        _places.release()


class BoundedArgon2(Argon2PasswordHasher):
    """The second recommendation of RFC 9106, in one lane: each hash has one thread, and the bound above counts threads."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with turn():
            return super().verify(password, encoded)
