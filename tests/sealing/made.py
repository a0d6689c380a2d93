"""Values that look random and are the same on every machine: SHAKE-256 of what they are for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import shake_256
from uuid import UUID

from peers.sealing.route import NO_VISIT, Route
from peers.sealing.seal import seal, visit_of


def raw(size: int, *label: object) -> bytes:
    return shake_256("/".join(["pbx-peers vectors", *map(str, label)]).encode()).digest(size)


def uuid(*label: object) -> str:
    return str(UUID(bytes=raw(16, *label), version=4))


@dataclass(frozen=True)
class Message:
    """A sealed message, with everything that it was made of."""

    key: bytes
    route: Route
    seed: bytes
    counter: int
    iv: bytes
    said: str

    @property
    def visit(self) -> bytes:
        return visit_of(self.seed)

    @property
    def text(self) -> str:
        return seal(self.key, self.route, seed=self.seed, counter=self.counter, iv=self.iv, said=self.said)

    def by(self, **changed: object) -> Route:
        """The same route but for one name in it."""
        return replace(self.route, **changed)  # type: ignore[arg-type]


def message(*label: object, said: str, counter: int = 1, is_broadcast: bool = False) -> Message:
    to = {} if is_broadcast else {"to": uuid(*label, "to"), "to_visit": visit_of(raw(32, *label, "to visit"))}
    route = Route(uuid(*label, "channel"), uuid(*label, "from"), **to)  # type: ignore[arg-type]
    assert is_broadcast == (route.to_visit == NO_VISIT)
    return Message(raw(32, *label, "key"), route, raw(32, *label, "seed"), counter, raw(12, *label, "iv"), said)


def filler(size: int, *label: object) -> str:
    """Readable text of this many bytes."""
    return raw(size, *label, "said").hex()[:size]
