"""Issuing credentials: the same client for a session, a new password each time, and nothing for anybody else."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels_app import credentials
from channels_app.bans import ban_client, ban_network, digests_of, network_digest
from channels_app.credentials import Credentials, hash_session, issue
from channels_app.directory import look_up
from channels_app.endings import end_clients
from channels_app.models import Ban, Channel, Client
from channels_app.problems import Problem, Refused
from channels_app.session_lookup import Visit, look_up_session, queryset
from channels_app.testing import Cast, Person
from verto.core.codes import PuntReason
from verto.core.rules import hash_password


def _problem(channel: Channel, session_id: str) -> Problem:
    with pytest.raises(Refused) as refused:
        issue(channel.pk, session_id)
    return refused.value.problem


def test_a_session_gets_the_same_client_again(cast: Cast) -> None:
    first, second = cast.alice.credentials, cast.alice.fetches_credentials()
    assert first is not None
    assert (first.client_id, first.sessid, first.expires) == (second.client_id, second.sessid, second.expires)


def test_each_fetch_gives_a_new_password_and_the_old_one_is_worthless(cast: Cast) -> None:
    first, second = cast.alice.credentials, cast.alice.fetches_credentials()
    assert first is not None
    assert first.password != second.password
    assert bytes(cast.alice.client.password_hash) == hash_password(second.password)


def test_people_get_clients_of_their_own(cast: Cast) -> None:
    assert len({cast.alice.client_id, cast.bob.client_id, cast.mallory.client_id}) == 3


def test_the_three_values_are_never_one_another(cast: Cast) -> None:
    issued = cast.alice.credentials
    assert issued is not None
    values = [cast.alice.session_id, str(issued.client_id), issued.password, str(issued.sessid)]
    assert len(set(values)) == 4


def test_the_database_holds_neither_session_nor_password(cast: Cast) -> None:
    issued = cast.alice.credentials
    assert issued is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_app_client")
        text = repr(
            [[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in cursor.fetchall()]
        )
    assert issued.password not in text
    assert cast.alice.session_id not in text
    assert cast.alice.session_id.replace("-", "") not in text


def test_credentials_do_not_show_their_password_when_printed(cast: Cast) -> None:
    assert cast.alice.credentials is not None
    assert cast.alice.credentials.password not in repr(cast.alice.credentials)


def test_credentials_last_as_long_as_the_setting_says(cast: Cast, settings: pytest.FixtureRequest) -> None:
    settings.CLIENT_LIFETIME_DAYS = 3  # type: ignore[attr-defined]
    lifetime = Person(cast.channel).fetches_credentials().expires - timezone.now()
    assert timedelta(days=2, hours=23) < lifetime <= timedelta(days=3)


@pytest.mark.django_db
def test_an_unknown_channel_is_refused() -> None:
    assert _problem(Channel(), str(uuid.uuid4())) is Problem.CHANNEL_UNKNOWN


def test_a_closed_channel_is_refused(cast: Cast) -> None:
    now = timezone.now()
    Channel.objects.filter(pk=cast.channel.pk).update(created=now - timedelta(days=2), expires=now)
    assert _problem(cast.channel, cast.alice.session_id) is Problem.CHANNEL_CLOSED
    assert _problem(cast.channel, str(uuid.uuid4())) is Problem.CHANNEL_CLOSED


def test_a_session_of_another_channel_is_refused(shared_cast: Cast) -> None:
    assert _problem(shared_cast.channel, shared_cast.mallory.session_id) is Problem.WRONG_CHANNEL


def test_an_expired_session_is_refused(cast: Cast) -> None:
    now = timezone.now()
    cast.alice.is_changed(created=now - timedelta(days=15), expires=now - timedelta(seconds=1))
    assert _problem(cast.channel, cast.alice.session_id) is Problem.SESSION_EXPIRED


def test_an_ended_session_is_refused_and_keeps_its_old_password(cast: Cast) -> None:
    before = bytes(cast.alice.client.password_hash)
    cast.alice.is_changed(ended=timezone.now(), end_reason=PuntReason.REMOVED)
    assert _problem(cast.channel, cast.alice.session_id) is Problem.SESSION_EXPIRED
    assert bytes(cast.alice.client.password_hash) == before


def test_a_punt_between_the_two_queries_wins(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    find = credentials._find

    def find_and_punt(*args: object) -> object:
        found = find(*args)  # type: ignore[arg-type]
        cast.alice.is_changed(ended=timezone.now(), end_reason=PuntReason.REMOVED)
        return found

    monkeypatch.setattr(credentials, "_find", find_and_punt)
    assert _problem(cast.channel, cast.alice.session_id) is Problem.SESSION_EXPIRED


def test_issuing_takes_two_queries(cast: Cast) -> None:
    ban_network(network_digest(OFFICE), cast.channel, timedelta(hours=1))
    for session_id in (str(uuid.uuid4()), cast.alice.session_id):
        with CaptureQueriesContext(connection) as queries:
            issue(cast.channel.pk, session_id, HOME)
        assert len(queries) == 2, [query["sql"] for query in queries]


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_make_one_client() -> None:
    channel, session_id, at_once = Channel.objects.create(), str(uuid.uuid4()), Barrier(4)

    def fetch(_: int) -> Credentials:
        at_once.wait(timeout=10)
        try:
            return issue(channel.pk, session_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        issued = list(pool.map(fetch, range(4)))
    assert len({one.client_id for one in issued}) == len({one.sessid for one in issued}) == 1
    assert bytes(Client.objects.get().password_hash) in {hash_password(one.password) for one in issued}


@pytest.mark.django_db(transaction=True)
def test_a_channel_deleted_between_the_two_queries_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    channel, find = Channel.objects.create(), credentials._find

    def find_and_delete(*args: object) -> object:
        found = find(*args)  # type: ignore[arg-type]
        Channel.objects.all().delete()
        return found

    monkeypatch.setattr(credentials, "_find", find_and_delete)
    assert _problem(channel, str(uuid.uuid4())) is Problem.CHANNEL_UNKNOWN


HOME, OFFICE = "192.0.2.7", "2001:db8:1:2::/64"


def _problem_from(network: str, channel: Channel, session_id: str) -> Problem:
    with pytest.raises(Refused) as refused:
        issue(channel.pk, session_id, network)
    return refused.value.problem


def test_a_banned_client_gets_nothing_until_its_time_is_over(cast: Cast) -> None:
    ban = ban_client(cast.alice.client, timedelta(minutes=15))
    end_clients(Client.objects.filter(pk=cast.alice.client_id), PuntReason.BANNED)
    assert _problem(cast.channel, cast.alice.session_id) is Problem.BANNED
    with pytest.raises(Refused, match="banned"):
        credentials.check(cast.channel.pk, cast.alice.session_id)
    cast.bob.fetches_credentials()
    Ban.objects.filter(pk=ban.pk).update(expires=timezone.now())
    assert _problem(cast.channel, cast.alice.session_id) is Problem.SESSION_EXPIRED, "and so the page begins anew"


def test_a_ban_outlives_the_client(cast: Cast) -> None:
    ban_client(cast.alice.client, timedelta(days=7))
    cast.alice.client.delete()
    assert _problem(cast.channel, cast.alice.session_id) is Problem.BANNED


def test_nobody_gets_anything_from_a_banned_address(cast: Cast) -> None:
    ban_network(network_digest(OFFICE), cast.channel, timedelta(hours=1))
    for session_id in (cast.alice.session_id, str(uuid.uuid4())):
        assert _problem_from(OFFICE, cast.channel, session_id) is Problem.BANNED
    issue(cast.channel.pk, cast.alice.session_id, HOME)
    issue(cast.elsewhere.pk, cast.mallory.session_id, OFFICE)
    ban_network(network_digest(OFFICE), None, timedelta(hours=1))
    assert _problem_from(OFFICE, cast.elsewhere, cast.mallory.session_id) is Problem.BANNED


def test_bans_outlive_a_new_secret_key_while_the_old_one_counts(cast: Cast, settings: Any) -> None:
    ban_client(cast.alice.client, timedelta(hours=1))
    ban_network(network_digest(OFFICE), None, timedelta(hours=1))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "k" * 50, [settings.SECRET_KEY]
    assert _problem(cast.channel, cast.alice.session_id) is Problem.BANNED
    assert _problem_from(OFFICE, cast.elsewhere, cast.mallory.session_id) is Problem.BANNED
    assert look_up([cast.bob.client_id], [OFFICE])[cast.bob.client_id].banned_addresses == {OFFICE}
    settings.SECRET_KEY_FALLBACKS = []
    cast.alice.fetches_credentials()
    issue(cast.elsewhere.pk, cast.mallory.session_id, OFFICE)
    assert look_up([cast.bob.client_id], [OFFICE])[cast.bob.client_id].banned_addresses == set()


def test_the_newest_ban_counts_alone(cast: Cast) -> None:
    first, second = (ban_network(network_digest(HOME), None, timedelta(hours=hours)) for hours in (24, 1))
    assert (first.pk, Ban.objects.get().expires) == (second.pk, second.expires)
    assert second.expires < first.expires


def test_a_locked_channel_gives_nothing_to_who_was_never_there(cast: Cast) -> None:
    Channel.objects.filter(pk=cast.channel.pk).update(locked=True)
    assert _problem(cast.channel, str(uuid.uuid4())) is Problem.LOCKED
    cast.alice.fetches_credentials()


def test_checking_a_session_changes_nothing(cast: Cast) -> None:
    before = bytes(cast.alice.client.password_hash)
    assert str(credentials.check(cast.channel.pk, cast.alice.session_id)) == cast.alice.client_id
    assert bytes(cast.alice.client.password_hash) == before
    with pytest.raises(Refused, match="session_expired"):
        credentials.check(cast.channel.pk, str(uuid.uuid4()))


def test_the_prepared_query_finds_what_the_orm_finds(cast: Cast) -> None:
    now = timezone.now()
    cast.bob.is_changed(ended=now, end_reason=PuntReason.REMOVED)
    Channel.objects.filter(pk=cast.elsewhere.pk).update(expires=now + timedelta(days=1), locked=True)
    ban_client(cast.alice.client, timedelta(hours=1))
    ban_network(network_digest("192.0.2.7"), cast.elsewhere, timedelta(hours=1))
    ban_network(network_digest("192.0.2.8"), None, timedelta(hours=-1))
    sessions = [hash_session(person.session_id) for person in (cast.alice, cast.bob, cast.mallory)] + [b"x" * 32]
    for channel_id in (cast.channel.pk, cast.elsewhere.pk, uuid.uuid4()):
        for session_hash in sessions:
            for network in ("", "192.0.2.7", "192.0.2.8"):
                visit = Visit(channel_id, session_hash, digests_of(session_hash, network), now)
                assert look_up_session(visit) == queryset(visit).first()
