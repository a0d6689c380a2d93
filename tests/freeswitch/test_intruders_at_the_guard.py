"""The intruders of `test_intruders.py` at the socket that browsers use: refused there, and FreeSWITCH hears nothing of them."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bench.websocket import Client, text_frame
from tests.freeswitch.conftest import scored
from tests.freeswitch.crowd import Frame, Member, info, publication, request
from tests.freeswitch.test_guard_shields import look
from tests.freeswitch.test_intruders import DEFAULT_HEADERS, PREPROCESSOR
from tests.support.guarded_site import GuardedSite

ODD_SESSIDS: list[object] = [
    None, " ", "a b", "x\n", "a&b=c", "x" * 300, "ü" * 200, "\u0000", 5, True, [], {}, str(uuid.uuid4()), "Event-Name",
]  # fmt: skip


@dataclass
class Room:
    """Alice and Bob talk; `overheard` is everything that reached Bob."""

    alice: Member
    bob: Member
    eve: Member
    mallory: Member
    overheard: list[Frame] = field(default_factory=list)

    async def settles(self) -> None:
        """Return when everything that was said before has arrived: a message of Alice comes through after it."""
        mark = str(uuid.uuid4())
        self.alice.sends(info(self.bob.client_id, mark))
        async with asyncio.timeout(10):
            while not any(mark in json.dumps(frame) for frame in self.overheard):
                await asyncio.sleep(0.01)


@pytest.fixture
async def room(guarded_site: GuardedSite, channel: str, other_channel: str) -> AsyncIterator[Room]:
    alice, bob = await Member(guarded_site, channel).joins(), await Member(guarded_site, channel).joins()
    eve = await Member(guarded_site, channel).fetches()
    mallory = await Member(guarded_site, other_channel).joins()
    room = Room(alice, bob, eve, mallory)
    bob.on_message = room.overheard.append
    yield room
    for member in (alice, bob, mallory):
        member.leaves()


async def test_strangers(guarded_site: GuardedSite, room: Room) -> None:
    await room.settles()
    before = look(guarded_site)
    eve = {
        "login": room.eve.client_id,
        "passwd": room.eve.credentials["password"],
        "sessid": room.eve.credentials["sessid"],
    }
    said = str(uuid.uuid4())
    tries = [("sessid", request("login", eve | {"sessid": sessid})) for sessid in ODD_SESSIDS]
    tries += [("no sessid", request("login", {name: eve[name] for name in ("login", "passwd")}))]
    tries += [
        ("login by echo", request(method, eve)) for method in ("echo", "verto.subscribe", "verto.info", "verto.ping")
    ]
    for text in PREPROCESSOR:
        text = text.format(trace="/nowhere")
        for changes in ({"login": text}, {"login": eve["login"] + text}, {"passwd": text}, {"sessid": text}):
            tries.append(("markup in every field", request("login", eve | changes)))
    polluting: list[object] = [
        {"x&user": room.bob.client_id},
        {"section": "configuration"},
        ["user"],
        {"a" * 4000: "b"},
    ]
    # With what is right besides, these are logins like any other: what is wrong stays outside.
    tries += [("loginParams", request("login", eve | {"passwd": "x", "loginParams": params})) for params in polluting]
    for kind, text in tries:
        socket = await Client.connect(guarded_site.port, "/verto", guarded_site.url)
        heard: list[Frame] = []
        socket.on_text = lambda payload, heard=heard: heard.append(json.loads(payload))  # type: ignore[misc]
        socket.transport.write(text_frame(text) + text_frame(info(room.bob.client_id, said)) + text_frame(b"[]"))
        async with asyncio.timeout(5):
            while not heard and not socket.transport.is_closing():
                await asyncio.sleep(0.005)
        scored(f"at the guard: {kind}", [frame for frame in heard if "result" in frame])
        socket.close()
    await room.settles()
    scored("at the guard: heard by a member", [frame for frame in room.overheard if said in json.dumps(frame)])
    after = look(guarded_site)
    assert after.sockets == before.sockets, "no stranger has a socket to FreeSWITCH"
    assert after.threads <= before.threads
    assert after.log_lines == before.log_lines


async def test_members_of_another_channel(guarded_site: GuardedSite, room: Room, channel: str) -> None:
    await room.settles()
    before = look(guarded_site)
    bob, tried = room.bob.client_id, list[str]()

    def mark() -> str:
        tried.append(str(uuid.uuid4()))
        return tried[-1]

    targets = [
        bob,
        f"{bob}@pbx",
        channel,
        bob.upper(),
        f"{channel}.x",
        room.bob.credentials["sessid"],
        *DEFAULT_HEADERS,
    ]
    targets += [f"{proto}+{bob}" for proto in ("GLOBAL", "verto", "api", "event", "sip", "conf", "")]
    targets += ["api+system id", "api+shutdown"]
    for target in targets:
        room.mallory.sends(info(target, mark()))
        room.mallory.sends(publication(target, mark()))
        room.mallory.sends(request("verto.subscribe", {"eventChannel": target}))
    for name in ("from", "from_user", "from_full", "FROM_HOST", "to_user", "dest_proto", "verto_jsock_uuid", "context"):
        forged = {"msg": {"to": bob, "body": mark(), name: room.alice.client_id}}
        room.mallory.sends(request("verto.info", forged))
    await room.settles()
    for said in tried:
        reached = [frame for frame in room.overheard if said in json.dumps(frame)]
        scored("at the guard: other channels, proto+, forged headers", reached)
    after = look(guarded_site)
    assert (after.sockets, after.log_lines) == (before.sockets, before.log_lines)


async def test_a_member_who_forges_is_heard_as_who_he_is(room: Room) -> None:
    said = str(uuid.uuid4())
    forged = {"to": room.bob.client_id, "body": said, "from": "x", "from_user": room.eve.client_id, "dest_proto": "api"}
    room.alice.sends(request("verto.info", {"msg": forged}))
    await room.settles()
    (heard,) = [frame for frame in room.overheard if said in json.dumps(frame)]
    wanted = {"msg": {"from": f"{room.alice.client_id}@pbx", "to": f"{room.bob.client_id}@pbx", "body": said}}
    scored("at the guard: forged headers of a member", heard["params"] != wanted)
