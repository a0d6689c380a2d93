"""How FreeSWITCH is: asked every few seconds in a thread of its own, so that whoever wants to know never waits."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any

from channels_app.switches.event_socket import EventSocket, EventSocketError

log = logging.getLogger(__name__)

ASK_SECONDS = 5.0
_TOO_OLD_SECONDS = 20.0
_FIRST_SECONDS = 1.0
_VERSION = re.compile(r"[0-9A-Za-z.+~_-]{1,40}")
_NUMBER = re.compile(r"[0-9]{1,15}")
_LOGGED_IN = "CONN_REG"


@dataclass(frozen=True, slots=True)
class FreeswitchStatus:
    """What FreeSWITCH said when it was asked last.

    `clients` are the sockets to mod_verto that are logged in, `sockets` all of them. The watchdog sends a message
    through the relay every few seconds: `relay_delay` is how long the last one took, `relay_beat_age` how long ago that
    was, in seconds, both None where there is no watchdog.
    """

    version: str
    clients: int
    sockets: int
    relay_delay: float | None
    relay_beat_age: float | None


def ask(event_socket: EventSocket) -> FreeswitchStatus:
    """Ask FreeSWITCH. Raises `EventSocketError` when it does not answer, ValueError when the answer makes no sense."""
    version = event_socket.api("version short").strip()
    if not _VERSION.fullmatch(version):
        raise ValueError("not a version")
    states = _states(json.loads(event_socket.api("verto jsonstatus")))
    delay = _number(event_socket.api("hash select/watch/delay_us"))
    beat = _number(event_socket.api("hash select/watch/beat"))
    return FreeswitchStatus(
        version=version,
        clients=states.count(_LOGGED_IN),
        sockets=len(states),
        relay_delay=None if delay is None else delay / 1e6,
        relay_beat_age=None if beat is None else max(0.0, time.time() - beat),
    )


class StatusWatch:
    """Keeps the newest answer. The thread starts when somebody first wants to know, and ends with the process."""

    def __init__(self, event_socket: EventSocket, ask_seconds: float = ASK_SECONDS) -> None:
        self._event_socket = event_socket
        self._ask_seconds = ask_seconds
        self._lock = Lock()
        self._thread: Thread | None = None
        self._asked = Event()
        self._ended = Event()
        self._status: FreeswitchStatus | None = None
        self._at = 0.0
        self._is_failing = False

    def start(self) -> None:
        """Begin to ask, so that the first answer is there when it is wanted."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="freeswitch-status", daemon=True)
                self._thread.start()

    def latest(self) -> FreeswitchStatus | None:
        """Return what FreeSWITCH said in the last seconds; None when it did not answer, or was not asked yet."""
        self.start()
        return self._status if time.monotonic() - self._at < _TOO_OLD_SECONDS else None

    def first(self) -> FreeswitchStatus | None:
        """Return the same, but let a watch that has only just begun have a moment. Not for an event loop."""
        self.start()
        self._asked.wait(_FIRST_SECONDS)
        return self.latest()

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self._event_socket.close()

    def _work(self) -> None:
        while not self._ended.is_set():
            self._look()
            self._asked.set()
            self._ended.wait(self._ask_seconds)

    def _look(self) -> None:
        try:
            status: FreeswitchStatus | None = ask(self._event_socket)
        except (EventSocketError, ValueError) as error:
            status = None
            if not self._is_failing:
                reason = str(error) if isinstance(error, EventSocketError) else "its answers make no sense"
                log.warning("FreeSWITCH does not answer: %s", reason)
        except Exception:
            status = None
            log.exception("FreeSWITCH could not be asked")
        else:
            if self._is_failing:
                log.warning("FreeSWITCH answers again")
        self._is_failing = status is None
        self._status, self._at = status, time.monotonic()


def _states(found: Any) -> list[str]:
    """Return the state of every socket to mod_verto."""
    try:
        return [str(user["state"]) for profile in found["profiles"] for user in profile["users"]]
    except (KeyError, TypeError) as error:
        raise ValueError("not the status of mod_verto") from error


def _number(answer: str) -> int | None:
    """Return what mod_hash holds. An unknown key is answered with an error or with nothing."""
    return int(answer) if _NUMBER.fullmatch(answer.strip()) else None
