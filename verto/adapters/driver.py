"""Drives the session layer: gives it time, frames and the directory's answers, and does the effects it returns.

The only asynchronous code that all transports share. Everything runs in one event loop; `punt` alone may be called from
any thread. Nothing here decides anything.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Protocol

from verto.adapters.clock import SteadyClock
from verto.adapters.lookups import LookUps
from verto.adapters.watch import Watch
from verto.core.codes import CloseCode, PuntReason
from verto.core.effects import (
    Claim,
    Close,
    CloseLink,
    ClusterEffect,
    Effect,
    Left,
    LinkEffect,
    LoggedIn,
    LookUp,
    OpenLink,
    Release,
    Send,
    SendAll,
    ToLink,
    ToProcess,
    Wake,
)
from verto.core.outbox import Outbox
from verto.core.ports import Directory, Entry
from verto.core.session import Session
from verto.core.switchboard import Switchboard

log = logging.getLogger(__name__)


class Transport(Protocol):
    """One socket of a server. Neither method may wait or raise; what is sent to a closed socket is lost."""

    def send(self, text: bytes) -> None: ...

    def close(self, code: int) -> None: ...


class Links(Protocol):
    """The sockets to the switch behind, where there is one. No method may wait or raise."""

    def open(self, session: Session) -> None: ...

    def send(self, session: Session, text: bytes) -> None: ...

    def close(self, session: Session) -> None: ...

    def wake(self, at: float) -> None: ...


class Backplane(Protocol):
    """The way to the other processes, where there are any. No method may wait or raise but `stop`."""

    @property
    def is_joined(self) -> bool: ...

    def start(self) -> None: ...

    def perform(self, effect: ClusterEffect) -> None: ...

    async def stop(self) -> None: ...


class Place(Protocol):
    """This process's place among several nodes, where there are any. `start` must not wait or raise."""

    @property
    def is_held(self) -> bool: ...

    def start(self) -> None: ...

    async def stop(self) -> None: ...


class Driver:
    """Put together once per process, in a composition root. `links` is set where the relay has any, `backplane` where
    there are other processes, `place` where there are several nodes."""

    def __init__(
        self, switchboard: Switchboard, directory: Directory, clock: Callable[[], float] | None = None
    ) -> None:
        self.switchboard = switchboard
        self.links: Links | None = None
        self.backplane: Backplane | None = None
        self.place: Place | None = None
        self.clock = clock or SteadyClock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._look_ups = LookUps(directory, self._looked_up)
        self._watch = Watch(directory, self)

    @property
    def is_started(self) -> bool:
        """Has this process ever had a socket, or begun to listen for them?"""
        return self._loop is not None

    @property
    def is_directory_answering(self) -> bool:
        """Did the directory answer when it was asked last?"""
        return not self._watch.is_failing

    @property
    def is_ready(self) -> bool:
        """Can clients log in, as far as is known?"""
        is_joined = self.backplane is None or self.backplane.is_joined
        return self.is_directory_answering and is_joined and (self.place is None or self.place.is_held)

    def start(self) -> None:
        """Start the timers in the running loop. The first socket does the same; further calls cost nothing."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._watch.start()
            if self.backplane is not None:
                self.backplane.start()
            if self.place is not None:
                self.place.start()

    def may_open(self, address: str) -> bool:
        """May a socket from this network be accepted? Ask before `opened`, without giving way in between."""
        return self.switchboard.may_open(address)

    def opened(self, transport: Transport, address: str = "") -> Session:
        """A socket has connected."""
        self.start()
        return self.switchboard.opened(transport, self.clock(), address)

    def received(self, session: Session, raw: bytes) -> None:
        """A frame has arrived; binary and text are the same to the protocol."""
        started = perf_counter()
        try:
            outbox = self.switchboard.received(session, raw, self.clock())
            self.perform(outbox)
        except Exception:
            # A fault of ours. The traceback names code, never what a client wrote.
            log.exception("The session layer failed on a frame")
            session.handle.close(int(CloseCode.INTERNAL_ERROR))
            self.closed(session)
            return
        if outbox.relayed:
            self.switchboard.stats.observe_latency(perf_counter() - started)

    def closed(self, session: Session) -> None:
        """The socket is gone."""
        self.perform(self.switchboard.closed(session, self.clock()))

    def punt(self, client_ids: Iterable[str], reason: PuntReason) -> None:
        """Send these clients away now, if they are here. May be called from any thread."""
        if self._loop is None or self._loop.is_closed():
            return
        wanted = list(client_ids)
        self._loop.call_soon_threadsafe(lambda: self.perform(self.switchboard.punt(wanted, reason, self.clock())))

    async def stop(self) -> None:
        """Close every socket for a restart and end the timers."""
        self.perform(self.switchboard.shut_down(self.clock()))
        if self.backplane is not None:
            await self.backplane.stop()
        if self.place is not None:
            await self.place.stop()
        await self._watch.stop()

    def perform(self, outbox: Outbox) -> None:
        """Do the effects of one turn, in their order."""
        for effect in outbox.effects:
            if isinstance(effect, Send):
                effect.session.handle.send(effect.text)
            elif isinstance(effect, SendAll):
                text = effect.text
                for session in effect.sessions:
                    session.handle.send(text)
            else:
                self._perform_rare(effect)

    def _perform_rare(self, effect: Effect) -> None:
        match effect:
            case Close(session, code):
                session.handle.close(int(code))
            case LookUp(session, client_id):
                self._look_ups.add(session, client_id)
            case LoggedIn(client_id):
                self._watch.logged_in.append(client_id)
            case Left(client_id):
                self._watch.left.append(client_id)
            case ToLink() | Wake() | OpenLink() | CloseLink():
                self._perform_link(effect)
            case Claim() | Release() | ToProcess():
                assert self.backplane is not None
                self.backplane.perform(effect)

    def _perform_link(self, effect: LinkEffect) -> None:
        assert self.links is not None
        match effect:
            case ToLink(session, text):
                self.links.send(session, text)
            case Wake(at):
                self.links.wake(at)
            case OpenLink(session):
                self.links.open(session)
            case CloseLink(session):
                self.links.close(session)

    def _looked_up(self, session: Session, entry: Entry | None, answered: bool) -> None:
        self.perform(self.switchboard.looked_up(session, entry, self.clock(), answered=answered))
