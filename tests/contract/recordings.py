"""Plays the recorded conversations with mod_verto against the session layer, one socket for each person of the cast."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from verto.core.rules import hash_password
from verto.tests.builders import ALICE, BOB, CHANNEL, MALLORY, OTHER_CHANNEL, Board, Caller

FILE = Path(__file__).parent.parent / "fixtures" / "mod_verto" / "transcripts.json"
PASSWORD = "open-sesame"
PEOPLE = {"A": ALICE, "B": BOB, "X": MALLORY}
EXPIRES = 1_900_000_000
_NUMBER_OF_SERVER = re.compile(r'"id":\d+,"method"')


NOT_PLAYED = re.compile(
    r"idle |final: "  # silence, for which `test_own_rules.py` moves the clock; our Lua relay
    r"|intruder|\.\.\.and then info|auth by echo|direct verto.broadcast"  # rights that FreeSWITCH grants or takes
    r"|login with directory variable|server API verto announce|login B without|verto.ping \(allowed\), no"
)


def load() -> list[dict[str, Any]]:
    """Return the recordings in which one client talks and that were kept whole."""
    recordings = json.loads(FILE.read_text())
    whole = [item for item in recordings if item["send"] and "z..." not in item["send"] and "x..." not in item["send"]]
    return [item for item in whole if not NOT_PLAYED.match(item["name"])]


class Stage:
    """A switchboard, and the people as the recordings left them: each sees the state of those before."""

    def __init__(self, board: Board) -> None:
        self.board = board
        for client_id, entry in list(self.board.entries.items()):
            self.board.entries[client_id] = replace(entry, password_hash=hash_password(PASSWORD))
        self.names = {
            "{EPOCH}": str(EXPIRES),
            "{CHANNEL}": CHANNEL,
            "{OTHERCHANNEL}": OTHER_CHANNEL,
            "{PASSWD}": PASSWORD,
        }
        for letter, client_id in PEOPLE.items():
            self.names[f"{{CLIENT_{letter}}}"] = client_id
            self.names[f"{{SESSID_{letter}}}"] = self.board.entries[client_id].sessid
        self.people: dict[str, Caller] = {}

    def person(self, letter: str) -> Caller:
        """Return this person's socket, logged in; a new one where the last was closed."""
        caller = self.people.get(letter)
        if caller is None or caller.close_code is not None:
            caller = self.people[letter] = self.board.dials()
            entry = self.board.entries[PEOPLE[letter]]
            params = {"login": entry.client_id, "passwd": PASSWORD, "sessid": entry.sessid}
            caller.calls("login", params, request_id=99)
        return caller

    def play(self, recording: dict[str, Any]) -> dict[str, list[str]]:
        """Send what was sent; return what each person got, the speaker under `speaker`."""
        setup, name = recording["setup"], recording["name"]
        if "login-expires" in name:
            self.board.entries[ALICE] = replace(self.board.entries[ALICE], expires=EXPIRES)
        if setup.startswith("grant-after-approval"):
            for letter in PEOPLE:
                channel = OTHER_CHANNEL if letter == "X" else CHANNEL
                self.person(letter).calls("verto.subscribe", {"eventChannel": channel})
        if setup.startswith(FRESH_SOCKET):
            speaker = self.board.dials()
        else:
            speaker = self.person("B" if name.startswith(SPOKEN_BY_B) else "A")
        for caller in self.people.values():
            caller.frames.clear()
        raw = self._fill(recording["send"]).removeprefix("BINARY ")
        encoding = "latin-1" if recording["send"].startswith("BINARY") else "utf-8"
        outbox = self.board.switchboard.received(speaker.session, raw.encode(encoding), self.board.now)
        self.board.perform(outbox)
        got = {letter: self._write(caller) for letter, caller in self.people.items() if caller is not speaker}
        return got | {"speaker": self._write(speaker)}

    def _fill(self, text: str) -> str:
        for name, value in self.names.items():
            text = text.replace(name, value)
        return text

    def _write(self, caller: Caller) -> list[str]:
        texts = [frame.decode() for frame in caller.frames]
        for name, value in self.names.items():
            texts = [text.replace(value, name) for text in texts]
        texts = [text.replace("{EPOCH}", '"{EPOCH}"') for text in texts]
        texts = [_NUMBER_OF_SERVER.sub('"id":"{SRVID}","method"', text) for text in texts]
        return texts + ([f"CLOSED code={caller.close_code} reason=''"] if caller.close_code else [])


FRESH_SOCKET = ("socket open", "A is logged in with", "B logged in on first", "directory sets variable")
SPOKEN_BY_B = ("subscribe B", "B unsubscribes", "A addressed by B")
