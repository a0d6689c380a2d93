"""D-16: one network opens sockets and never logs in; others come in as if it were not there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.contract.visitor import Visitor, forwarded
from tests.support.scale import scaled
from tests.support.site import Site
from verto.core.codes import CloseCode

ATTEMPTS = scaled(1_000, 10_000)
AT_ONCE = 20
MOST = 50
HONEST = 20


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(TRUSTED_PROXIES="127.0.0.1", STRANGERS_PER_ADDRESS=str(MOST)) as site:
        yield site


@dataclass
class Attacker:
    """Opens sockets from one /64, each from another address of it, and says nothing on any of them."""

    site: Site
    open: int = 0
    most_open: int = 0
    refused: int = 0
    ends: list[tuple[float, int]] = field(default_factory=list)
    waiting: list[asyncio.Task[None]] = field(default_factory=list)

    async def tries(self, number: int) -> None:
        headers = forwarded(f"2001:db8:bad:1::{number:x}")
        try:
            socket = await connect(
                f"ws://127.0.0.1:{self.site.port}/verto", origin=self.site.url, additional_headers=headers  # type: ignore[arg-type]
            )  # fmt: skip
        except InvalidStatus as refusal:
            assert refusal.response.status_code == 403
            self.refused += 1
            return
        started = time.monotonic()
        self.open += 1
        self.most_open = max(self.most_open, self.open)

        async def wait() -> None:
            await socket.wait_closed()
            self.open -= 1
            assert socket.close_code is not None
            self.ends.append((time.monotonic() - started, socket.close_code))

        self.waiting.append(asyncio.create_task(wait()))

    async def attacks(self) -> None:
        """Make all attempts, so many at a time."""
        numbers = iter(range(ATTEMPTS))

        async def go_on() -> None:
            for number in numbers:
                await self.tries(number)

        await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))


async def test_sockets_that_never_log_in_are_few_and_short_lived_and_nobody_else_notices(site: Site) -> None:
    channel = await asyncio.to_thread(site.make_channel, "Door")
    attacker = Attacker(site)
    attack = asyncio.create_task(attacker.attacks())
    honest = [Visitor(site, channel, network=f"198.51.100.{number}") for number in range(HONEST)]
    for visitor in honest:
        await visitor.joins()
    await attack
    async with asyncio.timeout(20):
        await asyncio.gather(*attacker.waiting)
    assert attacker.most_open <= MOST
    assert attacker.refused + len(attacker.ends) == ATTEMPTS
    assert attacker.refused >= 0.8 * ATTEMPTS
    assert {code for _, code in attacker.ends} == {CloseCode.LOGIN_TIMEOUT}
    times = [seconds for seconds, _ in attacker.ends]
    assert 9 <= min(times) <= max(times) <= 11
    for visitor in honest:
        assert (await visitor.calls("echo", {"still": "here"}))["result"]["still"] == "here"
        await visitor.hangs_up()
