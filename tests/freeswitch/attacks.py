"""Attacks on the guard's socket, each bounded in count and time, in a process of their own so that they slow no test.

Run by `test_guard_shields.py` as `python -m tests.freeswitch.attacks NAME PORT CHANNEL SECONDS`; prints how much it did.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.websocket import Client, text_frame
from tests.freeswitch.crowd import Member, Place, info, publication, request

Attack = Callable[["Front"], Awaitable[int]]


@dataclass
class Front:
    """Where and how long."""

    place: Place
    channel: str
    seconds: float

    def __post_init__(self) -> None:
        self._ends_at = time.monotonic() + self.seconds

    def is_over(self) -> bool:
        """True when time is up."""
        return time.monotonic() >= self._ends_at

    async def dial(self) -> Client:
        """Open a socket."""
        return await Client.connect(self.place.port, "/verto", self.place.url)

    async def members(self, count: int) -> list[Member]:
        """Let some members in."""
        return [await Member(self.place, self.channel).joins() for _ in range(count)]


async def strangers(front: Front) -> int:
    """Logins that are wrong in every way, and first frames that are none, ten sockets at a time."""
    tried = 0
    victim = await Member(front.place, front.channel).fetches()
    known = {
        "login": victim.client_id,
        "passwd": victim.credentials["password"],
        "sessid": victim.credentials["sessid"],
    }
    frames = [
        request("login", {"login": str(uuid.uuid4()), "passwd": "x", "sessid": str(uuid.uuid4())}),
        request("login", known | {"passwd": "x"}),
        request("login", {name: value for name, value in known.items() if name != "sessid"}),
        request("login", known | {"sessid": str(uuid.uuid4())}),
        request("login", known | {"sessid": "a b\n&" * 60}),
        request("login", known | {"login": '<!--#exec "id"-->', "loginParams": {"x&user": victim.client_id}}),
        request("echo", known),
        info(victim.client_id, "x"),
        publication(front.channel, "x"),
        b"[" * 5000,
        b"\xff\xfe\xff",
        b"x" * 70_000,
    ]
    while not front.is_over():
        sockets = await asyncio.gather(*(front.dial() for _ in range(10)))
        for number, socket in enumerate(sockets):
            for offset in range(4):
                socket.transport.write(text_frame(frames[(tried + number + offset) % len(frames)]))
        tried += 40
        await asyncio.sleep(0.05)
        for socket in sockets:
            socket.close()
    return tried


async def floods(front: Front) -> int:
    """Four members send as fast as the socket takes it, to each other and to all; who is cut comes again."""
    sent = 0
    members = await front.members(4)
    while not front.is_over():
        for number, member in enumerate(members):
            if member.client.transport.is_closing():
                members[number] = member = await Member(front.place, front.channel).joins()
            to = members[number - 1].client_id
            member.client.transport.write(
                text_frame(info(to, "f" * 500)) * 50 + text_frame(publication(front.channel, "f")) * 5
            )
            sent += 55
        await asyncio.sleep(0.02)
    return sent


async def invalid_utf8(front: Front) -> int:
    """Members whose text is none: surrogates, overlong forms, bytes that are never UTF-8."""
    sent = 0
    texts = [b"\xc0\xaf", b"\xed\xa0\x80", b"\xff", b"\xf5\x80\x80\x80", b"\xe2\x82"]
    while not front.is_over():
        member = await Member(front.place, front.channel).joins()
        for text in texts:
            member.sends(info(front.channel, "BODY").replace(b"BODY", text))
            member.sends(publication(front.channel, "BODY").replace(b"BODY", text))
            sent += 2
        await asyncio.sleep(0.1)
        member.leaves()
    return sent


async def idle(front: Front) -> int:
    """1,500 sockets that say nothing; the guard closes each after ten seconds, so they come again."""
    sockets: list[Client] = []
    opened = 0
    while not front.is_over():
        sockets = [socket for socket in sockets if not socket.transport.is_closing()]
        missing = 1500 - len(sockets)
        if missing:
            sockets += await asyncio.gather(*(front.dial() for _ in range(min(missing, 10))))
            opened += min(missing, 10)
        await asyncio.sleep(0.02 if missing > 10 else 0.2)
    return max(opened, len(sockets))


async def stuck_readers(front: Front) -> int:
    """Members who stop reading while two others publish to them what they may."""
    stuck = 0
    talkers = await front.members(2)
    while not front.is_over():
        members = await front.members(10)
        for member in members:
            member.client.transport.pause_reading()
        stuck += len(members)
        for _ in range(40):
            for number, talker in enumerate(talkers):
                if talker.client.transport.is_closing():
                    talkers[number] = await Member(front.place, front.channel).joins()
                talkers[number].sends(publication(front.channel, "p" * 30_000))
            await asyncio.sleep(0.05)
        for member in members:
            member.leaves()
    return stuck


async def takeovers(front: Front) -> int:
    """One client from eight places at once, again and again."""
    logins = 0
    first = await Member(front.place, front.channel).fetches()
    while not front.is_over():
        twins = [Member(front.place, front.channel) for _ in range(8)]
        for twin in twins:
            twin.credentials = first.credentials
        results = await asyncio.gather(*(twin.joins() for twin in twins), return_exceptions=True)
        logins += sum(isinstance(result, Member) for result in results)
        for twin in twins:
            if hasattr(twin, "client"):
                twin.leaves()
    return logins


ATTACKS: dict[str, Attack] = {
    attack.__name__: attack for attack in (strangers, floods, invalid_utf8, idle, stuck_readers, takeovers)
}


async def _main(name: str, port: int, channel: str, seconds: float) -> None:
    front = Front(Place(port, f"http://127.0.0.1:{port}"), channel, seconds)
    print(await ATTACKS[name](front))


if __name__ == "__main__":
    os.nice(5)  # whoever attacks from elsewhere takes no processor time of this machine
    asyncio.run(_main(sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])))
