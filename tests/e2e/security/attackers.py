"""Members without a browser, who say to a page what no page of ours would say."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import uuid
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

from tests.contract.visitor import Visitor
from tests.support.site import Site

Result = TypeVar("Result")
SECONDS = 120
BURST = 450
"""So many direct messages has each of them before the rate of a socket would slow it."""


class Attacker:
    """One hostile member. `seq` counts what it says, so that nothing is dropped as old."""

    def __init__(self, site: Site, channel: str) -> None:
        self.visitor = Visitor(site, channel)
        self._seq = itertools.count()

    async def tells(self, to: str, body: object) -> None:
        """Say this to one member: an envelope, or whatever it is."""
        text = body if isinstance(body, str) else json.dumps(body)
        answer = await self.visitor.calls("verto.info", {"msg": {"to": to, "body": text}})
        assert "result" in answer, answer

    def envelope(self, kind: object, payload: object, dialog: object = None, **changes: object) -> dict[str, object]:
        """Return what docs/verto.md says, changed."""
        return {"v": 1, "type": kind, "dialog": dialog, "seq": next(self._seq), "payload": payload} | changes

    async def is_called(self, to: str, name: str) -> None:
        """Be in the other's list under this name, call, and give up."""
        dialog = str(uuid.uuid4())
        await self.tells(to, self.envelope("hello", {"name": name, "state": "free", "reply": False}))
        await self.tells(
            to, self.envelope("offer", {"video": True, "audio": True, "group": dialog, "as": "alone"}, dialog, seq=0)
        )
        await self.tells(to, self.envelope("close", {"reason": "hangup"}, dialog, seq=1))


class Attackers:
    """Several of them, on a thread of their own: the browser's driver has this thread's event loop."""

    def __init__(self, site: Site, channel: str) -> None:
        self._site, self._channel = site, channel
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self.all: list[Attacker] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.all_leave()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do it on their thread, and wait."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    def joins(self) -> Attacker:
        """Let one more in."""
        self.all.append(Attacker(self._site, self._channel))
        self.run(self.all[-1].visitor.joins())
        return self.all[-1]

    def all_leave(self) -> None:
        """Make room for others."""
        for attacker in self.all:
            self.run(attacker.visitor.hangs_up())
        self.all.clear()

    def take_turns(
        self,
        tasks: list[Any],
        messages_each: int,
        do: Callable[[Attacker, Any], Coroutine[Any, Any, None]],
        until_drawn: Callable[[Attacker], None],
    ) -> None:
        """Let one after the other do a part of the tasks, and wait until the page has drawn it, or it would be cut as slow."""
        size = BURST // messages_each

        async def work(attacker: Attacker, part: list[Any]) -> None:
            for task in part:
                await do(attacker, task)

        for start in range(0, len(tasks), size):
            attacker = self.joins()
            self.run(work(attacker, tasks[start : start + size]))
            until_drawn(attacker)
            self.all_leave()
