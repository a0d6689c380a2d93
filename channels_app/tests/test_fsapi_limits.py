"""A flood at /fsapi is refused by count, before it costs a query, and takes nothing from those who do not flood."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from channels_app.directory import look_up
from channels_app.fsapi import handlers as handlers_module
from channels_app.fsapi import limits, views
from channels_app.fsapi.forms import Disconnect, Login, Lookup
from channels_app.fsapi.handlers import Handlers, TooMany
from channels_app.fsapi.limits import Limit
from channels_app.fsapi.sockets import DirectSockets
from channels_app.testing import Cast
from channels_app.tests.test_fsapi import NOBODY, NOT_FOUND, _counted, _heard, freeswitch


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _allowed(limit: Limit, client_id: str, tries: int) -> int:
    return sum(limit.allows(client_id) for _ in range(tries))


def test_one_client_has_its_burst_and_then_one_a_second() -> None:
    clock = Clock()
    limit = Limit(clock)
    assert _allowed(limit, "a", 50) == limits.CLIENT_BURST
    clock.now += 3
    assert _allowed(limit, "a", 50) == 3
    clock.now += 3600
    assert _allowed(limit, "a", 50) == limits.CLIENT_BURST


def test_who_floods_alone_takes_nothing_from_the_others() -> None:
    limit = Limit(Clock())
    _allowed(limit, "a", 100_000)
    assert _allowed(limit, "b", 50) == limits.CLIENT_BURST


def test_all_together_have_a_limit_too() -> None:
    clock = Clock()
    limit = Limit(clock)
    assert sum(limit.allows(str(number)) for number in range(10_000)) == limits.ALL_BURST
    clock.now += 1
    assert sum(limit.allows(str(number)) for number in range(10_000, 20_000)) == limits.ALL_PER_SECOND


def test_direct_sockets_are_few() -> None:
    sockets = DirectSockets(clients=2)
    assert [sockets.came(client, "1") for client in "abc"] == [True] * 3
    assert [sockets.left(client, "1") for client in "abc"] == [False, True, True]
    sockets.came("a", "1")
    sockets.forget("a")
    assert not sockets.left("a", "1")


def test_a_flood_of_logins_costs_few_queries(shared_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(client_ids: list[str]) -> Any:
        asked.extend(client_ids)
        return look_up(client_ids)

    monkeypatch.setattr(handlers_module, "look_up", counted)
    monkeypatch.setattr(limits, "CLIENT_PER_SECOND", 0.0)
    monkeypatch.setattr(views, "handlers", Handlers())
    alice, before = shared_cast.alice, _counted("lookup", "too_many")
    heard = [_heard(freeswitch.looks_up(alice.client_id)) for _ in range(30)]
    assert len(asked) == limits.CLIENT_BURST
    assert heard[limits.CLIENT_BURST :] == [NOT_FOUND] * 20
    assert _counted("lookup", "too_many") == before + 20
    # The hooks count for themselves, and other people's lookups are answered.
    assert _heard(freeswitch.reports_the_login_of(alice)) == (200, f"ok {shared_cast.channel.pk}")
    assert "<user " in freeswitch.looks_up(shared_cast.bob.client_id).content.decode()


def test_a_flood_of_hooks_hears_503(shared_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CLIENT_PER_SECOND", 0.0)
    monkeypatch.setattr(views, "handlers", Handlers())
    heard = [_heard(freeswitch.reports_login(NOBODY, NOBODY)) for _ in range(limits.CLIENT_BURST + 2)]
    assert heard[-2:] == [(503, "no")] * 2
    assert _heard(freeswitch.reports_disconnect(NOBODY)) == (503, "no")


def test_what_is_refused_by_count_never_reaches_the_database() -> None:
    handlers = Handlers()
    client_id = str(uuid.uuid4())
    for limit in (handlers._lookups, handlers._hooks):
        _allowed(limit, client_id, limits.CLIENT_BURST)
    # pytest-django lets this test have no database.
    for asking in (
        handlers.lookup(Lookup(client_id)),
        handlers.login(Login(client_id, client_id, "127.0.0.1:1")),
        handlers.disconnect(Disconnect(client_id, "127.0.0.1:1")),
    ):
        with pytest.raises(TooMany):
            asyncio.run(asking)
