"""What strangers pass before the database is asked for them: limits by address, and a proof of work where many come.

No address is kept: the counts stand under digests whose key is random and another each day (`common.addresses`).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import cache

from django.conf import settings

from channels_app.newcomers import Newcomers, get_newcomers
from channels_app.problems import Problem, Refused
from channels_app.proofs import Proofs
from common.addresses import AddressKey
from verto.core.buckets import Buckets, within

_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600
_ADDRESSES = 50_000
"""Remembered in each table, a few hundred bytes each; whoever has more at hand than these begins anew with each."""


class Gate:
    """Judges requests for credentials and for channels. For one thread: the event loop's.

    The numbers are those of the settings when it is made. A request that is refused for want of a proof costs nothing;
    one with a wrong proof costs as much as one that is let in.
    """

    def __init__(
        self, newcomers: Newcomers, clock: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self._clock = clock
        self._newcomers = newcomers
        self._proofs = Proofs(wall)
        self._key = AddressKey(wall)
        minute = within(settings.SESSIONS_PER_MINUTE, _MINUTE)
        self._half = minute.burst / 2
        self._minute: Buckets[bytes] = Buckets(minute, _ADDRESSES)
        self._day: Buckets[bytes] = Buckets(within(settings.SESSIONS_PER_DAY, _DAY), _ADDRESSES)
        self._renewals: Buckets[bytes] = Buckets(minute, _ADDRESSES)
        hour = within(settings.VISITOR_CHANNELS_PER_ADDRESS, _HOUR)
        self._starts: Buckets[bytes] = Buckets(hour, _ADDRESSES)
        # Half of what all visitors together may start is open to everybody, the other half to those who prove work.
        self._free_starts: Buckets[None] = Buckets(within(settings.VISITOR_CHANNELS_PER_HOUR // 2, _HOUR), 1)

    def let_in(self, network: str, channel_id: uuid.UUID, proof: str | None) -> None:
        """Count a request for credentials. Raises `Refused` with TOO_MANY or PROOF_NEEDED."""
        who = self._key.digest(network)
        is_pressed = self._minute.left(who, self._clock()) < self._half or self._newcomers.are_many(channel_id)
        self._pass(who, (self._minute, self._day), f"sessions {channel_id}" if is_pressed else None, proof)

    def let_test(self, network: str, proof: str | None) -> None:
        """Count a self-test: like a request for credentials, so that nobody gets more of the relay by it than by joining."""
        who = self._key.digest(network)
        is_pressed = self._minute.left(who, self._clock()) < self._half or self._newcomers.are_many(None)
        self._pass(who, (self._minute, self._day), "self-test" if is_pressed else None, proof)

    def let_renew(self, network: str) -> None:
        """Count a request for fresh ICE servers: as many a minute again, and as many a day as one likes."""
        self._pass(self._key.digest(network), (self._renewals,), None, None)

    def let_start(self, network: str, proof: str | None) -> None:
        """Count a request for a channel. Raises `Refused` with NOT_ALLOWED, TOO_MANY or PROOF_NEEDED."""
        if not settings.VISITORS_MAY_START_CHANNELS:
            # First: nobody works for a proof that is good for nothing.
            raise Refused(Problem.NOT_ALLOWED)
        is_pressed = self._free_starts.left(None, self._clock()) < 1 or self._newcomers.are_many(None)
        self._pass(self._key.digest(network), (self._starts,), "start" if is_pressed else None, proof)
        self._free_starts.take(None, self._clock())

    def _pass(self, who: bytes, buckets: tuple[Buckets[bytes], ...], purpose: str | None, proof: str | None) -> None:
        """Take one from each bucket of this address, if all have one, and see to a proof for the purpose, if there is one."""
        now = self._clock()
        wait = max(bucket.wait(who, now) for bucket in buckets)
        if wait:
            raise Refused(Problem.TOO_MANY, retry_after=wait)
        if purpose is not None and proof is None:
            raise Refused(Problem.PROOF_NEEDED, challenge=self._proofs.challenge(purpose))
        for bucket in buckets:
            bucket.take(who, now)
        if purpose is not None and proof is not None and not self._proofs.redeem(proof, purpose):
            raise Refused(Problem.PROOF_NEEDED, challenge=self._proofs.challenge(purpose))


@cache
def get_gate() -> Gate:
    """Return this process's gate."""
    return Gate(get_newcomers())
