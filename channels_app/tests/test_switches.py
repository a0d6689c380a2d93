"""Choosing a switch, and the embedded one as Django sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from channels_app.checks import ice_servers_make_sense, redis_joins_engines, switch_exists
from channels_app.switches import get_switch
from channels_app.switches.base import BaseSwitch
from channels_app.switches.embedded import EmbeddedSwitch
from channels_app.testing import Cast, Person
from verto.core.codes import PuntReason

CHANNEL_ID = "b2d6c509-7c19-4aac-a153-b0bbf766d812"


class OtherSwitch(EmbeddedSwitch):
    """Another one, to be chosen by name."""


def test_the_embedded_switch_is_made_once() -> None:
    assert isinstance(get_switch(), EmbeddedSwitch)
    assert get_switch() is get_switch()


def test_another_switch_is_chosen_by_its_dotted_name(settings: Any) -> None:
    usual = get_switch()
    settings.SWITCH = f"{__name__}.OtherSwitch"
    assert type(get_switch()) is OtherSwitch
    settings.SWITCH = "embedded"
    assert get_switch() is not usual


@pytest.mark.parametrize(
    "name", ["", "nothing", "no.such.Switch", "channels_app.models.Channel", "channels_app.problems"]
)
def test_what_is_no_switch_is_refused_and_found_at_start(settings: Any, name: str) -> None:
    settings.SWITCH = name
    with pytest.raises(ImproperlyConfigured):
        get_switch()
    assert [message.id for message in switch_exists(None)] == ["channels_app.E001"]


def test_redis_before_freeswitch_is_found_at_start(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert redis_joins_engines(None) == []
    settings.SWITCH = "freeswitch"
    assert [message.id for message in redis_joins_engines(None)] == ["channels_app.E003"]


def test_without_redis_the_switch_tells_what_it_knows_itself_and_what_is_wrong(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    switch = get_switch()
    assert (switch.counts(), switch.connected(), switch.live_from(b"digest")) == ({}, {}, ())
    assert not switch.has_session("6dc49f00-3e0d-4122-9692-f0ddc49bbf5e")
    assert switch.problem().startswith("Redis does not answer")
    switch.punt({"6dc49f00-3e0d-4122-9692-f0ddc49bbf5e": "5e551d00"}, PuntReason.REMOVED)


@pytest.mark.parametrize(
    "server",
    [
        "stun:stun.example.org",
        {},
        {"urls": []},
        {"urls": "http://example.org"},
        {"urls": "stun:a", "url": "stun:a"},
        {"urls": "turn:turn.example.org"},
        {"urls": ["stun:a", 3]},
    ],
)
def test_a_malformed_ice_server_is_found_at_start(settings: Any, server: object) -> None:
    settings.ICE_SERVERS = [{"urls": "stun:stun.example.org"}, server]
    assert [message.id for message in ice_servers_make_sense(None)] == ["channels_app.E002"]


def test_good_ice_servers_pass(settings: Any) -> None:
    settings.ICE_SERVERS = [{"urls": "stun:a"}, {"urls": ["turn:b", "turns:b"], "username": "u", "credential": "c"}]
    assert ice_servers_make_sense(None) == []


@pytest.mark.parametrize(
    ("headers", "url"),
    [
        ({"Origin": "https://talk.example.org"}, "wss://talk.example.org/verto"),
        ({"Origin": "https://evil.example"}, "wss://talk.example.org/verto"),
        ({"Host": "127.0.0.1:8000"}, "ws://127.0.0.1:8000/verto"),
        ({"Host": "evil.example"}, "wss://talk.example.org/verto"),
    ],
)
def test_the_websocket_address_is_always_one_of_ours(settings: Any, headers: dict[str, str], url: str) -> None:
    settings.ORIGINS = ["https://talk.example.org", "http://127.0.0.1:8000"]
    page = RequestFactory(headers=headers).get("/")
    assert get_switch().websocket_url(page, CHANNEL_ID) == url


def test_with_several_processes_it_names_the_channel(settings: Any) -> None:
    settings.ORIGINS = ["https://talk.example.org"]
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert get_switch().websocket_url(RequestFactory().get("/"), CHANNEL_ID) == (
        f"wss://talk.example.org/verto?channel={CHANNEL_ID}"
    )


def test_a_switch_without_sockets_knows_nobody(cast: Cast) -> None:
    switch: BaseSwitch = EmbeddedSwitch()
    assert switch.members(str(cast.channel.pk)) == []
    assert switch.counts() == {}
    assert switch.connected() == {}
    assert not switch.has_session(cast.alice.client_id)
    assert (switch.problem(), list(switch.metrics())) == ("", [])
    switch.punt({cast.alice.client_id: str(cast.alice.client.sessid)}, PuntReason.REMOVED)


class _Socket:
    """A browser's WebSocket, as far as these tests need one."""

    def __init__(self, switch: EmbeddedSwitch) -> None:
        self._asgi = ApplicationCommunicator(switch.asgi_app(), {"type": "websocket", "path": "/verto", "headers": []})

    async def logs_in(self, person: Person) -> dict[str, Any]:
        issued = person.credentials
        assert issued is not None
        await self._asgi.send_input({"type": "websocket.connect"})
        assert (await self._asgi.receive_output(5))["type"] == "websocket.accept"
        params = {"login": str(issued.client_id), "passwd": issued.password, "sessid": str(issued.sessid)}
        await self.calls("login", params)
        return await self.hears()

    async def calls(self, method: str, params: dict[str, Any]) -> None:
        text = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        await self._asgi.send_input({"type": "websocket.receive", "text": text})

    async def hears(self) -> dict[str, Any]:
        event = await self._asgi.receive_output(5)
        return json.loads(event["text"]) if event["type"] == "websocket.send" else event

    async def leaves(self) -> None:
        await self._asgi.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._asgi.wait(5)


def test_django_sees_who_is_connected_and_can_punt_them(shared_cast: Cast) -> None:
    alice, channel_id = shared_cast.alice, str(shared_cast.channel.pk)
    switch = EmbeddedSwitch()

    async def visit() -> None:
        socket = _Socket(switch)
        assert (await socket.logs_in(alice))["result"]["message"] == "logged in"
        assert (await socket.hears())["method"] == "verto.clientReady"
        assert switch.counts() == {channel_id: 1}
        assert switch.connected() == {channel_id: [alice.client_id]}
        assert switch.has_session(alice.client_id) and BaseSwitch.has_session(switch, alice.client_id)
        assert switch.stats.logins == 1
        switch.punt({alice.client_id: "any"}, PuntReason.REMOVED)
        assert (await socket.hears())["params"] == {"reason": "removed"}
        assert (await socket.hears())["code"] == 4002
        await socket.leaves()
        await switch.driver.stop()

    async_to_sync(visit)()
    assert switch.counts() == {}


def test_a_wrong_password_opens_nothing(shared_cast: Cast) -> None:
    switch, alice = EmbeddedSwitch(), shared_cast.alice
    stale = alice.credentials
    alice.fetches_credentials()
    alice.credentials = stale

    async def visit() -> None:
        socket = _Socket(switch)
        assert (await socket.logs_in(alice))["error"]["data"] == {"code": "bad_credentials"}
        await socket.leaves()
        await switch.driver.stop()

    async_to_sync(visit)()
    assert switch.stats.refusals == {"bad_credentials": 1}
