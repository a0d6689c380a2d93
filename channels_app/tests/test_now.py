"""The page *Now*, and the samples that it draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Gauge

from channels_app import admin_now, lockdown, samples
from channels_app.models import Lockdown
from channels_app.plots import HEIGHT, SPAN_SECONDS, WIDTH, plots
from channels_app.samples import INTERVAL_SECONDS, KEPT, Sample, Sampler
from channels_app.switches import get_switch
from channels_app.testing import Cast
from scripts.house.ports import free_port
from scripts.house.redis import RedisServer

NOW = "/admin/now/"


@pytest.fixture
def staff(db: None) -> Browser:
    """Somebody who may look at channels, and nothing else."""
    user = get_user_model().objects.create_user("vera", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_channel"))
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture(autouse=True)
def sampler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sampler]:
    """A memory of this test's own."""
    own = Sampler()
    monkeypatch.setattr(admin_now, "sampler", own)
    yield own
    own.stop()


def connect(monkeypatch: pytest.MonkeyPatch, people: dict[str, int], sockets: int) -> None:
    for method in ("counts", "counts_here"):
        monkeypatch.setattr(get_switch(), method, lambda: people)
    monkeypatch.setattr(get_switch(), "sockets_here", lambda: sockets)


def value_of(gauge: Gauge) -> float:
    return next(sample.value for family in gauge.collect() for sample in family.samples)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_says_how_many_are_where(staff: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, {str(cast.channel.pk): 2, str(cast.elsewhere.pk): 1}, 5)
    page = staff.get(NOW).content.decode()
    shown = text_of(page)
    assert "People 3" in shown and "Channels in use 2" in shown
    assert "Sockets in this process 5 Not logged in yet 2" in shown
    assert "Tea 2 of 50" in shown
    assert "Database answers in" in shown and "embedded, in order" in shown
    assert cast.alice.client_id not in page
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", shown)


def test_it_needs_neither_script_nor_style_of_its_own(staff: Browser, sampler: Sampler) -> None:
    sampler.take()
    page = staff.get(NOW)
    body = page.content.decode().partition('<div class="now">')[2].partition("</main>")[0]
    assert "<polyline points=" in body and 'aria-label="Database, ms in the last hour' in body
    assert "style=" not in body and "<script" not in body and "<style" not in body
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]


def test_it_is_for_those_who_may_see_channels(staff: Browser) -> None:
    get_user_model().objects.get(username="vera").user_permissions.clear()
    assert staff.get(NOW).status_code == 403
    assert f'href="{NOW}"' not in staff.get("/admin/").content.decode()
    assert Browser().get(NOW).status_code == 302


def test_it_is_linked_from_every_page_of_the_admin(staff: Browser) -> None:
    assert f'href="{NOW}">Now</a>' in staff.get("/admin/").content.decode()


def test_without_redis_it_says_that_another_process_may_know(staff: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_switch(), "sockets_here", lambda: None)
    shown = text_of(staff.get(NOW).content.decode())
    assert "this page knows who is connected only with REDIS_URL" in shown
    assert "People 0" not in shown


def test_with_redis_it_counts_engines(staff: Browser, settings: Any, redis_server: RedisServer) -> None:
    settings.REDIS_URL = redis_server.url
    shown = text_of(staff.get(NOW).content.decode())
    assert "Redis answers in" in shown and "Engines alive 0" in shown
    assert re.search(r"Redis \d+\.\d+", shown.partition("Versions")[2])


def test_a_redis_that_is_away_is_said(staff: Browser, settings: Any) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    shown = text_of(staff.get(NOW).content.decode())
    assert "nobody can tell who is connected" in shown
    assert "Redis does not answer" in shown and "Engines alive 0" in shown
    assert value_of(samples.REDIS_UP) == 0


@pytest.mark.django_db
def test_a_database_that_is_away_is_remembered(sampler: Sampler, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    assert sampler.look().database_seconds is not None and value_of(samples.DATABASE_UP) == 1
    monkeypatch.setattr(samples, "_ask_database", fail)
    assert sampler.look().database_seconds is None and value_of(samples.DATABASE_UP) == 0


@pytest.mark.django_db
def test_a_lockdown_is_counted_since_it_began(sampler: Sampler, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    sampler.look()
    assert value_of(samples.LOCKDOWN) == 0
    lockdown.begin()
    began = Lockdown.objects.get().since.timestamp()
    sampler.look()
    assert value_of(samples.LOCKDOWN) == began
    with monkeypatch.context() as away:
        away.setattr(lockdown, "since", fail)
        sampler.look()
    assert value_of(samples.LOCKDOWN) == began, "what nobody can tell has not changed"
    lockdown.end()
    sampler.look()
    assert value_of(samples.LOCKDOWN) == 0


@pytest.mark.django_db
def test_an_hour_is_remembered(sampler: Sampler) -> None:
    for _ in range(KEPT + 3):
        sampler.take()
    assert len(sampler.samples()) == KEPT == 240


def sample(at: float, people: int | None = 1, requests: int = 0) -> Sample:
    return Sample(at, people, 1, requests, 0.001, None, None)


numbers = st.none() | st.integers(0, 10**7)


@given(st.lists(st.tuples(st.floats(0, 7200), numbers), max_size=40))
def test_every_point_is_in_its_frame(found: list[tuple[float, int | None]]) -> None:
    made = plots([sample(at, people) for at, people in sorted(found, key=lambda pair: pair[0])], 7200)
    for plot in made:
        for line in plot.lines:
            for x, y in (map(float, point.split(",")) for point in line.split()):
                assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def test_what_nobody_knew_is_a_gap() -> None:
    times = [SPAN_SECONDS - INTERVAL_SECONDS * n for n in range(9, 0, -1)]
    values = [1, 2, None, 4, 5, None, None, None, 9]
    people = plots([sample(at, value) for at, value in zip(times, values, strict=True)], SPAN_SECONDS)[0]
    assert (people.title, people.now, people.most) == ("People", "9", "9")
    assert [len(line.split()) for line in people.lines] == [2, 2, 2]


def test_requests_are_shown_by_the_minute() -> None:
    made = plots([sample(at, requests=int(at * 2)) for at in range(3000, 3600, 15)], 3600)
    assert next(plot for plot in made if plot.title == "Requests a minute").most == "120"
    xs = [float(point.split(",")[0]) for point in made[0].lines[0].split()]
    assert all(before < after for before, after in pairwise(xs))
