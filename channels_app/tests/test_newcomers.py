"""New clients are counted without asking the database for each, and the table has a cap."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from channels_app import credentials
from channels_app.credentials import issue
from channels_app.models import Client
from channels_app.newcomers import Newcomers
from channels_app.problems import Problem, Refused
from channels_app.testing import Cast, Person

CHANNEL, OTHER = uuid.uuid4(), uuid.uuid4()


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def tight(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Newcomers]:
    """Settings to be changed, and newcomers made from them."""

    def make(clock: Clock | None = None, **numbers: int) -> Newcomers:
        for name, number in numbers.items():
            setattr(settings, name, number)
        made = Newcomers(clock or Clock())
        monkeypatch.setattr(credentials, "get_newcomers", lambda: made)
        return made

    return make


def _admitted(newcomers: Newcomers, channel_id: uuid.UUID, tries: int) -> int:
    admitted = 0
    for _ in range(tries):
        try:
            newcomers.admit(channel_id)
        except Refused as refused:
            assert refused.problem is Problem.TOO_MANY
            assert refused.retry_after
        else:
            admitted += 1
    return admitted


@pytest.mark.django_db
def test_a_channel_gets_so_many_new_clients_a_minute_and_takes_none_from_others(tight: Any) -> None:
    clock = Clock()
    newcomers = tight(clock, CHANNEL_CLIENTS_PER_MINUTE=30)
    assert _admitted(newcomers, CHANNEL, 1000) == 20
    assert _admitted(newcomers, OTHER, 5) == 5
    clock.now += 60
    assert _admitted(newcomers, CHANNEL, 1000) == 10


@pytest.mark.django_db
def test_a_channel_where_many_come_is_under_pressure_until_they_stop(tight: Any) -> None:
    clock = Clock()
    newcomers = tight(clock, PROOF_CHANNEL_PER_MINUTE=3)
    _admitted(newcomers, CHANNEL, 2)
    assert [newcomers.are_many(one) for one in (CHANNEL, OTHER, None)] == [True, False, False]
    clock.now += 120
    assert not newcomers.are_many(CHANNEL)


@pytest.mark.django_db
def test_the_site_is_under_pressure_wherever_they_come(tight: Any) -> None:
    newcomers = tight(PROOF_SITE_PER_MINUTE=30)
    for _ in range(20):
        assert not newcomers.are_many(OTHER)
        newcomers.admit(uuid.uuid4())
    assert newcomers.are_many(OTHER)
    assert newcomers.are_many(None)


@pytest.mark.parametrize("name", ["PROOF_CHANNEL_PER_MINUTE", "PROOF_SITE_PER_MINUTE"])
def test_zero_is_pressure_always(tight: Any, name: str) -> None:
    assert tight(**{name: 0}).are_many(CHANNEL)


def test_the_table_is_never_fuller_than_the_cap(cast: Cast, tight: Any) -> None:
    tight(CLIENTS_MAX=5)
    for _ in range(2):
        Person(cast.channel).fetches_credentials()
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            Person(cast.channel).fetches_credentials()
        assert (refused.value.problem, refused.value.retry_after) == (Problem.SERVICE_FULL, 60)
    assert Client.objects.count() == 5
    assert cast.alice.fetches_credentials(), "who is in the table already gets in"


def test_room_that_was_made_is_found_at_the_next_count(cast: Cast, tight: Any) -> None:
    newcomers = tight(CLIENTS_MAX=3)
    with pytest.raises(Refused):
        Person(cast.channel).fetches_credentials()
    cast.bob.client.delete()
    newcomers.refresh()
    assert Person(cast.channel).fetches_credentials()


def test_who_comes_during_a_count_is_counted(cast: Cast, tight: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    newcomers = tight(CLIENTS_MAX=4)
    count = QuerySet.count

    def count_slowly(queryset: Any) -> int:
        rows = count(queryset)
        Person(cast.channel).fetches_credentials()
        return rows

    newcomers.refresh()
    with monkeypatch.context() as during:
        during.setattr(QuerySet, "count", count_slowly)
        newcomers.refresh()
    with pytest.raises(Refused, match="service_full"):
        Person(cast.channel).fetches_credentials()


def test_a_client_that_was_not_written_takes_no_room(shared_cast: Cast, tight: Any) -> None:
    tight(CLIENTS_MAX=4)
    for _ in range(10):
        with pytest.raises(Refused) as refused:
            issue(shared_cast.channel.pk, shared_cast.mallory.session_id)
        assert refused.value.problem is Problem.WRONG_CHANNEL
    assert Person(shared_cast.channel).fetches_credentials()


def test_channels_that_are_not_there_are_not_counted(cast: Cast, tight: Any) -> None:
    newcomers = tight(PROOF_SITE_PER_MINUTE=2)
    for _ in range(10):
        with pytest.raises(Refused):
            issue(uuid.uuid4(), str(uuid.uuid4()))
    assert not newcomers.are_many(None)


def test_the_first_who_come_together_are_counted_once(
    shared_cast: Cast, tight: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomers = tight(CLIENTS_MAX=20)
    count, counts, together = QuerySet.count, [], threading.Barrier(2)

    def count_with_company(queryset: Any) -> int:
        counts.append(queryset)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=1)
        return int(count(queryset))

    def come(_: int) -> None:
        newcomers.admit(shared_cast.channel.pk)
        connection.close()

    monkeypatch.setattr(QuerySet, "count", count_with_company)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(come, range(2)))
    assert len(counts) == 1


def test_many_at_once_stop_at_the_cap(shared_cast: Cast, tight: Any) -> None:
    tight(CLIENTS_MAX=20)

    def come(_: int) -> bool:
        try:
            Person(shared_cast.channel).fetches_credentials()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        came = sum(threads.map(come, range(40)))
    assert came == 17
    assert Client.objects.count() == 20
