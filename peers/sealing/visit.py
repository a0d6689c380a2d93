"""One client's side of sealed signalling, from its join until it leaves."""

from __future__ import annotations

import secrets
from collections import Counter

from peers.sealing.memory import Memory
from peers.sealing.refusals import Reason, Refused
from peers.sealing.route import EVERYBODY, NO_VISIT, Route
from peers.sealing.seal import IV_BYTES, SEED_BYTES, Opened, open_sealed, seal, visit_of


class Visit:
    """Seals what this client says, and opens what it hears.

    `public` is its visit key, `memory` what it knows of the others (call its `release` and `release_all` as the server tells),
    and `refused` counts what it dropped, by reason.
    """

    def __init__(self, key: bytes, channel: str, client: str, seed: bytes | None = None) -> None:
        """`seed` is the private half of the visit key; without one, a new one is made."""
        self.channel = channel
        self.client = client
        self.memory = Memory()
        self.refused: Counter[Reason] = Counter()
        self._key = key
        self._seed = seed or secrets.token_bytes(SEED_BYTES)
        self._counter = 0
        self.public = visit_of(self._seed)

    def broadcast(self, said: str) -> str:
        """Return the sealed text for everybody in the channel."""
        return self._seal(Route(self.channel, self.client), said)

    def direct(self, to: str, to_visit: bytes, said: str) -> str:
        """Return the sealed text for one visit of one client."""
        return self._seal(Route(self.channel, self.client, to, to_visit), said)

    def hear_broadcast(self, sender: str, text: object) -> Opened:
        """Open what the server says this client broadcast. Raises Refused; `visit` of it is the stranger to answer."""
        return self._open(sender, EVERYBODY, NO_VISIT, text)

    def hear_direct(self, sender: str, text: object) -> Opened:
        """Open what the server says this client told us directly. Raises Refused."""
        return self._open(sender, self.client, self.public, text)

    def _seal(self, route: Route, said: str) -> str:
        self._counter += 1
        return seal(
            self._key, route, seed=self._seed, counter=self._counter, iv=secrets.token_bytes(IV_BYTES), said=said
        )

    def _open(self, sender: str, to: str, to_visit: bytes, text: object) -> Opened:
        try:
            return open_sealed(self._key, Route(self.channel, sender, to, to_visit), text, self.memory)
        except Refused as refusal:
            self.refused[refusal.reason] += 1
            raise
