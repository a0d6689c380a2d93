"""Visitors who choose the engine they come to."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from tests.contract.visitor import Guest, Visitor
from tests.support.dedicated import Engine

HEAL_SECONDS = 15.0


class Crowd:
    """`here` and `there` are the two engines."""

    def __init__(self, make: Guest, engines: tuple[Engine, Engine]) -> None:
        self.make = make
        self.here, self.there = engines

    async def joins(self, engine: Engine, again: Visitor | None = None, channel: str = "") -> Visitor:
        """Have somebody join by way of this engine, or somebody that was here before, with the same credentials."""
        visitor = await self.prepares(channel) if again is None else self.twin(again)
        await self.logs_in(visitor, engine)
        await visitor.calls("verto.subscribe", {"eventChannel": visitor.channel})
        return visitor

    async def prepares(self, channel: str = "") -> Visitor:
        """Have somebody fetch credentials."""
        visitor = self.make(None, channel) if channel else self.make()
        await visitor.fetches()
        return visitor

    def twin(self, visitor: Visitor) -> Visitor:
        """Return another visitor with the same credentials."""
        twin = self.make(visitor.session_id, visitor.channel)
        twin.credentials = dict(visitor.credentials)
        return twin

    async def logs_in(self, visitor: Visitor, engine: Engine) -> None:
        """Log in by way of this engine, whatever nginx would say."""
        await visitor.dials(port=engine.port)
        answer = await visitor.calls("login", visitor.login_params())
        assert "result" in answer, answer

    async def may_log_in(self, visitor: Visitor, engine: Engine) -> str:
        """Try to log in; return why not, or nothing."""
        await visitor.dials(port=engine.port)
        answer = await visitor.calls("login", visitor.login_params())
        return "" if "result" in answer else str(answer["error"]["data"]["code"])

    async def lets_in(self, engine: Engine, visitor: Visitor, seconds: float = HEAL_SECONDS) -> float:
        """Try until this visitor is let in; return how many seconds that took."""
        started = asyncio.get_running_loop().time()
        async with asyncio.timeout(seconds):
            while await self.may_log_in(visitor, engine):
                await visitor.hangs_up()
                await asyncio.sleep(0.2)
        return asyncio.get_running_loop().time() - started


async def tells(sender: Visitor, receiver: Visitor, body: str) -> None:
    """Send a message."""
    answer = await sender.calls("verto.info", {"msg": {"to": receiver.client_id, "body": body}})
    assert answer["result"]["message"] == "SENT"


async def hears(receiver: Visitor, body: str) -> dict[str, Any]:
    """Wait for a message; return its stamps."""
    frame = await receiver.hears(lambda frame: _body(frame) == body)
    return dict(frame["params"]["msg"])


async def hears_of(visitor: Visitor, what: str, whom: Visitor) -> None:
    """Wait until somebody is said to have `joined` or `left`."""
    await visitor.hears(lambda frame: frame.get("params", {}).get(what) == whom.client_id)


def clients_at(engine: Engine) -> int:
    """Return how many clients an engine says that it has."""
    found = re.search(r"^verto_clients_connected (\d+)", engine.local_page("/metrics"), re.MULTILINE)
    assert found
    return int(found[1])


def _body(frame: dict[str, Any]) -> object:
    return frame["params"]["msg"]["body"] if frame.get("method") == "verto.info" else None
