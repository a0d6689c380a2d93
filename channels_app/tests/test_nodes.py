"""Several FreeSWITCH nodes: their leases, where pages are sent, who is refused, and what moves."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.models import F
from django.test import Client as Browser
from django.test import RequestFactory
from django.utils import timezone

from channels_app import nodes
from channels_app.checks import nodes_have_freeswitch, nodes_share_a_database
from channels_app.housekeeping import prune
from channels_app.models import SwitchNode
from channels_app.nodes import living, renew
from channels_app.problems import Problem, Refused
from channels_app.switches import freeswitch, get_switch
from channels_app.switches import nodes as places
from channels_app.switches.freeswitch import FreeswitchSwitch
from channels_app.switches.nodes import NodeDirectory, NodePlace
from channels_app.testing import Cast
from common.database import in_database_thread
from project import env
from verto.adapters.driver import Driver
from verto.core.codes import CloseCode, Refusal
from verto.core.nodes import JOINING_SECONDS, LEASE_SECONDS, home
from verto.core.switchboard import Switchboard
from verto.tests.builders import ALICE, BOB, CHANNEL, MALLORY, OTHER_CHANNEL, Board

LEASE = timedelta(seconds=LEASE_SECONDS)


def ages(name: str, by: timedelta) -> None:
    """Let so much time pass for a node, without a sign of life."""
    SwitchNode.objects.filter(pk=name).update(since=F("since") - by, renewed=F("renewed") - by)


def grown(*names: str) -> None:
    """Have these nodes be alive, and old enough for all of their channels."""
    for name in names:
        renew(name)
        # Its lease goes on meanwhile: a node that runs would take one that is over for the end of its stay.
        SwitchNode.objects.filter(pk=name).update(since=F("since") - timedelta(seconds=2 * JOINING_SECONDS))


# --- Leases ----------------------------------------------------------------------------------------------------------


def test_a_lease_lasts_while_it_is_renewed_and_a_late_one_begins_anew(db: None) -> None:
    assert living() == []
    renew("a")
    ages("a", LEASE / 2)
    renew("a")
    (node,) = living()
    assert node.name == "a" and LEASE_SECONDS / 2 <= node.age < LEASE_SECONDS
    ages("a", LEASE)
    assert living() == []
    renew("a")
    (node,) = living()
    assert node.age < LEASE_SECONDS / 2
    assert SwitchNode.objects.count() == 1 and str(SwitchNode.objects.get()) == "a"


def test_the_clock_of_a_host_does_not_matter(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    renew("a")
    assert [node.name for node in living()] == ["a"]


def test_a_row_goes_a_day_after_its_node_and_no_backup_has_it(db: None) -> None:
    grown("a", "b")
    ages("a", nodes.FORGOTTEN_AFTER)
    prune()
    assert [row.name for row in SwitchNode.objects.all()] == ["b"]


# --- Where pages are sent --------------------------------------------------------------------------------------------


@pytest.fixture
def switch(settings: Any) -> FreeswitchSwitch:
    """Node a, of which nobody ever asks its FreeSWITCH."""
    settings.SWITCH, settings.SWITCH_NODE, settings.FREESWITCH_EVENT_SOCKET_PASSWORD = "freeswitch", "a", "e" * 32
    settings.ORIGINS = ["https://talk.example.org", "http://testserver"]
    switch = get_switch()
    assert isinstance(switch, FreeswitchSwitch)
    return switch


def test_the_address_names_the_node_to_which_the_channel_belongs(switch: FreeswitchSwitch, db: None) -> None:
    grown("a", "b", "c")
    page = RequestFactory().get("/")
    for number in range(20):
        channel = f"b2d6c509-7c19-4aac-a153-{number:012x}"
        assert switch.websocket_url(page, channel) == f"wss://talk.example.org/verto/{home(channel, living())}"
    assert (switch.path, switch.moves_channels) == ("/verto/a", True)


def test_where_no_node_is_alive_the_page_is_told_to_come_later(switch: FreeswitchSwitch, db: None) -> None:
    renew("a")
    ages("a", LEASE)
    with pytest.raises(Refused) as refused:
        switch.websocket_url(RequestFactory().get("/"), CHANNEL)
    assert (refused.value.problem, refused.value.retry_after) == (Problem.TRY_LATER, 2)


def test_the_operator_is_told_which_nodes_are_alive(switch: FreeswitchSwitch, db: None) -> None:
    assert switch.problem().startswith("No FreeSWITCH node is alive")
    assert switch.versions()["FreeSWITCH nodes"] == "none is alive"
    grown("b", "a")
    assert (switch.problem(), switch.versions()["FreeSWITCH nodes"]) == ("", "a, b")
    assert "freeswitch_node_alive" not in {metric.name for metric in switch.metrics()}, "this process is none"
    switch._watch.stop()


def test_a_database_that_is_away_is_not_told_of_as_a_node(
    switch: FreeswitchSwitch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(freeswitch, "living", away)
    assert switch.problem() == ""


def _post(channel: Any, data: dict[str, Any]) -> Any:
    return Browser().post(
        f"/peers/{channel.pk}/sessions",
        json.dumps(data),
        content_type="application/json",
        headers={"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
    )


def test_who_asks_again_is_told_the_new_address_and_keeps_the_password(
    switch: FreeswitchSwitch, shared_cast: Cast
) -> None:
    alice, channel = shared_cast.alice, shared_cast.channel
    grown("a", "b")
    first = home(str(channel.pk), living())
    issued = _post(channel, {"sessionId": alice.session_id}).json()
    assert issued["url"] == f"ws://testserver/verto/{first}"
    ages(str(first), LEASE)
    digest = bytes(alice.client.password_hash)
    again = _post(channel, {"sessionId": alice.session_id, "iceOnly": True}).json()
    assert again == {"url": f"ws://testserver/verto/{'b' if first == 'a' else 'a'}", "iceServers": []}
    assert bytes(alice.client.password_hash) == digest
    SwitchNode.objects.all().delete()
    assert _post(channel, {"sessionId": alice.session_id}).json()["code"] == "try_later"


# --- Who is refused --------------------------------------------------------------------------------------------------


def test_a_node_refuses_clients_of_channels_that_are_not_its_own(shared_cast: Cast) -> None:
    client_id, channel_id = shared_cast.alice.client_id, str(shared_cast.channel.pk)

    def refusals() -> list[Refusal | None]:
        found = [async_to_sync(NodeDirectory(name).look_up)([client_id], ()) for name in ("a", "b")]
        return [entries[client_id].refusal for entries in found]

    assert refusals() == [Refusal.TRY_LATER, Refusal.TRY_LATER]
    grown("a", "b")
    right = [None if home(channel_id, living()) == name else Refusal.WRONG_NODE for name in ("a", "b")]
    assert sorted(map(str, right)) == ["None", "wrong_node"]
    assert refusals() == right
    shared_cast.alice.is_changed(ended=timezone.now(), end_reason="removed")
    assert refusals() == [Refusal.EXPIRED, Refusal.EXPIRED]
    assert async_to_sync(NodeDirectory("a").look_up)([ALICE], ()) == {}


def test_who_was_in_a_locked_channel_comes_back_to_it_at_another_node(shared_cast: Cast, settings: Any) -> None:
    settings.SEAT_KEPT_SECONDS = 60
    alice, now = shared_cast.alice, timezone.now()
    grown("a")

    def is_kept_out(logged_in: float | None, left: float | None) -> bool:
        moments = {"logged_in": logged_in, "left": left}
        alice.is_changed(**{key: None if ago is None else now - timedelta(seconds=ago) for key, ago in moments.items()})
        return async_to_sync(NodeDirectory("a").look_up)([alice.client_id], ())[alice.client_id].locked

    assert not is_kept_out(None, None), "the channel is not locked"
    shared_cast.channel.locked = True
    shared_cast.channel.save()
    assert is_kept_out(None, None), "never been there"
    assert not is_kept_out(500, None), "there, or there when the node died"
    assert not is_kept_out(500, 900), "came back since"
    assert not is_kept_out(500, 5), "left just now: the channel has moved"
    assert is_kept_out(500, 65), "left for longer than a seat is kept"


# --- What moves ------------------------------------------------------------------------------------------------------


def test_a_channel_that_moves_takes_all_of_its_people_and_nobody_else() -> None:
    board = Board()
    alice, bob, mallory = board.joins(ALICE), board.joins(BOB), board.joins(MALLORY)
    for caller in (alice, bob, mallory):
        caller.heard()
    board.perform(board.switchboard.vacate([CHANNEL, "no such channel"], board.now))
    assert [caller.close_code for caller in (alice, bob, mallory)] == [CloseCode.MOVED, CloseCode.MOVED, None]
    assert [caller.heard() for caller in (alice, bob, mallory)] == [[], [], []]
    assert board.switchboard.connected() == {OTHER_CHANNEL: [MALLORY]}
    # Should the channel come back at once, so may they.
    assert (board.refuses(ALICE), board.switchboard.stats.closes) == ("", {"moved": 2})


class Told:
    """A driver that notes what it is to do."""

    def __init__(self) -> None:
        self.board = Board()
        self.switchboard: Switchboard = self.board.switchboard
        self.clock = lambda: self.board.now
        self.perform = self.board.perform


async def becomes(place: NodePlace, *, held: bool) -> None:
    async with asyncio.timeout(10):
        while place.is_held is not held:
            await asyncio.sleep(0.005)


def test_a_node_keeps_its_lease_while_it_is_well_and_gives_up_what_is_no_longer_its_own(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "LOOK_SECONDS", 0.01)
    told = Told()
    callers = [told.board.joins(ALICE), told.board.joins(MALLORY)]
    state = {"well": True}
    place = NodePlace("a", told, lambda: state["well"])  # type: ignore[arg-type]

    async def live() -> None:
        place.start()
        await becomes(place, held=True)
        assert told.switchboard.connected().keys() == {CHANNEL, OTHER_CHANNEL}
        await in_database_thread(grown, "a", "b")
        moves = {
            channel for channel in (CHANNEL, OTHER_CHANNEL) if home(channel, await in_database_thread(living)) == "b"
        }
        assert moves == {OTHER_CHANNEL}
        async with asyncio.timeout(10):
            while callers[1].close_code is None:
                await asyncio.sleep(0.005)
        assert told.switchboard.connected().keys() == {CHANNEL}
        state["well"] = False
        await in_database_thread(ages, "a", LEASE)
        await becomes(place, held=False)
        assert [caller.close_code for caller in callers] == [CloseCode.MOVED, CloseCode.MOVED]
        await place.stop()
        await place.stop()

    async_to_sync(live)()


def test_without_the_database_nobody_is_moved_and_it_goes_on_when_that_is_back(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "LOOK_SECONDS", 0.01)
    told = Told()
    alice = told.board.joins(ALICE)
    place = NodePlace("a", told, lambda: True)  # type: ignore[arg-type]

    def away() -> None:
        raise DatabaseError("away")

    async def live() -> None:
        place.start()
        await becomes(place, held=True)
        for fault in (away, lambda: 1 / 0):
            with monkeypatch.context() as patch:
                patch.setattr(places, "living", fault)
                await becomes(place, held=False)
            await becomes(place, held=True)
        await place.stop()

    async_to_sync(live)()
    assert alice.close_code is None


def test_an_engine_without_its_lease_is_not_ready() -> None:
    driver = Driver(Switchboard(), NodeDirectory("a"))
    assert driver.is_ready
    driver.place = NodePlace("a", driver, lambda: True)
    assert not driver.is_ready


# --- Settings --------------------------------------------------------------------------------------------------------


def test_a_node_without_freeswitch_is_found_at_start(settings: Any) -> None:
    settings.SWITCH_NODE = "a"
    assert [message.id for message in nodes_have_freeswitch(None)] == ["channels_app.E004"]
    settings.SWITCH = "freeswitch"
    assert nodes_have_freeswitch(None) == []


def test_nodes_on_sqlite_are_found_at_start(settings: Any) -> None:
    engine = settings.DATABASES["default"]["ENGINE"]
    assert nodes_share_a_database(None) == []
    settings.SWITCH_NODE = "a"
    found = [message.id for message in nodes_share_a_database(None)]
    assert found == (["channels_app.W002"] if engine.endswith("sqlite3") else [])


@pytest.mark.parametrize("name", ["A", "a_b", "-a", "a-", "a/b", "a.b", "x" * 33, "ä"])
def test_a_name_that_would_not_fit_into_a_path_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SWITCH_NODE", name)
    with pytest.raises(ImproperlyConfigured, match="SWITCH_NODE must be"):
        env.label("SWITCH_NODE")


@pytest.mark.parametrize("name", ["", "a", "fs-1", "7", "x" * 32])
def test_plain_names_are_taken(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SWITCH_NODE", name)
    assert env.label("SWITCH_NODE") == name
