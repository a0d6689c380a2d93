"""Ending clients: written down for every process, and hinted to the switch of this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from channels_app.endings import end_clients
from channels_app.models import Client
from channels_app.testing import Cast
from verto.core.codes import PuntReason


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, str], PuntReason]]:
    """What the switch is told, in order."""
    from channels_app.switches import get_switch

    heard: list[tuple[dict[str, str], PuntReason]] = []

    def punt(sessids: Mapping[str, str], reason: PuntReason) -> None:
        heard.append((dict(sessids), reason))

    monkeypatch.setattr(get_switch(), "punt", punt)
    return heard


def _sessids(cast: Cast) -> dict[str, str]:
    return {person.client_id: str(person.client.sessid) for person in (cast.alice, cast.bob)}


def test_an_ended_client_is_marked_with_time_and_reason(cast: Cast) -> None:
    assert end_clients(Client.objects.filter(pk=cast.alice.client_id), PuntReason.REMOVED) == 1
    assert cast.alice.client.ended is not None
    assert cast.alice.client.end_reason == "removed"
    assert cast.bob.client.ended is None


def test_the_switch_hears_of_it_after_the_commit(
    cast: Cast, hints: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end_clients(cast.channel.clients.all(), PuntReason.REMOVED)
        assert hints == []
    assert hints == [(_sessids(cast), PuntReason.REMOVED)]


def test_a_client_ends_once_and_keeps_its_first_reason(cast: Cast, hints: list[Any]) -> None:
    end_clients(Client.objects.filter(pk=cast.alice.client_id), PuntReason.REMOVED)
    first = cast.alice.client.ended
    assert end_clients(Client.objects.filter(pk=cast.alice.client_id), PuntReason.CHANNEL_CLOSED) == 0
    assert (cast.alice.client.ended, cast.alice.client.end_reason) == (first, "removed")


def test_a_deleted_channel_sends_its_people_away(
    cast: Cast, hints: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        expected = _sessids(cast)
        cast.channel.delete()
    assert hints == [(expected, PuntReason.CHANNEL_CLOSED)]
