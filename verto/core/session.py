"""The state of one WebSocket: from connected, through the login being judged, to seated and closed."""

from __future__ import annotations

from enum import Enum
from typing import Any

from verto.core.limits import Limits


class State(Enum):
    """`ASKING` is the time in which it is found out whether a client may come in (the directory is asked, and where several
    processes share the seats, also for one of these), `WAITING` that in which all is prepared for a client that has its
    seat already; in both, frames are held back."""

    CONNECTED = "connected"
    ASKING = "asking"
    WAITING = "waiting"
    SEATED = "seated"
    CLOSED = "closed"


class Login:
    """A login that is not answered yet."""

    __slots__ = ("client_id", "passwd", "request_id", "sessid")

    def __init__(self, request_id: object, client_id: str, passwd: str, sessid: str) -> None:
        self.request_id = request_id
        self.client_id = client_id
        self.passwd = passwd
        self.sessid = sessid


class Session:
    """One socket. `handle` belongs to the driver; the session layer only carries it. `address` is the network from which
    it comes, in whatever form the driver writes it, empty where nobody knows.

    `sent` counts all bytes sent; `answered` is the value that `sent` had when the newest answered `verto.ping` left, so
    their difference is what the client may not have read yet.

    `group` is the part of all sockets with which this one is looked after. `seat_number` tells its seat from those that its
    client had before, where several processes share the seats.
    """

    __slots__ = (
        "address",
        "answered",
        "asked_bytes",
        "channel_id",
        "client_id",
        "expires",
        "group",
        "handle",
        "heard",
        "held",
        "held_bytes",
        "is_stranger",
        "login",
        "opened",
        "over_rate",
        "ping_at",
        "ping_id",
        "ping_sent",
        "seat_number",
        "sent",
        "sessid",
        "state",
        "tokens",
        "tokens_at",
    )

    def __init__(self, handle: Any, now: float, limits: Limits, address: str = "") -> None:
        self.handle = handle
        self.address = address
        self.is_stranger = False
        self.state = State.CONNECTED
        self.opened = self.heard = now
        self.client_id = self.channel_id = self.sessid = ""
        self.expires: float | None = None
        self.login: Login | None = None
        self.held: list[bytes] = []
        self.held_bytes = 0
        self.sent = self.answered = 0
        self.ping_id = 0
        self.ping_at = now
        self.ping_sent = 0
        self.asked_bytes = False
        self.tokens = limits.delivery_burst
        self.tokens_at = now
        self.over_rate = 0
        self.seat_number = 0
        self.group = 0

    def may_spend(self, cost: int, now: float, limits: Limits) -> bool:
        """Take `cost` deliveries from the bucket; False if it is empty.

        The last token may buy a whole broadcast and leave a debt, so that a large channel is slowed and not locked out.
        """
        self.tokens = min(limits.delivery_burst, self.tokens + (now - self.tokens_at) * limits.deliveries_per_second)
        self.tokens_at = now
        if self.tokens >= limits.delivery_burst:
            self.over_rate = 0
        if self.tokens < 1.0:
            return False
        self.tokens -= cost
        return True

    def is_seated(self) -> bool:
        """True from the answered login until the close."""
        return self.state is State.SEATED

    def has_seat(self) -> bool:
        """True from the judged login until the close: also while the relay prepares."""
        return self.state is State.SEATED or self.state is State.WAITING

    def is_closed(self) -> bool:
        """True once the session layer has ended this socket, whatever the transport still does."""
        return self.state is State.CLOSED
