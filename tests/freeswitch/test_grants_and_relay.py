"""What an honest client gets from mod_verto itself, with the shipped configuration and scripts."""

from __future__ import annotations

import asyncio
import json
import uuid

import pytest

from tests.freeswitch.conftest import Cast, Opens
from tests.freeswitch.direct import data_of, enlist
from tests.support.guarded_site import GuardedSite


async def test_direct_messages_arrive_with_their_true_sender(cast: Cast) -> None:
    await cast.alice.tells(cast.bob.person.client_id, "hello é😀")
    assert await cast.bob.hears_body("hello é😀") == {"from": cast.alice.person.client_id, "body": "hello é😀"}


async def test_channel_messages_reach_everybody_and_the_sender(cast: Cast) -> None:
    await cast.alice.tells(cast.alice.person.channel, "all")
    for person in (cast.alice, cast.bob):
        assert await person.hears_body("all") == {"from": cast.alice.person.client_id, "body": "all"}


async def test_nobody_hears_a_sessid_of_another(cast: Cast) -> None:
    await cast.alice.tells(cast.bob.person.client_id, "a")
    await cast.alice.tells(cast.alice.person.channel, "b")
    direct = await cast.bob.hears(lambda frame: (data_of(frame) or {}).get("body") == "a")
    public = await cast.bob.hears(lambda frame: (data_of(frame) or {}).get("body") == "b")
    for frame in (direct, public):
        assert cast.alice.person.sessid not in json.dumps(frame)


@pytest.mark.parametrize("size", [1, 60_000, 100_000])
async def test_bodies_arrive_as_they_were(cast: Cast, size: int) -> None:
    body = ('\\"\n\t\u0001é😀<>&%25+#!--' * size)[:size]
    await cast.alice.tells(cast.bob.person.client_id, body)
    assert (await cast.bob.hears_body(body))["body"] == body


@pytest.mark.parametrize("method", ["verto.broadcast", "verto.invite", "verto.bye", "jsapi", "verto.ping"])
async def test_nothing_else_is_granted(cast: Cast, method: str) -> None:
    params = {"eventChannel": cast.alice.person.channel, "localBroadcast": True, "eventData": "x", "command": "status"}
    assert (await cast.alice.calls(method, params))["error"]["code"] == -32601


async def test_a_login_on_the_same_socket_renews_the_lease(cast: Cast) -> None:
    first = await cast.alice.calls("login", cast.alice.person.login_params())
    second = await cast.alice.calls("login", cast.alice.person.login_params())
    assert second["result"]["auth-expires"] >= first["result"]["auth-expires"]
    await cast.alice.tells(cast.bob.person.client_id, "still here")
    await cast.bob.hears_body("still here")


async def test_a_newer_socket_takes_over_and_the_older_one_is_mute(cast: Cast, approves: Opens) -> None:
    newer = await approves(cast.alice.person)
    assert await cast.alice.is_closed()
    await cast.bob.tells(newer.person.client_id, "to the newer")
    await newer.hears_body("to the newer")
    await newer.tells(cast.bob.person.client_id, "from the newer")
    await cast.bob.hears_body("from the newer")


async def test_takeovers_in_a_row_leave_the_last_one_in(
    guarded_site: GuardedSite, cast: Cast, approves: Opens, channel: str
) -> None:
    person = enlist(guarded_site, channel)
    for _ in range(8):
        newest = await approves(person)
    await cast.alice.tells(person.client_id, "who is it?")
    await newest.hears_body("who is it?")


async def test_a_crowd_is_approved_at_once(guarded_site: GuardedSite, approves: Opens, channel: str) -> None:
    people = await asyncio.gather(*(asyncio.to_thread(enlist, guarded_site, channel) for _ in range(40)))
    crowd = await asyncio.gather(*(approves(person) for person in people))
    await crowd[0].tells(channel, "everybody?")
    await asyncio.gather(*(person.hears_body("everybody?") for person in crowd))


async def test_the_sender_that_floods_is_silenced_and_the_others_go_on(cast: Cast, approves: Opens) -> None:
    flooder = await approves(enlist(cast.site, cast.alice.person.channel))
    to = cast.bob.person.client_id
    message = json.dumps(
        {"jsonrpc": "2.0", "method": "verto.info", "params": {"msg": {"to": to, "body": "f"}}, "id": 1}
    )
    for _ in range(4000):
        await flooder.says(message)
    async with asyncio.timeout(20):
        while "result" in await flooder.tells(to, "may I still?"):
            pass
    await cast.alice.tells(to, "after the flood")
    await cast.bob.hears_body("after the flood", seconds=20)


async def test_a_relay_that_is_hurt_comes_back(cast: Cast) -> None:
    """The watchdog replaces a relay that does not answer: here one that is told to be an old generation."""
    freeswitch = cast.site.freeswitch
    generation = freeswitch.api("hash select/watch/relay")
    assert generation
    freeswitch.api(f"hash insert/watch/relay/{uuid.uuid4()}")
    async with asyncio.timeout(40):
        while not await _is_relayed(cast):
            await asyncio.sleep(0.2)
    assert freeswitch.api("hash select/watch/relay") != generation


async def _is_relayed(cast: Cast) -> bool:
    await cast.alice.tells(cast.bob.person.client_id, "is anybody there?")
    return await cast.bob.does_hear_text("is anybody there?")
