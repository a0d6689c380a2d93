"""Proofs of work: a puzzle that costs a browser about a second, asked for only where more come than is usual.

The puzzles are ALTCHA's (version 2: PBKDF2, https://altcha.org/docs/v2/proof-of-work/), made and checked by its library; no
request leaves the service. The number to be found is known when the puzzle is made, so that checking costs two digests,
and the work has a bound. A puzzle needs no memory here until it is solved.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings
from django.utils.crypto import salted_hmac

from common.metrics import PROOFS

MAX_PROOF_LENGTH = 2048
"""Characters of a proof; one of ours has half as many."""
VALID_SECONDS = 300
"""A slow telephone takes ten; whoever solves puzzles in stock can do so for five minutes."""
_ALGORITHM = "PBKDF2/SHA-256"
_ITERATIONS = 1000
"""Of one try. Making a puzzle costs one try as well, and must not hold up the others."""
_SPENT_MAX = 100_000


class Proofs:
    """Makes puzzles and takes each answer once. For one thread.

    What is spent is remembered in memory: after a restart, and in each further process, a proof counts once more.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._work: int = settings.PROOF_WORK
        # From SECRET_KEY, so that a restart in between asks nobody to do the work again.
        self._key = salted_hmac("channels_app.proofs", "puzzle", algorithm="sha256").digest()
        self._answer_key = salted_hmac("channels_app.proofs", "answer", algorithm="sha256").digest()
        self._spent: OrderedDict[str, float] = OrderedDict()

    def challenge(self, purpose: str) -> dict[str, Any]:
        """Return a puzzle whose answer counts for this purpose alone: numbers below PROOF_WORK are to be tried."""
        return create_challenge(
            _ALGORITHM,
            _ITERATIONS,
            counter=secrets.randbelow(self._work),
            expires_at=int(self._clock()) + VALID_SECONDS,
            data={"for": purpose},
            hmac_secret=self._key,
            hmac_key_secret=self._answer_key,
        ).to_dict()

    def redeem(self, proof: str, purpose: str) -> bool:
        """Is this the answer to a puzzle of ours for this purpose, in time, and for the first time? Then it is spent."""
        is_good = self._redeem(proof, purpose)
        PROOFS.labels("accepted" if is_good else "refused").inc()
        return is_good

    def _redeem(self, proof: str, purpose: str) -> bool:
        now = self._clock()
        self._forget_expired(now)
        if len(proof) > MAX_PROOF_LENGTH:
            return False
        try:
            payload = Payload.from_base64(proof)
            nonce, expires = payload.challenge.parameters.nonce, payload.challenge.parameters.expires_at
            is_true = verify_solution(payload, self._key, hmac_key_secret=self._answer_key).verified
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return False
        if not is_true or payload.challenge.parameters.data != {"for": purpose} or not expires or expires < now:
            return False
        # Rather ask again than take one twice.
        if nonce in self._spent or len(self._spent) >= _SPENT_MAX:
            return False
        self._spent[nonce] = now + VALID_SECONDS
        return True

    def _forget_expired(self, now: float) -> None:
        while self._spent and next(iter(self._spent.values())) < now:
            self._spent.popitem(last=False)
