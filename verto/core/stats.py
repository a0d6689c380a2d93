"""Plain counters of the session layer: cheap to write on the hot path, read by whoever exports them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

LATENCY_BOUNDS = (0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5)
"""Upper bounds, in seconds, of the relay latency histogram; one more bucket holds what is above the last."""


@dataclass(slots=True)
class Stats:
    """Counts since the process started. Keys of the counters are values of the enums in `codes`, never IDs."""

    logins: int = 0
    sockets_refused: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    punts: Counter[str] = field(default_factory=Counter)
    closes: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    relayed: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    crossed: Counter[str] = field(default_factory=Counter)
    latency_buckets: list[int] = field(default_factory=lambda: [0] * (len(LATENCY_BOUNDS) + 1))
    latency_sum: float = 0.0

    def observe_latency(self, seconds: float) -> None:
        """Count one relayed message that took `seconds` from its frame's arrival until its copies were handed on; with
        a relay that is far away, until the first copy came back."""
        self.latency_buckets[bisect_left(LATENCY_BOUNDS, seconds)] += 1
        self.latency_sum += seconds
