"""Two engines serve one channel, and nobody in it notices."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.cluster.crowd import Crowd, clients_at, hears, hears_of, tells
from tests.support.dedicated import Engine
from tests.support.site import Site
from verto.core.codes import CloseCode

RACES = 1000
AT_ONCE = 20


async def test_they_meet_talk_and_part(crowd: Crowd) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    await hears_of(alice, "joined", bob)
    await tells(alice, bob, "hello over there")
    stamps = await hears(bob, "hello over there")
    assert (stamps["from"], stamps["to"]) == (f"{alice.client_id}@pbx", f"{bob.client_id}@pbx")
    data = {"topic": "tea"}
    params = {"eventChannel": bob.channel, "localBroadcast": True, "eventData": data}
    await bob.calls("verto.broadcast", params)
    event = await alice.hears(lambda frame: frame.get("params", {}).get("eventData") == data)
    assert event["params"]["userid"] == f"{bob.client_id}@pbx"
    await bob.hangs_up()
    await hears_of(alice, "left", bob)


async def test_messages_stay_in_their_order(crowd: Crowd) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    for number in range(200):
        params = {"msg": {"to": bob.client_id, "body": f"{number}"}}
        await alice.socket.send(json.dumps({"jsonrpc": "2.0", "method": "verto.info", "params": params, "id": 1000}))
    heard: list[str] = []

    def collects(frame: dict[str, Any]) -> bool:
        if frame.get("method") == "verto.info":
            heard.append(frame["params"]["msg"]["body"])
        return len(heard) == 200

    await bob.hears(collects)
    assert heard == [f"{number}" for number in range(200)]


async def test_a_channel_is_full_for_both(town: Site, crowd: Crowd) -> None:
    channel = await asyncio.to_thread(town.make_channel, "Two seats", capacity=2)
    await crowd.joins(crowd.here, channel=channel)
    bob = await crowd.joins(crowd.there, channel=channel)
    carol = await crowd.prepares(channel)
    assert await crowd.may_log_in(carol, crowd.here) == "channel_full"
    await bob.hangs_up()
    assert await crowd.may_log_in(crowd.twin(carol), crowd.there) == "channel_full", "Bob may come back"
    assert await crowd.lets_in(crowd.here, crowd.twin(carol)) < 10, "the seat was kept for three seconds"


async def test_of_simultaneous_logins_one_socket_stays(town: Site, crowd: Crowd) -> None:
    alone = await crowd.joins(crowd.here)
    channel = await asyncio.to_thread(town.make_channel, "Racing track", capacity=1000)

    async def race() -> None:
        first = await crowd.prepares(channel)
        second = crowd.twin(first)
        await asyncio.gather(first.dials(port=crowd.here.port), second.dials(port=crowd.there.port))
        login = json.dumps({"jsonrpc": "2.0", "method": "login", "params": first.login_params(), "id": 1})
        await asyncio.gather(first.socket.send(login), second.socket.send(login))
        async with asyncio.timeout(10):
            done, _ = await asyncio.wait(
                {asyncio.ensure_future(one.socket.wait_closed()) for one in (first, second)},
                return_when=asyncio.FIRST_COMPLETED,
            )
        assert len(done) == 1
        stays, goes = (second, first) if first.socket.close_code is not None else (first, second)
        assert goes.socket.close_code == CloseCode.PUNTED
        assert "result" in await stays.calls("echo", {"still": "here"})
        await stays.hangs_up()

    for _ in range(RACES // AT_ONCE):
        await asyncio.gather(*(race() for _ in range(AT_ONCE)))
    assert "result" in await alone.calls("echo", {})
    async with asyncio.timeout(10):
        while clients_at(crowd.here) + clients_at(crowd.there) != 1:
            await asyncio.sleep(0.1)


async def test_a_client_that_moves_is_one_client(crowd: Crowd) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    again = await crowd.joins(crowd.there, again=alice)
    assert await alice.is_closed_with() == CloseCode.PUNTED
    answer = await bob.calls("verto.subscribe", {"eventChannel": bob.channel})
    assert sorted(answer["result"]["members"]) == sorted([again.client_id, bob.client_id])


async def test_the_proxy_brings_those_of_a_channel_together(town: Site, crowd: Crowd) -> None:
    channels = [await asyncio.to_thread(town.make_channel, f"Channel {number}") for number in range(6)]
    engines_of: dict[str, set[bool]] = {channel: set() for channel in channels}
    for channel in channels * 2:
        visitor = await crowd.prepares(channel)
        url = urlsplit(visitor.credentials["url"])
        assert parse_qs(url.query) == {"channel": [channel]}
        before = clients_at(crowd.here)
        await visitor.dials(path=f"{url.path}?{url.query}")
        assert "result" in await visitor.calls("login", visitor.login_params())
        engines_of[channel].add(clients_at(crowd.here) > before)
    assert all(len(engines) == 1 for engines in engines_of.values())


async def test_the_web_application_knows_who_is_here(town: Site, crowd: Crowd) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    code = (
        "import json; from channels_app.switches import get_switch; switch = get_switch();"
        f"print(json.dumps([sorted(switch.connected()[{alice.channel!r}]), switch.counts()[{alice.channel!r}],"
        f" switch.has_session({bob.client_id!r}), switch.address_digest({bob.client_id!r}) != b'', switch.problem()]))"
    )
    printed = await asyncio.to_thread(town.manage, "shell", "-v", "0", "-c", code)
    assert json.loads(printed) == [sorted([alice.client_id, bob.client_id]), 2, True, True, ""]


async def test_a_ban_of_an_address_reaches_who_is_connected(town: Site, crowd: Crowd) -> None:
    alice, bob = await crowd.joins(crowd.here), await crowd.joins(crowd.there)
    far = crowd.make()
    far.network = "192.0.2.9"
    await far.fetches()
    await crowd.logs_in(far, crowd.there)
    code = (
        "from datetime import timedelta; from channels_app import moderation; from channels_app.models import Client;"
        f"moderation.ban(Client.objects.filter(pk={alice.client_id!r}), moderation.Reach.ADDRESS, timedelta(minutes=1));"
        "from channels_app.models import Ban; Ban.objects.all().delete()"
    )
    await asyncio.to_thread(town.manage, "shell", "-v", "0", "-c", code)
    assert await alice.is_closed_with() == await bob.is_closed_with() == CloseCode.PUNTED
    assert "result" in await far.calls("echo", {})


async def test_who_is_punted_goes_at_once_wherever_it_is(
    town: Site, crowd: Crowd, engines: tuple[Engine, Engine]
) -> None:
    bob = await crowd.joins(crowd.there)
    code = f"from channels_app.models import Channel;Channel.objects.get(pk={bob.channel!r}).delete()"
    deleting = asyncio.create_task(asyncio.to_thread(town.manage, "shell", "-v", "0", "-c", code))
    assert await bob.is_closed_with(8) == CloseCode.PUNTED, "without the hint the rows are missed within ten seconds"
    await deleting
