"""Stands in the place of the server between two pages: hears what it is about to deliver, and delivers what it likes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import WebSocketRoute

from tests.e2e.person import VERTO, Person

DOMAIN = "@pbx"
"""In a frame this stands behind a client ID."""


@dataclass(frozen=True)
class Heard:
    """What one member says to the page of `to`: `sender` is a client ID, as the page is told it. `is_true`: it was said so."""

    to: str
    sender: str
    is_direct: bool
    text: str
    is_true: bool = True

    def frame(self, channel: str, receiver: str) -> str:
        """Return it as the server would deliver it to this client."""
        sender = f"{self.sender}{DOMAIN}"
        params: dict[str, object]
        if self.is_direct:
            method, params = "verto.info", {"msg": {"from": sender, "to": receiver, "body": self.text}}
        else:
            method, said = "verto.event", {"eventData": {"body": self.text}, "eventSerno": 1}
            params = {"eventChannel": channel, "userid": sender, **said}
        return json.dumps({"jsonrpc": "2.0", "id": 1_000_000, "method": method, "params": params})


Treatment = Callable[[Heard], list[Heard]]


def honestly(heard: Heard) -> list[Heard]:
    """Deliver what was said."""
    return [heard]


class Relay:
    """`treatment` says what becomes of each message; everything else goes through. People go by their names.

    `heard` are all messages, `passed` those that were delivered, `forged` counts what else was, for each receiver.
    """

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.treatment: Treatment = honestly
        self.heard: list[Heard] = []
        self.passed: list[Heard] = []
        self.forged: Counter[str] = Counter()
        self.frames: list[str] = []
        self.clients: dict[str, str] = {}
        self._ends: dict[str, WebSocketRoute] = {}

    def stands_before(self, person: Person) -> None:
        """Be the line of this person's page, from its next load on."""
        person.context.route_web_socket(VERTO, lambda end: self._carry(person.name, end))

    def delivers(self, heard: Heard) -> None:
        """Give a page a message, true or not."""
        if heard.is_true:
            self.passed.append(heard)
        else:
            self.forged[heard.to] += 1
        self._ends[heard.to].send(heard.frame(self.channel, self.clients[heard.to]))

    def _carry(self, name: str, end: WebSocketRoute) -> None:
        self._ends[name] = end
        server = end.connect_to_server()

        def from_page(text: str | bytes) -> None:
            self.frames.append(str(text))
            said = json.loads(text)
            if isinstance(said, dict) and said.get("method") == "login":
                self.clients[name] = said["params"]["login"]
            server.send(text)

        def from_server(text: str | bytes) -> None:
            self.frames.append(str(text))
            heard = heard_in(name, json.loads(text))
            if heard is None or heard.sender == self.clients[name]:
                end.send(text)
                return
            self.heard.append(heard)
            for each in self.treatment(heard):
                self.delivers(each)

        end.on_message(from_page)
        server.on_message(from_server)

    def said_to(self, name: str, direct: bool | None = None) -> list[Heard]:
        """Return what was said to somebody and delivered so far."""
        return [one for one in self.passed if one.to == name and direct in (None, one.is_direct)]


def heard_in(to: str, frame: Any) -> Heard | None:
    """Return what one member says in a frame of the server; None where it says something else."""
    params = frame.get("params") if isinstance(frame, dict) else None
    if not isinstance(params, dict):
        return None
    if frame["method"] == "verto.info":
        return Heard(to, client_of(params["msg"]["from"]), True, params["msg"]["body"])
    if frame["method"] == "verto.event" and "userid" in params:
        return Heard(to, client_of(params["userid"]), False, params["eventData"]["body"])
    return None


def client_of(address: str) -> str:
    return address.removesuffix(DOMAIN)
