"""How many are in public channels, for pages that ask again."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client as Browser
from django.utils import timezone

from channels_app.models import Channel
from channels_app.switches import get_switch
from peers import here
from peers.here import HereNow, get_here_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    """What another test asked is forgotten."""
    get_here_now.cache_clear()


def test_only_public_channels_are_told_and_only_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    tea, empty = Channel.objects.create(public=True), Channel.objects.create(public=True)
    private = Channel.objects.create()
    monkeypatch.setattr(get_switch(), "counts", lambda: {str(tea.pk): 3, str(private.pk): 2})
    response = Browser().get("/peers/here")
    assert json.loads(response.content) == {"here": {str(tea.pk): 3}}
    assert str(empty.pk) not in response.content.decode()
    assert response.headers["Cache-Control"] == "public, max-age=5"
    assert not response.cookies
    assert Browser().post("/peers/here").status_code == 405


def test_a_channel_that_is_over_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    over, now = Channel.objects.create(public=True), timezone.now()
    Channel.objects.filter(pk=over.pk).update(created=now - timedelta(days=1), expires=now)
    monkeypatch.setattr(get_switch(), "counts", lambda: {str(over.pk): 3})
    assert json.loads(Browser().get("/peers/here").content) == {"here": {}}


def test_many_questions_cost_no_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now, answers = [100.0], iter([{"a": 1}, {"a": 2}])
    monkeypatch.setattr(here, "_public_counts", lambda: next(answers))
    here_now = HereNow(lambda: now[0])

    async def ask() -> Any:
        return await here_now.counts()

    assert [asyncio.run(ask()) for _ in range(3)] == [{"a": 1}] * 3
    now[0] += here.KEPT_SECONDS - 0.1
    assert asyncio.run(ask()) == {"a": 1}
    now[0] += 0.2
    assert asyncio.run(ask()) == {"a": 2}


def test_without_a_database_the_answer_says_when_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError

    monkeypatch.setattr(here, "_public_counts", away)
    response = Browser().get("/peers/here")
    assert (response.status_code, json.loads(response.content)["code"]) == (503, "try_later")
    assert response.headers["Retry-After"] == "2"
    assert response.headers["Cache-Control"] == "no-store"
