"""D-26, the first half: somebody makes credentials without end, from one address or from many, or keeps a channel busy."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from altcha import Challenge, Payload, solve_challenge

from tests.support.roomy import ROOMY
from tests.support.scale import scaled
from tests.support.site import Site

AS_SHIPPED = dict.fromkeys(ROOMY, "")
REQUESTS = scaled(1_500, 10_000)
NETWORKS, EACH = scaled(100, 1_000), scaled(8, 100)
HONEST = scaled(30, 200)
CONNECTIONS = 8
CAP = scaled(60, 1_000)
EASY = {"PROOF_WORK": "20"}
"""In the attacker's favour, who so spends next to nothing on proofs."""
SHORT = {"PROOF_WORK": "150"}
"""A thirtieth of what ships, for the filler as for the honest."""


@contextmanager
def farm(**settings: str) -> Iterator[Site]:
    """Serve with the limits that ship, behind a proxy that is this test."""
    with Site(**{**AS_SHIPPED, "TRUSTED_PROXIES": "127.0.0.1", **settings}) as site:
        yield site


class Line:
    """One kept connection through which requests of many addresses come, as from a proxy."""

    def __init__(self, site: Site, channel: str) -> None:
        self._site = site
        self._path = f"/peers/{channel}/sessions"

    async def __aenter__(self) -> Line:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._site.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def posts(self, network: str, **more: str) -> tuple[int, dict[str, Any]]:
        """Ask once, as a browser that has never been here."""
        body = json.dumps({"sessionId": str(uuid.uuid4()), **more}).encode()
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1:{self._site.port}\r\nOrigin: {self._site.url}\r\n"
            f"X-Forwarded-For: {network}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lines = answer.decode().lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        said = json.loads(await self._reader.readexactly(length))
        assert said.get("code") != "too_many" or any(line.startswith("retry-after:") for line in lines)
        return int(lines[0].split()[1]), said

    async def insists(self, network: str) -> str:
        """Ask, and prove work where that is asked for. Return "in" or the code of the refusal."""
        status, said = await self.posts(network)
        if status == 428:
            status, said = await self.posts(network, proof=await asyncio.to_thread(solved, said["challenge"]))
        return "in" if status == 200 else str(said["code"])


def solved(challenge: dict[str, Any]) -> str:
    """Return the proof."""
    asked = Challenge.from_dict(challenge)
    solution = solve_challenge(asked)
    assert solution is not None
    return Payload(asked, solution).to_base64()


async def attack(site: Site, channel: str, networks: Iterable[str]) -> Counter[tuple[str, str]]:
    """Ask for credentials once from each of these, over a few connections; count how it went, by network."""
    went: Counter[tuple[str, str]] = Counter()
    waiting = iter(networks)

    async def one() -> None:
        async with Line(site, channel) as line:
            for network in waiting:
                went[network, await line.insists(network)] += 1

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return went


def rows(site: Site) -> int:
    """Return how many clients the database holds."""
    code = "from channels_app.models import Client; print(Client.objects.count())"
    return int(site.manage("shell", "-v", "0", "-c", code).splitlines()[-1])


async def test_one_address_gets_thirty_a_minute_however_often_it_asks() -> None:
    with farm(**EASY) as site:
        channel = site.make_channel("Farm")
        started = time.monotonic()
        went = await attack(site, channel, ["203.0.113.7"] * REQUESTS)
        seconds = time.monotonic() - started
        async with Line(site, channel) as line:
            assert await line.insists("203.0.113.8") == "in", "others do not notice"
        granted = went["203.0.113.7", "in"]
        print(f"one address: {REQUESTS} requests in {seconds:.0f} s, {granted} granted")
        assert granted == rows(site) - 1
        assert 20 <= granted <= 30 * (1 + seconds // 60)
        assert {code for _, code in went} == {"in", "too_many"}


async def test_many_addresses_fill_the_table_to_its_cap_and_no_further() -> None:
    with farm(**EASY, CLIENTS_MAX=str(CAP)) as site:
        channels = [site.make_channel(f"Farm {number}") for number in range(2)]
        networks = [f"198.51.{number // 250}.{number % 250}" for number in range(NETWORKS // 2)]
        networks += [f"2001:db8:0:{number:x}::{{}}" for number in range(NETWORKS // 2)]
        asked = [network.format(f"{n:x}") for n in range(EACH) for network in networks]
        before = time.monotonic()
        halves = [await attack(site, channel, asked[n::2]) for n, channel in enumerate(channels)]
        seconds = time.monotonic() - before
        went = Counter(code for half in halves for (_, code) in half.elements())
        print(f"{NETWORKS} addresses: {len(asked)} requests in {seconds:.0f} s, {dict(went)}")
        assert went["in"] == rows(site) == CAP
        assert went["service_full"] > 0
        assert went.keys() <= {"in", "service_full", "too_many"}


async def test_who_keeps_a_channel_busy_keeps_nobody_out() -> None:
    """A filler with an address for each request asks without end; another one solves puzzles."""
    with farm(**SHORT) as site:
        channel = site.make_channel("Busy")
        done = asyncio.Event()
        filled: Counter[str] = Counter()

        async def fill() -> None:
            async with Line(site, channel) as line:
                while not done.is_set():
                    network = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"
                    status, said = await line.posts(network)
                    filled["in" if status == 200 else said["code"]] += 1

        async def fill_with_proofs() -> None:
            async with Line(site, channel) as line:
                while not done.is_set():
                    network = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"
                    filled[f"proved, {await line.insists(network)}"] += 1

        fillers = [asyncio.create_task(fill()) for _ in range(2)] + [asyncio.create_task(fill_with_proofs())]
        try:
            async with asyncio.timeout(20), Line(site, channel) as line:
                while not filled["proof_needed"]:
                    status, _ = await line.posts("192.0.2.1")
                    assert status in {200, 428, 429}
            went = Counter([await join(site, channel, f"192.0.2.{number}") for number in range(2, 2 + HONEST)])
        finally:
            done.set()
            results = await asyncio.gather(*fillers, return_exceptions=True)
        assert results == [None] * 3
        print(f"filler: {dict(filled)}; honest: {dict(went)}")
        assert filled["proof_needed"] > HONEST
        assert filled["in"] <= 30
        assert went["in"] >= 0.99 * HONEST


async def join(site: Site, channel: str, network: str) -> str:
    """Come as an honest person: once."""
    async with Line(site, channel) as line:
        return await line.insists(network)
