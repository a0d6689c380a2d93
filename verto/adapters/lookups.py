"""Asks the directory about logins: all that arrive while one question is out go into the next one together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from verto.core.ports import Directory, Entry
from verto.core.session import Session

log = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0
"""A directory slower than this gives no answer, and no answer gives no rights."""
MOST_AT_ONCE = 200


class LookUps:
    """A queue with one question out at a time, so that a storm of logins becomes a few large queries."""

    def __init__(self, directory: Directory, answer: Callable[[Session, Entry | None, bool], None]) -> None:
        self._directory = directory
        self._answer = answer
        self._waiting: list[tuple[Session, str]] = []
        self._task: asyncio.Task[None] | None = None

    def add(self, session: Session, client_id: str) -> None:
        """Ask about this client; `answer` is called later, in the same loop."""
        self._waiting.append((session, client_id))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._ask())

    async def _ask(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            answered = True
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    entries = await self._directory.look_up(
                        sorted({client_id for _, client_id in batch}),
                        {session.address for session, _ in batch if session.address},
                    )
            except Exception as problem:  # noqa: BLE001 - any failure means no answer
                log.error("The directory gave no answer to %d logins: %s", len(batch), type(problem).__name__)
                entries, answered = {}, False
            for session, client_id in batch:
                self._answer(session, entries.get(client_id), answered)
