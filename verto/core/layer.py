"""What the parts of the session layer share."""

from __future__ import annotations

from dataclasses import dataclass, field

from verto.core.doors import Doors
from verto.core.elsewhere import Elsewhere, Nowhere
from verto.core.limits import Limits
from verto.core.login_rate import LoginRate
from verto.core.outbox import Counter, Outbox
from verto.core.relay import LocalRelay, Relay
from verto.core.roster import Roster
from verto.core.seats import LocalSeats, Seats
from verto.core.stats import Stats


@dataclass(slots=True)
class Layer:
    """The numbers, the counts, who is here and may be, the relay behind, and what is elsewhere."""

    limits: Limits = field(default_factory=Limits)
    stats: Stats = field(default_factory=Stats)
    relay: Relay = field(default_factory=LocalRelay)
    elsewhere: Elsewhere = field(default_factory=Nowhere)
    roster: Roster = field(default_factory=Roster)
    ids: Counter = field(default_factory=Counter)
    login_rate: LoginRate = field(init=False)
    doors: Doors = field(init=False)
    seats: Seats = field(init=False)

    def __post_init__(self) -> None:
        self.login_rate = LoginRate(self.limits)
        self.doors = Doors(self.limits)
        self.seats = LocalSeats(self.limits)

    def outbox(self, now: float) -> Outbox:
        """Begin a turn. `now` is in seconds since the epoch and never goes backwards."""
        return Outbox(now, self.limits, self.ids)
