"""What the session layer hears about clients."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels_app import directory
from channels_app.bans import ban_network, network_digest
from channels_app.directory import OrmDirectory
from channels_app.models import Channel
from channels_app.testing import Cast
from verto.core.codes import PuntReason, Refusal
from verto.core.ports import Ended
from verto.core.rules import hash_password

HOUR = timedelta(hours=1)


def _ends(cast: Cast, *, seconds_ago: float = 0, reason: PuntReason = PuntReason.REMOVED) -> None:
    cast.alice.is_changed(ended=timezone.now() - timedelta(seconds=seconds_ago), end_reason=reason)


def _closes(channel: Channel, *, seconds_ago: float = 0) -> None:
    now = timezone.now()
    Channel.objects.filter(pk=channel.pk).update(
        created=now - timedelta(days=1), expires=now - timedelta(seconds=seconds_ago)
    )


def test_a_client_is_known_with_its_channel_and_password(cast: Cast) -> None:
    issued = cast.alice.credentials
    assert issued is not None
    entry = directory.look_up([cast.alice.client_id])[cast.alice.client_id]
    assert entry.channel_id == str(cast.channel.pk)
    assert entry.password_hash == hash_password(issued.password)
    assert entry.sessid == str(issued.sessid)
    assert entry.expires == issued.expires.timestamp()
    assert entry.capacity == 50
    assert entry.refusal is None


def test_many_clients_take_one_query(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = directory.look_up([cast.alice.client_id, cast.bob.client_id, cast.mallory.client_id, str(uuid.uuid4())])
    assert len(found) == 3
    assert len(queries) == 1


def test_what_is_not_an_id_never_reaches_the_database(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert (
            directory.look_up(
                ["", "nobody", cast.alice.client_id.upper(), cast.alice.client_id.replace("-", ""), "' OR 1=1"]
            )
            == {}
        )
    assert len(queries) == 0


@pytest.mark.parametrize(
    ("reason", "refusal"), [(PuntReason.REMOVED, Refusal.EXPIRED), (PuntReason.CHANNEL_CLOSED, Refusal.CHANNEL_CLOSED)]
)
def test_an_ended_client_is_refused(cast: Cast, reason: PuntReason, refusal: Refusal) -> None:
    _ends(cast, reason=reason)
    assert directory.look_up([cast.alice.client_id])[cast.alice.client_id].refusal is refusal


def test_a_client_that_was_banned_is_told_so_with_the_credentials_it_has(cast: Cast) -> None:
    _ends(cast, reason=PuntReason.BANNED)
    assert directory.look_up([cast.alice.client_id])[cast.alice.client_id].refusal is Refusal.BANNED


def test_a_lock_is_told_with_the_client(cast: Cast) -> None:
    Channel.objects.filter(pk=cast.channel.pk).update(locked=True)
    found = directory.look_up([cast.alice.client_id, cast.mallory.client_id])
    assert (found[cast.alice.client_id].locked, found[cast.mallory.client_id].locked) == (True, False)


def test_banned_addresses_are_told_by_channel(cast: Cast) -> None:
    ban_network(network_digest("192.0.2.7"), cast.channel, HOUR)
    ban_network(network_digest("192.0.2.8"), None, HOUR)
    ban_network(network_digest("192.0.2.9"), cast.channel, -HOUR)
    asked = {"192.0.2.7", "192.0.2.8", "192.0.2.9", "192.0.2.10"}
    found = directory.look_up([cast.alice.client_id, cast.mallory.client_id], asked)
    assert found[cast.alice.client_id].banned_addresses == {"192.0.2.7", "192.0.2.8"}
    assert found[cast.mallory.client_id].banned_addresses == {"192.0.2.8"}


def test_a_login_from_an_address_that_nobody_banned_takes_one_query(cast: Cast) -> None:
    ban_network(network_digest("192.0.2.7"), cast.channel, HOUR)
    for address, count in (("192.0.2.8", 1), ("192.0.2.7", 2)):
        with CaptureQueriesContext(connection) as queries:
            directory.look_up([cast.alice.client_id], [address])
        assert len(queries) == count
    assert "192.0.2" not in str(queries.captured_queries)


def test_a_closed_channel_refuses_its_clients(cast: Cast) -> None:
    _closes(cast.channel)
    assert directory.look_up([cast.bob.client_id])[cast.bob.client_id].refusal is Refusal.CHANNEL_CLOSED
    assert directory.look_up([cast.mallory.client_id])[cast.mallory.client_id].refusal is None


def test_coming_and_going_is_recorded(cast: Cast) -> None:
    directory.record([cast.alice.client_id, cast.bob.client_id], [cast.bob.client_id])
    assert cast.alice.client.logged_in is not None
    assert cast.alice.client.left is None
    assert cast.bob.client.left is not None
    assert cast.mallory.client.logged_in is None


def test_a_client_ended_now_is_told_at_once_and_not_forever(cast: Cast) -> None:
    assert directory.ended_lately() == []
    _ends(cast)
    assert directory.ended_lately() == [Ended(cast.alice.client_id, PuntReason.REMOVED)]
    _ends(cast, seconds_ago=60)
    assert directory.ended_lately() == []


def test_a_channel_that_has_just_closed_ends_its_clients(cast: Cast) -> None:
    _closes(cast.elsewhere, seconds_ago=1)
    assert directory.ended_lately() == [Ended(cast.mallory.client_id, PuntReason.CHANNEL_CLOSED)]


def test_looking_for_ended_clients_is_one_query_that_uses_indexes(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        directory.ended_lately()
    assert len(queries) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "client_ended" in plan
        assert "channel_expires" in plan
        assert "SCAN channels_app" not in plan


def test_those_who_may_not_stay_are_found(cast: Cast) -> None:
    now = timezone.now()
    deleted = str(uuid.uuid4())
    cast.alice.is_changed(created=now - timedelta(days=15), expires=now - timedelta(seconds=1))
    _closes(cast.elsewhere)
    everybody = [cast.alice.client_id, cast.bob.client_id, cast.mallory.client_id, deleted]
    assert sorted(directory.ended_among(everybody), key=lambda one: one.client_id) == sorted(
        [
            Ended(cast.alice.client_id, PuntReason.EXPIRED),
            Ended(cast.mallory.client_id, PuntReason.CHANNEL_CLOSED),
            Ended(deleted, PuntReason.CHANNEL_CLOSED),
        ],
        key=lambda one: one.client_id,
    )


def test_an_ended_client_may_not_stay(cast: Cast) -> None:
    _ends(cast, seconds_ago=3600)
    assert directory.ended_among([cast.alice.client_id]) == [Ended(cast.alice.client_id, PuntReason.REMOVED)]


def test_who_is_here_is_written_down_if_the_login_was_not(cast: Cast) -> None:
    before = timezone.now()
    cast.bob.is_changed(logged_in=before - timedelta(hours=1))
    here = [cast.alice.client_id, cast.bob.client_id]
    assert directory.ended_among(here) == directory.ended_among(here) == []
    assert cast.alice.client.logged_in is not None and cast.alice.client.logged_in >= before
    assert cast.bob.client.logged_in == before - timedelta(hours=1), "and what was written stays"
    assert cast.mallory.client.logged_in is None


def test_thousands_of_clients_are_asked_for_in_portions(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(directory.ended_among([str(uuid.uuid4()) for _ in range(1200)])) == 1200
    assert len(queries) == 3


def test_the_event_loop_can_ask(shared_cast: Cast) -> None:
    alice, answers = shared_cast.alice, OrmDirectory()
    assert alice.client_id in async_to_sync(answers.look_up)([alice.client_id], [])
    async_to_sync(answers.record)([alice.client_id], [])
    assert alice.client.logged_in is not None
    assert async_to_sync(answers.ended_lately)() == []
    assert async_to_sync(answers.ended_among)([alice.client_id]) == []
