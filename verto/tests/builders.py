"""A small cast for the session layer: Alice and Bob share a channel, Mallory sits in another one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from verto.core.codes import PuntReason
from verto.core.effects import Close, LookUp, Send, SendAll
from verto.core.limits import Limits
from verto.core.outbox import Outbox
from verto.core.ports import Entry
from verto.core.rules import hash_password
from verto.core.seats import LocalSeats
from verto.core.session import Session
from verto.core.switchboard import Switchboard

CHANNEL = "b2d6c509-7c19-4aac-a153-b0bbf766d812"
OTHER_CHANNEL = "0d2f30a5-4c19-4f4c-9c2f-5a2f0f1f7f0e"
ALICE = "6dc49f00-3e0d-4122-9692-f0ddc49bbf5e"
BOB = "9a1c2a52-86a1-4b3c-b3cf-2a41db9d0c11"
CAROL = "c4a7c1de-0f5b-4a53-8f35-0f3f4e5d6a7b"
MALLORY = "e1b7e5a0-5a2f-4a37-8c55-93c1d6e8f222"
NOW = 1_800_000_000.0


def uuid_for(number: int) -> str:
    """Return one of many client IDs."""
    return f"00000000-0000-4000-8000-{number:012x}"


def entry_for(client_id: str, channel_id: str = CHANNEL, **changes: Any) -> Entry:
    """Return a directory entry. The sessid ends like the client ID; the password is `pass-` and the client ID."""
    entry = Entry(
        client_id=client_id,
        channel_id=channel_id,
        password_hash=hash_password("pass-" + client_id),
        sessid="5e551d00" + client_id[8:],
        expires=None,
        capacity=50,
    )
    return replace(entry, **changes)


def login_text(entry: Entry, request_id: object = 1, **changes: object) -> bytes:
    """Return a complete login for this entry."""
    params = {"login": entry.client_id, "passwd": "pass-" + entry.client_id, "sessid": entry.sessid} | changes
    return call_text("login", params, request_id)


def call_text(method: str, params: object, request_id: object = 1) -> bytes:
    """Return a request as a browser writes it."""
    message = {"jsonrpc": "2.0", "method": method, "params": params, "id": request_id}
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass
class Caller:
    """One socket as its client sees it."""

    board: Board
    session: Session
    frames: list[bytes] = field(default_factory=list)
    close_code: int | None = None

    def says(self, raw: bytes) -> list[Any]:
        """Send a frame; return what came back to this socket, decoded."""
        self.frames.clear()
        self.board.perform(self.board.switchboard.received(self.session, raw, self.board.now))
        return self.heard()

    def calls(self, method: str, params: object, request_id: object = 1) -> list[Any]:
        """Make a request; return what came back."""
        return self.says(call_text(method, params, request_id))

    def heard(self) -> list[Any]:
        """Return and forget what has arrived since the last look."""
        frames = [json.loads(frame) for frame in self.frames]
        self.frames.clear()
        return frames

    def leaves(self) -> None:
        """Drop the connection."""
        self.board.perform(self.board.switchboard.closed(self.session, self.board.now))


class Board:
    """A switchboard with its directory and a clock that tests move."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.switchboard = Switchboard(limits)
        self.entries: dict[str, Entry] = {}
        self.now = NOW
        self.answers_look_ups = True
        self.waiting: list[LookUp] = []
        for client_id in (ALICE, BOB, CAROL):
            self.enlist(entry_for(client_id))
        self.enlist(entry_for(MALLORY, OTHER_CHANNEL))

    def enlist(self, entry: Entry) -> Entry:
        """Put a client into the directory."""
        self.entries[entry.client_id] = entry
        return entry

    def dials(self, address: str = "") -> Caller:
        """Open a socket from this network."""
        caller = Caller(self, None)  # type: ignore[arg-type]
        caller.session = self.switchboard.opened(caller, self.now, address)
        return caller

    def joins(self, client_id: str, address: str = "") -> Caller:
        """Open a socket, log in and subscribe to the own channel."""
        caller = self.logs_in(client_id, address)
        caller.calls("verto.subscribe", {"eventChannel": self.entries[client_id].channel_id})
        return caller

    def logs_in(self, client_id: str, address: str = "") -> Caller:
        """Open a socket and log in."""
        caller = self.dials(address)
        frames = caller.says(login_text(self.entries[client_id]))
        assert frames[0]["result"]["message"] == "logged in"
        return caller

    def refuses(self, client_id: str, address: str = "") -> str:
        """Open a socket and try to log in; return why not, or nothing."""
        caller = self.dials(address)
        frame = caller.says(login_text(self.entries[client_id]))[0]
        return "" if "result" in frame else str(frame["error"]["data"]["code"])

    def seats_taken(self, channel_id: str = CHANNEL) -> int:
        """Return how many seats of a channel are in use or kept."""
        seats = self.switchboard.layer.seats
        assert isinstance(seats, LocalSeats)
        return seats.count(channel_id)

    def waits(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass, with ticks."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + step)
            self.perform(self.switchboard.tick(self.now))

    def punts(self, client_id: str, reason: PuntReason) -> None:
        """End a client as Django would."""
        self.perform(self.switchboard.punt([client_id], reason, self.now))

    def answers(self) -> None:
        """Answer the look-ups that have waited."""
        while self.waiting:
            self._answer(self.waiting.pop(0))

    def perform(self, outbox: Outbox) -> None:
        """Do the effects, as a driver does."""
        for effect in outbox.effects:
            if isinstance(effect, Send):
                effect.session.handle.frames.append(effect.text)
            elif isinstance(effect, SendAll):
                for session in effect.sessions:
                    session.handle.frames.append(effect.text)
            elif isinstance(effect, Close):
                effect.session.handle.close_code = int(effect.code)
            elif isinstance(effect, LookUp):
                self.waiting.append(effect)
                if self.answers_look_ups:
                    self._answer(self.waiting.pop())

    def _answer(self, question: LookUp) -> None:
        entry = self.entries.get(question.client_id)
        self.perform(self.switchboard.looked_up(question.session, entry, self.now))
