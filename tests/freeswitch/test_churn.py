"""200 clients in 20 channels that come, go and talk all the time: nothing is lost or doubled, FreeSWITCH lives, memory stays.

`SOAK_SECONDS` says for how long; `docs/freeswitch.md` gives what ten minutes have shown.
"""

from __future__ import annotations

import asyncio
import os
import random
import time

import psutil

from tests.freeswitch.crowd import Frame, Member, info, publication
from tests.freeswitch.ledger import Ledger
from tests.support.guarded_site import GuardedSite

SECONDS = float(os.environ.get("SOAK_SECONDS", "40"))
CHANNELS, MEMBERS = 20, 200
PATIENCE = 3.0
MEAN_STAY = 20.0
MEAN_PAUSE = 4.0


class Churn:
    """The crowd and its ledger."""

    def __init__(self, site: GuardedSite, channels: list[str]) -> None:
        self.site = site
        self.channels = channels
        self.ledger = Ledger()
        self.here: dict[str, dict[int, Member]] = {channel: {} for channel in channels}
        self.refused: list[str] = []
        self.stayed: list[Member] = []
        self.ends_at = time.monotonic() + SECONDS
        self.random = random.Random(7)

    async def life(self, index: int) -> None:
        """One person: comes, talks, goes, comes again, often as the same client."""
        channel = self.channels[index % CHANNELS]
        await asyncio.sleep(self.random.uniform(0, 10))
        member = Member(self.site, channel)
        while time.monotonic() < self.ends_at:
            if self.random.random() < 0.3:
                member = Member(self.site, channel)
            try:
                await member.joins()
            except (PermissionError, OSError, TimeoutError) as problem:
                self.refused.append(repr(problem))
                await asyncio.sleep(1)
                continue
            await self._stay(member, channel)
            await asyncio.sleep(self.random.uniform(0.2, 2))

    async def _stay(self, member: Member, channel: str) -> None:
        ledger = self.ledger
        stay = ledger.join(channel, time.monotonic())
        member.on_message = lambda frame: self._hear(stay, frame)
        self.here[channel][stay] = member
        leaves_at = min(self.ends_at, time.monotonic() + self.random.expovariate(1 / MEAN_STAY))
        while True:
            pause = self.random.expovariate(1 / MEAN_PAUSE)
            if time.monotonic() + pause > leaves_at or member.client.transport.is_closing():
                await asyncio.sleep(max(0.0, min(leaves_at - time.monotonic(), pause)))
                break
            await asyncio.sleep(pause)
            now = time.monotonic()
            others = [number for number in self.here[channel] if number != stay]
            if others and self.random.random() < 0.5:
                to = self.random.choice(others)
                text = f"{stay}:{ledger.say(stay, to, now)}"
                member.sends(info(self.here[channel][to].client_id, text))
            else:
                member.sends(publication(channel, f"{stay}:{ledger.say(stay, None, now)}"))
        del self.here[channel][stay]
        if time.monotonic() < self.ends_at:
            ledger.stays[stay].left = time.monotonic()
            member.leaves()
        else:
            self.stayed.append(member)

    def _hear(self, stay: int, frame: Frame) -> None:
        if frame.get("method") == "verto.info":
            sender, number = frame["params"]["msg"]["body"].split(":")
            self.ledger.stays[stay].heard.append((int(sender), "one", int(number)))
        elif frame.get("method") == "verto.event" and "eventData" in frame["params"]:
            sender, number = frame["params"]["eventData"].split(":")
            self.ledger.stays[stay].heard.append((int(sender), "all", int(number)))


async def test_a_crowd_that_comes_and_goes(guarded_site: GuardedSite) -> None:
    site = guarded_site
    channels = [site.make_channel(f"Churn {number}", capacity=60) for number in range(CHANNELS)]
    churn = Churn(site, channels)
    freeswitch, django = site.freeswitch.process, psutil.Process(site.process.pid)
    memory: dict[str, list[float]] = {"FreeSWITCH": [], "Django": []}
    lives = [asyncio.create_task(churn.life(index)) for index in range(MEMBERS)]
    started = time.monotonic()
    try:
        while not all(life.done() for life in lives):
            await asyncio.sleep(1)
            memory["FreeSWITCH"].append(freeswitch.memory_info().rss / 2**20)
            memory["Django"].append(django.memory_info().rss / 2**20)
        await asyncio.gather(*lives)
        await asyncio.sleep(PATIENCE)
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        for member in churn.stayed:
            member.leaves()
    verdict = churn.ledger.judge(PATIENCE)
    # Warm: everybody has come several times, and the largest crowd that chance brings together was there once.
    warm = min(len(memory["FreeSWITCH"]) // 3, 120)
    grown = {}
    for name, values in memory.items():
        before, after = (sum(part) / len(part) for part in (values[warm : warm + 10], values[-10:]))
        grown[name] = after / before - 1
        curve = " ".join(f"{value:.0f}" for value in values[:: max(1, len(values) // 12)])
        print(f"{name}: {curve}; {before:.0f} MiB after {warm} s, {after:.0f} MiB at the end ({grown[name]:+.1%})")
    print(
        f"{time.monotonic() - started:.0f} s, {len(churn.ledger.stays)} stays, {len(churn.refused)} refused; {verdict}"
    )
    assert churn.refused == []
    assert site.freeswitch.is_running()
    assert (verdict.lost, verdict.doubled, verdict.out_of_order, verdict.misdelivered) == (0, 0, 0, 0)
    assert verdict.expected > 0.5 * verdict.said
    assert max(grown.values()) < 0.10
