"""The numbers of the guard. Those about pace come from how mod_verto works, see `docs/freeswitch.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuardLimits:
    """Times in seconds, sizes in bytes."""

    link_seconds: float = 6.0
    """A link that is not ready after so long is given up: the login is refused with `try_later`."""
    lease_seconds: float = 60.0
    """What the directory grants (`login-expires`); mod_verto closes the socket then."""
    refresh_seconds: float = 30.0
    """When a link logs in again; half the lease, so that a slow directory has a second try."""
    retry_seconds: float = 5.0
    """How soon a refresh that failed is tried again."""
    hush_seconds: float = 0.055
    """mod_verto hands events to a socket only after 50 ms without a frame from it: so long is the pause between bursts."""
    burst_seconds: float = 0.01
    """How long one burst of frames may take."""
    burst_frames: int = 16
    """And how many it may have. With the pause after it, that is as much as the session layer lets one client send."""
    window: int = 32
    """Deliveries under way in FreeSWITCH at once: enough for all it can do (about 1,000 a second at 30 ms each), and
    little enough that a newcomer waits behind 32 and not behind 10,000."""
    members_per_cost: int = 8
    """A message to a channel counts as one more for each of so many members."""
    flight_seconds: float = 1.0
    """A message that has not arrived by then is counted as lost."""
    unheard_seconds: float = 0.25
    """So long a message counts as under way that arrives where nobody is left to hear it."""
    silence_seconds: float = 5.0
    """No arrival for so long, and `missing_messages` lost: the relay is taken for dead."""
    missing_messages: int = 6
    """The last so many must be missing, at two clients at least: one alone may have trouble of its own."""
    pending_messages: int = 400
    """Messages of one client that wait for their turn; more is refused with `rate_limited`."""
    pending_bytes: int = 512 * 1024
    gap_seconds: float = 0.2
    """How long a message waits for an earlier one of the same sender."""
    linger_seconds: float = 0.2
    """How long after its last message the link of a client that has left stays open: FreeSWITCH relays nothing of a
    client that it has seen leave."""
    longest_linger_seconds: float = 2.0
    held_messages: int = 512
    """Messages of one sender that wait so."""
    punt_seconds: float = 1.0
    """After a punt by FreeSWITCH, the time in which the directory may tell why."""
