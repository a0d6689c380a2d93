"""Asks FreeSWITCH to drop sessions, in a thread of its own: nobody who punts waits for it.

Behind the guard a punt has closed the client's sockets already, and FreeSWITCH answers that there is no such session. For
a client that is connected to mod_verto directly, this is the only way short of the end of its lease.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Iterable
from enum import StrEnum
from threading import Lock, Thread
from time import monotonic

from channels_app.fsapi.answers import LEASE_SECONDS
from channels_app.switches.event_socket import EventSocket, EventSocketError
from verto.core.rules import is_canonical_uuid

log = logging.getLogger(__name__)

MOST_WAITING = 5_000
_NO_SUCH_COMMAND = "-ERR verto_punt Command not found!"
_NO_SUCH_SCRIPT = "-ERR Cannot execute script"


class PuntResult(StrEnum):
    """What became of one."""

    DONE = "done"
    NOT_THERE = "not_there"
    FAILED = "failed"


class Punter:
    """Uses the command `verto_punt` where FreeSWITCH has it, else the script of that name.

    The thread lives while there is work; a process that ends waits for it. Who is not reached loses its rights with its
    lease, so nothing is tried twice, and the first failure drops whatever waits.
    """

    def __init__(self, event_socket: EventSocket, most_waiting: int = MOST_WAITING) -> None:
        self.results: Counter[str] = Counter()
        self._event_socket = event_socket
        self._most_waiting = most_waiting
        self._waiting: deque[tuple[str, float]] = deque()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._scripted = 0
        """The connection over which FreeSWITCH said that it lacks the command."""
        self._told = 0
        """The connection for which the log says that the script is missing, too."""

    def punt(self, sessids: Iterable[str]) -> None:
        """Have these sessions dropped soon. Never waits, never raises for FreeSWITCH's sake; any thread may call it."""
        with self._lock:
            for sessid in sessids:
                if len(self._waiting) >= self._most_waiting or not is_canonical_uuid(sessid):
                    self.results[PuntResult.FAILED] += 1
                else:
                    self._waiting.append((sessid, monotonic() + LEASE_SECONDS))
            if self._waiting and self._thread is None:
                self._thread = Thread(target=self._work, name="freeswitch-punts")
                self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait until nothing waits, but no longer than this."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                sessid, until = self._waiting.popleft()
            try:
                # Who has waited for a whole lease is out already.
                result = _result(self._ask(sessid)) if monotonic() < until else PuntResult.FAILED
            except EventSocketError as error:
                result = PuntResult.FAILED
                with self._lock:
                    dropped = len(self._waiting)
                    self._waiting.clear()
                    self.results[PuntResult.FAILED] += dropped
                log.warning("FreeSWITCH did not punt %d clients: %s", dropped + 1, error)
            except Exception:
                result = PuntResult.FAILED
                log.exception("A punt failed")
            self.results[result] += 1

    def _ask(self, sessid: str) -> str:
        if self._scripted != self._event_socket.generation or not self._scripted:
            answer = self._event_socket.api(f"verto_punt {sessid}")
            if not answer.startswith(_NO_SUCH_COMMAND):
                return answer
            self._scripted = self._event_socket.generation
        answer = self._event_socket.api(f"lua verto_punt.lua {sessid}")
        if answer.startswith(_NO_SUCH_SCRIPT) and self._told != self._scripted:
            self._told = self._scripted
            log.error("FreeSWITCH has neither the command verto_punt nor the script verto_punt.lua")
        return answer


def _result(answer: str) -> PuntResult:
    if answer.startswith("+OK"):
        return PuntResult.DONE
    if answer.startswith("-ERR") and not answer.startswith(_NO_SUCH_SCRIPT):
        return PuntResult.NOT_THERE
    return PuntResult.FAILED
