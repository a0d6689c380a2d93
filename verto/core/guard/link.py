"""One client's socket to mod_verto: from opening, through login and approval, to ready; and the lease that keeps it."""

from __future__ import annotations

from enum import Enum

from verto.core.guard import wire
from verto.core.guard.limits import GuardLimits
from verto.core.guard.order import Stream
from verto.core.guard.traffic import Lane
from verto.core.guard.wire import Approved, Heard, Parcel, Punted, Replied
from verto.core.session import Session


class Stage(Enum):
    """How far a link has come. Only a `READY` one relays."""

    OPENING = "opening"
    LOGGING_IN = "logging_in"
    WAITING = "waiting"
    SUBSCRIBING = "subscribing"
    READY = "ready"


class Turn(Enum):
    """What a frame of mod_verto has changed."""

    NOTHING = "nothing"
    READY = "ready"
    LOST = "lost"
    PUNTED = "punted"


class Link:
    """Belongs to one session. `epoch` is larger for each later login, whoever's it is."""

    __slots__ = (
        "_limits",
        "_passwd",
        "_refresh_at",
        "deadline",
        "epoch",
        "lane",
        "numbers",
        "punted_at",
        "session",
        "stage",
        "streams",
    )

    def __init__(self, session: Session, passwd: str, epoch: int, now: float, limits: GuardLimits) -> None:
        self.session = session
        self.epoch = epoch
        self.stage = Stage.OPENING
        self.deadline = now + limits.link_seconds
        self.punted_at: float | None = None
        self.lane = Lane(session)
        self.numbers: dict[int, int] = {}
        self.streams: dict[tuple[str, str], Stream[Parcel]] = {}
        self._passwd = passwd
        self._limits = limits
        self._refresh_at = now + limits.refresh_seconds

    def log_in(self) -> bytes:
        """The socket is open: return the login."""
        self.stage = Stage.LOGGING_IN
        return self._login()

    def hear(self, heard: Heard, now: float) -> tuple[Turn, bytes | None]:
        """Take one frame about the link itself; return what has changed, and what to answer."""
        if isinstance(heard, Punted):
            return Turn.PUNTED, None
        if isinstance(heard, Approved):
            return self._approved(heard)
        if isinstance(heard, Replied):
            return self._replied(heard, now), None
        return Turn.NOTHING, None

    def refresh(self, now: float) -> bytes | None:
        """Return a new login when half the lease is over, until it is answered."""
        if self.stage is not Stage.READY or now < self._refresh_at:
            return None
        self._refresh_at = now + self._limits.retry_seconds
        return self._login()

    def number_for(self, target: int) -> int:
        """Return the next number of what this client sends there, from 0."""
        number = self.numbers.get(target, -1) + 1
        self.numbers[target] = number
        return number

    @property
    def gap_until(self) -> float | None:
        """When the first wait for a missing message ends; None while nothing is missing."""
        return min((stream.until for stream in self.streams.values() if stream.until is not None), default=None)

    def stream(self, sender: str, kind: str) -> Stream[Parcel]:
        """Return the order of what `sender` sends to this client, or to the channel."""
        key = (sender, kind)
        stream = self.streams.get(key)
        if stream is None:
            # What one client says to another is numbered anew for each login of both; a channel may have talked before.
            stream = self.streams[key] = Stream(self._limits, starts_at_zero=kind == "direct")
        return stream

    def _login(self) -> bytes:
        return wire.login(self.session.client_id, self._passwd, self.session.sessid)

    def _approved(self, approved: Approved) -> tuple[Turn, bytes | None]:
        if approved.channel_id != self.session.channel_id:
            return Turn.LOST, None
        # It may come before the answer to the login: the answer says nothing that the approval does not.
        if self.stage in (Stage.LOGGING_IN, Stage.WAITING):
            self.stage = Stage.SUBSCRIBING
            return Turn.NOTHING, wire.subscribe(self.session.channel_id)
        return Turn.NOTHING, None

    def _replied(self, reply: Replied, now: float) -> Turn:
        if reply.request_id == wire.LOGIN_ID:
            if self.stage is Stage.READY:
                # A refused refresh is tried again; the lease ends the socket if it stays refused.
                if reply.is_result:
                    self._refresh_at = now + self._limits.refresh_seconds
                return Turn.NOTHING
            if not reply.is_result:
                return Turn.LOST
            if self.stage is Stage.LOGGING_IN:
                self.stage = Stage.WAITING
            return Turn.NOTHING
        if reply.request_id == wire.SUBSCRIBE_ID and self.stage is Stage.SUBSCRIBING:
            if not reply.is_result:
                return Turn.LOST
            self.stage = Stage.READY
            return Turn.READY
        # A refused message means that the rights were taken away: better no line than a mute one.
        return Turn.NOTHING if reply.is_result else Turn.LOST
