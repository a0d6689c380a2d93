"""The board with a guard and, behind it, a FreeSWITCH that obeys: tests say what it does with each message."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from verto.core.effects import CloseLink, OpenLink, ToLink, Wake
from verto.core.guard.guard import Guard
from verto.core.guard.limits import GuardLimits
from verto.core.guard.relay import FreeswitchRelay
from verto.core.limits import Limits
from verto.core.outbox import Outbox
from verto.core.session import Session
from verto.core.switchboard import Switchboard
from verto.tests.builders import Board, Caller

SECRET = "loopback-"


class Socket:
    """mod_verto's end of a link."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.requests: list[dict[str, Any]] = []
        self.is_open = False
        self.subscribed: set[str] = set()

    def methods(self) -> list[str]:
        """Return the methods that were called, in their order."""
        return [request["method"] for request in self.requests]


class GuardBoard(Board):
    """Like `Board`. With `is_prompt`, links open at once and messages arrive at once; else tests do the steps."""

    def __init__(self, limits: Limits | None = None, guard_limits: GuardLimits | None = None) -> None:
        super().__init__(limits)
        self.relay = FreeswitchRelay(lambda client_id, sessid: SECRET + client_id + sessid, guard_limits)
        self.switchboard = Switchboard(limits, relay=self.relay)
        self.guard = Guard(self.switchboard, self.relay)
        self.sockets: dict[Session, Socket] = {}
        self.underway: list[tuple[Session, dict[str, Any]]] = []
        self.answers_late = False
        self.unanswered: list[tuple[Socket, dict[str, Any]]] = []
        self.is_prompt = True
        self.is_up = True
        self.wake_at: float | None = None

    def perform(self, outbox: Outbox) -> None:
        """Do the effects, as a driver does."""
        super().perform(outbox)
        for effect in outbox.effects:
            match effect:
                case OpenLink(session):
                    self.sockets[session] = Socket(session)
                    if self.is_prompt:
                        self.opens(session)
                case CloseLink(session):
                    self.sockets.pop(session, None)
                case ToLink(session, text):
                    self._take(self.sockets.get(session), json.loads(text))
                case Wake(at):
                    self.wake_at = at if self.wake_at is None else min(self.wake_at, at)
        if self.is_prompt:
            self.wakes()

    def opens(self, session: Session) -> None:
        """Take the connection, or refuse it."""
        self.sockets[session].is_open = self.is_up
        verb = self.guard.opened if self.is_up else self.guard.lost
        self.perform(verb(session, self.now))

    def wakes(self) -> None:
        """Call `due` as long as the guard wants it now."""
        while self.wake_at is not None and self.wake_at <= self.now:
            self.wake_at = None
            self.perform(self.guard.due(self.now))

    def waits(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass: ticks, and wakes at their times."""
        end = self.now + seconds
        next_tick = self.now + step
        while self.now < end:
            moments = [end, next_tick] + ([max(self.now, self.wake_at)] if self.wake_at is not None else [])
            self.now = min(moments)
            self.wakes()
            if self.now >= next_tick:
                next_tick += step
                self.perform(self.switchboard.tick(self.now))

    def says(self, session: Session, message: object) -> None:
        """Let mod_verto write to a link."""
        raw = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.perform(self.guard.heard(session, raw, self.now))

    def loses(self, session: Session) -> None:
        """Let a link break."""
        self.sockets.pop(session, None)
        self.perform(self.guard.lost(session, self.now))

    def delivers(self, choose: Callable[[int], int] = lambda _: 0) -> None:
        """Deliver what is under way, each time the one chosen among so many."""
        while self.underway:
            session, event = self.underway.pop(choose(len(self.underway)))
            if session in self.sockets:
                self.says(session, event)

    def socket_of(self, caller: Caller) -> Socket:
        """Return the link of a client."""
        return self.sockets[caller.session]

    def _take(self, socket: Socket | None, request: dict[str, Any]) -> None:
        if socket is None or not socket.is_open:
            return
        socket.requests.append(request)
        if not self.is_prompt and request["method"] != "verto.info":
            return
        if self.answers_late:
            self.unanswered.append((socket, request))
        else:
            self.answers_request(socket, request)

    def answers_what_waits(self) -> None:
        """Work off the requests that came while `answers_late`."""
        waiting, self.unanswered = self.unanswered, []
        for socket, request in waiting:
            self.answers_request(socket, request)

    def answers_request(self, socket: Socket, request: dict[str, Any]) -> None:
        """Do what mod_verto and our Lua do with a request."""
        session, params = socket.session, request["params"]
        answer = {"jsonrpc": "2.0", "id": request["id"], "result": {}}
        match request["method"]:
            case "login":
                expected = SECRET + session.client_id + session.sessid
                assert (params["passwd"], params["sessid"]) == (expected, session.sessid)
                self.says(session, answer)
                if socket.methods().count("login") == 1:
                    self.says(session, event(session.sessid, {"ready": session.channel_id}))
            case "verto.subscribe":
                socket.subscribed.add(params["eventChannel"])
                self.says(session, answer)
            case "verto.info":
                self.says(session, answer)
                self._relay(session, params["msg"])

    def _relay(self, sender: Session, message: dict[str, str]) -> None:
        data = {"from": sender.client_id, "body": message["body"]}
        for socket in list(self.sockets.values()):
            if message["to"] == socket.session.client_id:
                self.underway.append((socket.session, event(socket.session.sessid, data)))
            elif message["to"] in socket.subscribed:
                self.underway.append((socket.session, event(message["to"], data)))
        if self.is_prompt:
            self.delivers()


def event(address: str, data: object) -> dict[str, Any]:
    """Return a `verto.event` as mod_verto writes it."""
    return {"jsonrpc": "2.0", "id": 7, "method": "verto.event", "params": {"eventChannel": address, "eventData": data}}


def tell(sender: Caller, receiver: str, body: str) -> None:
    sender.calls("verto.info", {"msg": {"to": receiver, "body": body}})


def bodies(caller: Caller) -> list[str]:
    return [frame["params"]["msg"]["body"] for frame in caller.heard() if frame.get("method") == "verto.info"]


def events(caller: Caller) -> list[object]:
    return [frame["params"].get("eventData") for frame in caller.heard() if frame.get("method") == "verto.event"]


def slow(*client_ids: str) -> tuple[GuardBoard, list[Caller]]:
    """A board whose messages wait until the test delivers them, with these clients in."""
    board = GuardBoard()
    callers = [board.joins(client_id) for client_id in client_ids]
    for caller in callers:
        caller.heard()
    board.is_prompt = False
    return board, callers
