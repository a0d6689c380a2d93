"""An incident: one command, and nobody is in or comes in."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client as Browser
from django.utils import timezone

from channels_app import lockdown, self_test
from channels_app.credentials import check, issue
from channels_app.directory import look_up
from channels_app.endings import end_clients
from channels_app.models import Channel, Client, Lockdown
from channels_app.problems import Problem, Refused
from channels_app.starting import start_channel
from channels_app.testing import Cast
from verto.core.codes import PuntReason, Refusal

pytestmark = pytest.mark.django_db


def refusal_of(act: Any, *arguments: Any, **options: Any) -> Problem:
    with pytest.raises(Refused) as refused:
        act(*arguments, **options)
    return refused.value.problem


def test_everybody_is_out_and_nobody_comes_in(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lockdown")
    assert set(Client.objects.values_list("end_reason", flat=True)) == {PuntReason.REMOVED}
    assert refusal_of(issue, cast.channel.pk, cast.alice.session_id) is Problem.LOCKED
    assert refusal_of(issue, cast.channel.pk, str(uuid.uuid4())) is Problem.LOCKED
    assert refusal_of(check, cast.channel.pk, cast.alice.session_id) is Problem.LOCKED
    assert refusal_of(start_channel, "Tea", sealed=False) is Problem.NOT_ALLOWED
    assert "3 clients have ended" in capsys.readouterr().out


def test_those_who_are_here_go_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    cast.alice.is_changed(logged_in=now)
    cast.bob.is_changed(logged_in=now - timedelta(hours=1), left=now)
    rounds: list[set[str]] = []

    def end(clients: QuerySet[Client], reason: PuntReason) -> int:
        rounds.append({str(client.pk) for client in clients.filter(ended=None)})
        return end_clients(clients, reason)

    monkeypatch.setattr(lockdown, "end_clients", end)
    assert lockdown.begin() == 3
    assert rounds == [{cast.alice.client_id}, {cast.bob.client_id, cast.mallory.client_id}]


def test_who_got_credentials_at_the_last_moment_is_refused_at_the_door(cast: Cast) -> None:
    lockdown.begin()
    cast.alice.is_changed(ended=None, end_reason="")
    assert look_up([cast.alice.client_id])[cast.alice.client_id].refusal is Refusal.LOCKED
    lockdown.begin()
    assert cast.alice.client.ended is not None


def test_strangers_get_no_relay_for_a_test(cast: Cast, settings: Any) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.org"], "t" * 32
    assert self_test.servers_for_a_test("192.0.2.7")["relay"] is self_test.Relay.GIVEN
    lockdown.begin()
    assert self_test.servers_for_a_test("192.0.2.7")["relay"] is self_test.Relay.KEPT


def test_when_it_is_over_people_come_anew(cast: Cast) -> None:
    call_command("lockdown")
    call_command("lockdown", "--undo")
    assert refusal_of(issue, cast.channel.pk, cast.alice.session_id) is Problem.SESSION_EXPIRED
    issued = issue(cast.channel.pk, str(uuid.uuid4()))
    assert look_up([str(issued.client_id)])[str(issued.client_id)].refusal is None
    assert start_channel("Tea", sealed=True).sealed
    with pytest.raises(CommandError, match="There is no lockdown"):
        call_command("lockdown", "--undo")


def test_staff_sign_in_again_but_for_those_who_are_named() -> None:
    for name in ("ada", "eve"):
        browser = Browser()
        browser.force_login(get_user_model().objects.create_user(name))
    call_command("lockdown", "--keep", "ada")
    ada = get_user_model().objects.get(username="ada")
    assert [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()] == [str(ada.pk)]
    call_command("lockdown")
    assert not Session.objects.exists()


def test_a_name_that_nobody_has_changes_nothing(cast: Cast) -> None:
    with pytest.raises(CommandError, match="There is no account mallory"):
        call_command("lockdown", "--keep", "mallory")
    assert not lockdown.is_in_force()
    assert cast.alice.client.ended is None


def test_it_is_written_down(cast: Cast) -> None:
    call_command("lockdown")
    call_command("lockdown", "--undo")
    over, begun = LogEntry.objects.filter(object_repr="Lockdown").order_by("-pk")
    assert begun.changes == {"lockdown": ["", "in force; 3 clients and 0 sessions of staff ended"]}
    assert over.changes == {"lockdown": ["in force", "over"]}
    assert begun.additional_data == {"who": "command lockdown"}


def test_there_is_one(db: None) -> None:
    lockdown.begin()
    lockdown.begin()
    assert Lockdown.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Lockdown.objects.create(pk=2)


def test_a_channel_that_is_not_there_is_not_locked() -> None:
    lockdown.begin()
    assert not Channel.objects.exists()
    assert refusal_of(issue, uuid.uuid4(), str(uuid.uuid4())) is Problem.CHANNEL_UNKNOWN


def test_every_page_of_the_admin_says_so_to_staff(client: Browser) -> None:
    said = "Lockdown since 2026-11-20 10:05 UTC: nobody is in, and nobody comes in."
    Lockdown.objects.create(pk=1, since=datetime(2026, 11, 20, 10, 5, tzinfo=UTC))
    assert said not in client.get("/admin/login/").content.decode()
    client.force_login(get_user_model().objects.create_superuser("ada"))
    for page in ("/admin/", "/admin/now/", "/admin/channels_app/channel/"):
        assert client.get(page).content.decode().count(said) == 1, page
    call_command("lockdown", "--undo")
    assert said not in client.get("/admin/").content.decode()
