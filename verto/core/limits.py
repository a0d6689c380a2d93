"""The numbers of the session layer, in one place; `docs/verto.md` lists them for readers."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FRAME_BYTES = 64 * 1024
MAX_DEPTH = 16
MAX_BATCH = 10
BYTES_PER_DELIVERY = 4096
"""A frame costs one delivery more for each of these: strict reading of 64 KiB takes as long as a dozen small frames."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds, sizes in bytes, rates in deliveries a second."""

    login_seconds: float = 10.0
    strangers_per_address: int = 50
    """Sockets of one network (an IPv4 address, an IPv6 /64) that have not logged in..."""
    sockets_per_address: int = 500
    """...and all of its sockets."""
    seat_share_percent: int = 50
    """No network holds more of a channel's seats..."""
    seat_share_least: int = 8
    """...but so many in any case: a household or a small office always fits, as far as the channel has room."""
    grace_seconds: float = 60.0
    """How long a seat is kept for a client whose socket has gone."""
    login_burst: float = 6.0
    seconds_per_login: float = 2.0
    ping_seconds: float = 10.0
    gone_seconds: float = 25.0
    held_frames: int = 16
    deliveries_per_second: float = 200.0
    delivery_burst: float = 1000.0
    refusals_before_cut: int = 100
    ask_bytes: int = 64 * 1024
    cut_bytes: int = 256 * 1024
    cut_patience: float = 0.5
    """So much time has the answer at least, or a burst of large messages would cut readers that are only far away..."""
    burst_bytes: int = 1024 * 1024
    """...but more than this is never sent unanswered."""
    cut_seconds: float = 5.0
