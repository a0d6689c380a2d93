"""What is forgotten, and what stays."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from channels_app import housekeeping
from channels_app.bans import ban_client
from channels_app.credentials import issue
from channels_app.housekeeping import Housekeeping, Pruned, forget_unused, prune
from channels_app.models import Ban, Channel, Client
from channels_app.newcomers import Newcomers
from channels_app.switches import get_switch
from channels_app.testing import Cast
from common.database import Watch
from verto.core.codes import PuntReason

OLD = timedelta(days=30)


def test_nothing_is_forgotten_too_early(cast: Cast) -> None:
    cast.alice.is_changed(ended=timezone.now() - timedelta(hours=23), end_reason=PuntReason.REMOVED)
    assert prune() == Pruned(0, 0)


def test_clients_that_ended_or_expired_long_ago_are_forgotten(cast: Cast) -> None:
    now = timezone.now()
    cast.alice.is_changed(ended=now - timedelta(days=2), end_reason=PuntReason.REMOVED)
    cast.mallory.is_changed(created=now - OLD, expires=now - timedelta(days=2))
    assert prune() == Pruned(2, 0)
    assert list(Client.objects.all()) == [cast.bob.client]


def test_a_closed_channel_first_ends_its_clients(cast: Cast) -> None:
    now = timezone.now()
    Channel.objects.filter(pk=cast.channel.pk).update(created=now - OLD, expires=now - timedelta(minutes=1))
    assert prune() == Pruned(0, 0)
    assert cast.alice.client.end_reason == PuntReason.CHANNEL_CLOSED
    assert cast.mallory.client.ended is None


def test_a_channel_closed_long_ago_goes_with_its_clients(cast: Cast) -> None:
    now = timezone.now()
    Channel.objects.filter(pk=cast.channel.pk).update(created=now - OLD, expires=now - timedelta(days=2))
    assert prune() == Pruned(2, 1)


@pytest.mark.django_db
def test_a_visitors_channel_goes_after_a_day_without_anybody() -> None:
    created = timezone.now() - timedelta(hours=25)
    Channel.objects.create(visitor_made=True, created=created)
    kept = [Channel.objects.create(created=created), Channel.objects.create(visitor_made=True)]
    assert prune() == Pruned(0, 1)
    assert set(Channel.objects.all()) == set(kept)


def test_a_visitors_channel_with_clients_stays(cast: Cast) -> None:
    Channel.objects.filter(pk=cast.channel.pk).update(visitor_made=True, created=timezone.now() - OLD)
    assert prune() == Pruned(0, 0)


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prune")
    assert capsys.readouterr().out == "Deleted 0 clients and 0 channels.\n"


def test_the_server_prunes_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, twice = [0], Event()

    def count() -> None:
        rounds[0] += 1
        if rounds[0] >= 2:
            twice.set()

    monkeypatch.setattr(housekeeping, "prune", count)
    monkeypatch.setattr(housekeeping, "forget_unused", lambda: 0)
    monkeypatch.setattr(Newcomers, "refresh", lambda self: None)
    monkeypatch.setattr(housekeeping, "close_old_connections", lambda: None)
    keeper = Housekeeping(interval=0.001)
    keeper.start()
    keeper.start()
    assert twice.wait(10), "two rounds did not happen within 10 s"
    keeper.stop()


def test_the_server_looks_for_unused_credentials_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    pruned = Event()

    def prune_and_say() -> None:
        done.append("prune")
        pruned.set()

    monkeypatch.setattr(housekeeping, "forget_unused", lambda: done.append("unused"))
    monkeypatch.setattr(Newcomers, "refresh", lambda self: done.append("count"))
    monkeypatch.setattr(housekeeping, "prune", prune_and_say)
    monkeypatch.setattr(housekeeping, "close_old_connections", lambda: None)
    monkeypatch.setattr(housekeeping, "ROUNDS_BETWEEN_PRUNES", 3)
    keeper = Housekeeping(interval=0.001)
    keeper.start()
    assert pruned.wait(10), "three rounds did not happen within 10 s"
    keeper.stop()
    assert done[:6] == ["count", "unused", "count", "unused", "prune", "count"]


def test_after_a_round_that_failed_engines_have_one_to_write_down_who_came(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []
    enough = Event()

    def count(self: Newcomers) -> None:
        done.append("count")
        if len(done) == 3:
            raise OperationalError("the connection is lost")
        if len(done) > 6:
            enough.set()

    monkeypatch.setattr(housekeeping, "forget_unused", lambda: done.append("unused"))
    monkeypatch.setattr(Newcomers, "refresh", count)
    monkeypatch.setattr(housekeeping, "close_old_connections", lambda: None)
    monkeypatch.setattr(housekeeping, "watch", Watch())
    keeper = Housekeeping(interval=0.001)
    keeper.start()
    assert enough.wait(10), "five rounds did not happen within 10 s"
    keeper.stop()
    assert done[:6] == ["count", "unused", "count", "count", "unused", "count"]
    told = [(record.getMessage(), record.exc_info) for record in caplog.records]
    assert told == [("The database does not answer: the connection is lost", None)]


def test_bans_go_when_their_time_is_over(cast: Cast) -> None:
    ban_client(cast.alice.client, timedelta(hours=-1))
    ban = ban_client(cast.bob.client, timedelta(hours=1))
    prune()
    assert list(Ban.objects.all()) == [ban]


def test_credentials_never_used_are_forgotten_after_ten_minutes(cast: Cast) -> None:
    now = timezone.now()
    cast.alice.is_changed(created=now - timedelta(minutes=11))
    cast.bob.is_changed(created=now - timedelta(minutes=8))
    cast.mallory.is_changed(created=now - timedelta(minutes=11), logged_in=now - timedelta(minutes=10))
    kept = {cast.bob.client, cast.mallory.client}
    assert (forget_unused(), forget_unused()) == (1, 0)
    assert set(Client.objects.all()) == kept


def test_how_long_they_wait_is_a_setting(cast: Cast, settings: Any) -> None:
    settings.CLIENT_UNUSED_MINUTES = 60
    cast.alice.is_changed(created=timezone.now() - timedelta(minutes=58))
    assert forget_unused() == 0


def test_they_are_gone_when_their_time_is_over_though_the_next_look_is_a_minute_away(cast: Cast) -> None:
    rounds = timedelta(seconds=housekeeping.INTERVAL_SECONDS)
    cast.alice.is_changed(created=timezone.now() - timedelta(minutes=10) + rounds)
    assert forget_unused() == 1


def test_what_ended_stays_visible_though_it_was_never_used(cast: Cast) -> None:
    now = timezone.now()
    cast.alice.is_changed(created=now - timedelta(minutes=11), ended=now, end_reason=PuntReason.REMOVED)
    assert forget_unused() == 0


def test_who_is_connected_is_kept_though_the_login_was_not_written_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (cast.alice, cast.bob):
        person.is_changed(created=timezone.now() - timedelta(minutes=11))
    alice, bob = cast.alice.client, cast.bob.client
    monkeypatch.setattr(get_switch(), "connected", lambda: {str(cast.channel.pk): [str(alice.pk)]})
    assert forget_unused() == 1
    assert alice in Client.objects.all()
    assert bob not in Client.objects.all()


def test_a_flood_is_swept_away_in_pieces(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_CHUNK", 2)
    Client.objects.update(created=timezone.now() - timedelta(minutes=11))
    assert forget_unused() == 3


def test_a_session_whose_credentials_were_forgotten_gets_new_ones(cast: Cast) -> None:
    cast.alice.is_changed(created=timezone.now() - timedelta(minutes=11))
    assert forget_unused() == 1
    assert issue(cast.channel.pk, cast.alice.session_id).client_id != cast.alice.credentials.client_id  # type: ignore[union-attr]
