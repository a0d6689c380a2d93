"""The session layer as a whole, in verbs such as opened, received, looked_up, closed, tick. Each returns what is to be done.

No I/O, no clock, no Django: a driver calls the verbs from one thread and does the effects in their order. `now` is in
seconds since the epoch and never goes backwards. How to drive it: `verto/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from verto.core import calls, logins
from verto.core.codes import CloseCode, PuntReason
from verto.core.endings import cut_slow_readers, end, forget, punt
from verto.core.layer import Layer
from verto.core.limits import Limits
from verto.core.outbox import Outbox
from verto.core.ports import Entry
from verto.core.relay import LocalRelay, Relay
from verto.core.session import Session, State
from verto.core.stats import Stats

TICKS = 10
"""In so many parts the sockets are looked at, so that no look at ten thousand of them holds up what they say."""
SPREAD = 64
"""At so many different times those who come together are asked for signs of life."""


class Switchboard:
    """All sockets of one process, their channels, and every rule between them."""

    def __init__(self, limits: Limits | None = None, stats: Stats | None = None, relay: Relay | None = None) -> None:
        self.layer = Layer(limits or Limits(), stats or Stats(), relay or LocalRelay())
        self._groups: list[set[Session]] = [set() for _ in range(TICKS)]
        self._opened = 0

    @property
    def stats(self) -> Stats:
        """The counts since the start."""
        return self.layer.stats

    def may_open(self, address: str) -> bool:
        """May a socket from this network be accepted? Ask before `opened`, in the same step."""
        refusal = self.layer.doors.refuse(address)
        if refusal is not None:
            self.stats.sockets_refused[refusal] += 1
        return refusal is None

    def opened(self, handle: Any, now: float, address: str = "") -> Session:
        """A socket has connected. `handle` is the driver's own and comes back as `session.handle`; `address` is the
        network it comes from (for IPv6 a /64), empty where that is not known, and then nothing is counted by it."""
        session = Session(handle, now, self.layer.limits, address)
        session.group = self._opened % TICKS
        # Ten thousand questions at once, and their answers, would hold everybody else up.
        session.ping_at -= self._opened % SPREAD / SPREAD * self.layer.limits.ping_seconds
        self._opened += 1
        self._groups[session.group].add(session)
        self.layer.doors.opened(session)
        return session

    def received(self, session: Session, raw: bytes, now: float) -> Outbox:
        """A frame has arrived. After the session layer has closed a socket, its frames are ignored."""
        outbox = self.layer.outbox(now)
        if not session.is_closed():
            calls.take(self.layer, session, raw, outbox)
        return self._done(outbox)

    def looked_up(self, session: Session, entry: Entry | None, now: float, *, answered: bool = True) -> Outbox:
        """The directory has answered the `LookUp` of this socket, which may have closed meanwhile.

        `entry` is None for an unknown client; `answered` is False when there was no answer at all.
        """
        outbox = self.layer.outbox(now)
        logins.judge(self.layer, session, entry, answered, outbox)
        if session.is_seated():
            calls.take_held(self.layer, session, outbox)
        return self._done(outbox)

    def closed(self, session: Session, now: float) -> Outbox:
        """The transport is gone. Call it once for every socket, also for those the session layer closed."""
        outbox = self.layer.outbox(now)
        if session in self._groups[session.group]:
            self._groups[session.group].remove(session)
            self.layer.doors.gone(session)
        if not session.is_closed():
            self.stats.closes["by_client"] += 1
            forget(self.layer, session, outbox, keeps_seat=True)
        return self._done(outbox)

    def tick(self, now: float, part: int | None = None) -> Outbox:
        """Time has passed: call this about twice a second for all sockets, or for each of `TICKS` parts of them."""
        outbox = self.layer.outbox(now)
        limits = self.layer.limits
        self.layer.seats.sweep(now)
        for session in list(self._all() if part is None else self._groups[part]):
            if session.is_closed():
                continue
            if session.state is State.WAITING:
                # The relay prepares, and has a time limit of its own.
                continue
            if session.state is not State.SEATED:
                if now - session.opened >= limits.login_seconds:
                    end(self.layer, session, outbox, CloseCode.LOGIN_TIMEOUT)
            elif session.expires is not None and session.expires <= now:
                punt(self.layer, session, outbox, PuntReason.EXPIRED)
            elif now - session.heard >= limits.gone_seconds:
                end(self.layer, session, outbox, CloseCode.GONE)
            elif session.asked_bytes and now - session.ping_at >= limits.cut_seconds:
                end(self.layer, session, outbox, CloseCode.SLOW_READER)
            elif now - session.ping_at >= limits.ping_seconds and not session.asked_bytes:
                outbox.ping(session)
        return self._done(outbox)

    def punt(self, client_ids: Iterable[str], reason: PuntReason, now: float) -> Outbox:
        """Send these clients away, as far as they are here. No seat waits for them."""
        outbox = self.layer.outbox(now)
        for client_id in client_ids:
            self.layer.seats.give_up(client_id, outbox)
            session = self.layer.roster.live(client_id)
            if session is not None:
                punt(self.layer, session, outbox, reason)
        return self._done(outbox)

    def vacate(self, channel_ids: Iterable[str], now: float) -> Outbox:
        """Close every socket of these channels with 4007: they belong to another node, and pages come back there."""
        outbox = self.layer.outbox(now)
        for channel_id in channel_ids:
            room = self.layer.roster.rooms.get(channel_id)
            if room is not None:
                # Everybody goes: nobody is left to be told who has.
                room.members.clear()
                for session in list(room.seats.values()):
                    end(self.layer, session, outbox, CloseCode.MOVED)
        return self._done(outbox)

    def shut_down(self, now: float) -> Outbox:
        """Close every socket with 4012: pages come back to the next process."""
        outbox = self.layer.outbox(now)
        for session in list(self._all()):
            end(self.layer, session, outbox, CloseCode.RESTART)
        return self._done(outbox)

    def members(self, channel_id: str) -> list[str]:
        """Return the client IDs subscribed to a channel here."""
        room = self.layer.roster.rooms.get(channel_id)
        return list(room.members) if room else []

    def occupancy(self) -> dict[str, int]:
        """Return the number of clients logged in, by channel."""
        return {channel_id: len(room.seats) for channel_id, room in list(self.layer.roster.rooms.items())}

    def connected(self) -> dict[str, list[str]]:
        """Return the client IDs logged in, by channel."""
        return {channel_id: list(room.seats) for channel_id, room in list(self.layer.roster.rooms.items())}

    def address_of(self, client_id: str) -> str:
        """Return the network from which this client is connected; empty when it is not, or nobody knows."""
        session = self.layer.roster.live(client_id)
        return session.address if session is not None else ""

    def addresses(self) -> set[str]:
        """Return the networks from which somebody is logged in, as far as they are known."""
        return self.layer.roster.addresses()

    def live_from(self, address: str) -> list[str]:
        """Return the client IDs of everybody logged in from this network."""
        return self.layer.roster.live_from(address) if address else []

    def live_ids(self) -> list[str]:
        """Return the client IDs of everybody logged in."""
        return self.layer.roster.live_ids()

    def socket_count(self) -> int:
        """Return how many sockets are open, logged in or not."""
        return sum(map(len, self._groups))

    def _all(self) -> Iterator[Session]:
        return chain.from_iterable(self._groups)

    def _done(self, outbox: Outbox) -> Outbox:
        if outbox.cut:
            cut_slow_readers(self.layer, outbox)
        return outbox
