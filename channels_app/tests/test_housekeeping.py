"""What is forgotten, and what stays."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from django.core.management import call_command
from django.utils import timezone

from channels_app import housekeeping
from channels_app.housekeeping import Housekeeping, Pruned, prune
from channels_app.models import Channel, Client
from channels_app.testing import Cast
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
    monkeypatch.setattr(housekeeping, "close_old_connections", lambda: None)
    keeper = Housekeeping(interval=0.001)
    keeper.start()
    keeper.start()
    assert twice.wait(10), "two rounds did not happen within 10 s"
    keeper.stop()
