"""The audit log: who of the staff did what, before and after; nothing of visitors, and no secret."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.contrib.admin.models import CHANGE
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client as Browser
from django.utils import timezone

from channels_app.housekeeping import prune
from channels_app.models import Channel, Client
from channels_app.testing import Cast
from common.acting import acting
from common.staff import audit
from common.staff.keeping import forget_old

PASSWORD = "correct horse battery"
LOG = "/admin/auditlog/logentry/"


@pytest.fixture
def ada(db: None) -> Any:
    cache.clear()
    return get_user_model().objects.create_superuser("ada", "", PASSWORD)


@pytest.fixture
def admin(ada: Any) -> Browser:
    browser = Browser()
    browser.force_login(ada)
    LogEntry.objects.all().delete()
    return browser


def entries() -> list[tuple[str, str, Any]]:
    """Who, what it was done to, and the changes; oldest first."""
    found = LogEntry.objects.order_by("pk")
    return [(entry.additional_data["who"], entry.object_repr, entry.changes) for entry in found]


def test_a_changed_channel_is_listed_with_before_and_after(admin: Browser, cast: Cast) -> None:
    form = {"topic": "Coffee", "public": "on", "capacity": "50", "call_size": "5", "expires_0": "", "expires_1": ""}
    admin.post(f"/admin/channels_app/channel/{cast.channel.pk}/change/", form)
    assert entries() == [("ada", "Coffee", {"topic": ["Tea", "Coffee"]})]
    assert LogEntry.objects.get().actor.username == "ada"


def test_made_and_deleted_channels_are_listed(admin: Browser) -> None:
    admin.post(
        "/admin/channels_app/channel/add/",
        {"topic": "Tea", "capacity": "7", "call_size": "5", "expires_0": "", "expires_1": ""},
    )
    admin.post(f"/admin/channels_app/channel/{Channel.objects.get().pk}/delete/", {"post": "yes"})
    (_, _, made), (_, _, deleted) = entries()
    assert made["topic"] == ["None", "Tea"]
    assert deleted["topic"] == ["Tea", "None"]


def test_a_punt_is_listed_for_each_client(admin: Browser, cast: Cast) -> None:
    form = {"action": "punt", "_selected_action": [cast.alice.client_id, cast.bob.client_id]}
    for _ in range(2):
        admin.post("/admin/channels_app/client/", form)
    assert {(who, changes["ended"][1]) for who, _, changes in entries()} == {("ada", "removed")}
    assert {entry.object_pk for entry in LogEntry.objects.all()} == {cast.alice.client_id, cast.bob.client_id}
    assert LogEntry.objects.count() == 2


def test_rights_and_passwords_of_staff_are_listed_and_no_hash(admin: Browser) -> None:
    admin.post(
        "/admin/auth/user/add/",
        {"username": "bob", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )
    bob = get_user_model().objects.get(username="bob")
    right = Permission.objects.get(codename="view_channel")
    form = {"username": "bob", "is_active": "on", "is_staff": "on", "user_permissions": [right.pk],
            "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}  # fmt: skip
    admin.post(f"/admin/auth/user/{bob.pk}/change/", form)
    admin.post(
        f"/admin/auth/user/{bob.pk}/password/",
        {"password1": PASSWORD + "!", "password2": PASSWORD + "!", "usable_password": "true"},
    )
    changes = [change for who, name, change in entries() if (who, name) == ("ada", "bob")]
    assert changes[0]["username"] == ["None", "bob"]
    assert any(change.get("is_staff") == ["False", "True"] for change in changes)
    assert any("view channel" in str(change.get("user_permissions")) for change in changes)
    assert {"password": ["(hidden)", "(hidden)"]} in changes
    everything = str(list(LogEntry.objects.values()))
    bob.refresh_from_db()
    assert "argon2" not in everything and bob.password not in everything and PASSWORD not in everything


def test_sign_ins_and_failures_are_listed(ada: Any) -> None:
    browser = Browser(REMOTE_ADDR="203.0.113.7")
    for name, password in (("ada", "wrong"), ("my secret", "wrong"), ("ada", PASSWORD)):
        browser.post("/admin/login/", {"username": name, "password": password})
    browser.post("/admin/logout/")
    assert entries() == [
        ("not signed in", "ada", {"session": ["", "refused: wrong password"]}),
        ("not signed in", audit.UNKNOWN, {"session": ["", "refused: no such account"]}),
        ("ada", "ada", {"session": ["", "signed in"]}),
        ("ada", "ada", {"session": ["", "signed out"]}),
    ]
    everything = str(list(LogEntry.objects.values()))
    assert "203.0.113" not in everything and "my secret" not in everything


def test_strangers_cannot_fill_it(ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "FAILURES_PER_HOUR", 3)
    for number in range(6):
        Browser().post("/admin/login/", {"username": f"eve{number}", "password": "x"})
    assert len(entries()) == 3
    assert "not listed" in entries()[-1][2]["session"][1]


def test_visitors_and_housekeeping_are_not_in_it(cast: Cast) -> None:
    cast.alice.fetches_credentials()
    Channel.objects.create(topic="By a visitor", visitor_made=True)
    Client.objects.all().delete()
    Channel.objects.all().delete()
    prune()
    assert entries() == []


def test_what_a_command_does_is_recorded_as_its_work(db: None) -> None:
    call_command("bootstrap", stdout=StringIO())
    assert {who for who, _, _ in entries()} == {"command bootstrap"}
    assert {name for _, name, _ in entries()} == {"admin", "Lobby"}


def test_whoever_acted_is_known_after_the_account_is_gone(admin: Browser, ada: Any, cast: Cast) -> None:
    with acting("ada", ada.pk):
        cast.channel.topic = "Coffee"
        cast.channel.save()
    ada.delete()
    assert entries()[0][0] == "ada"


def test_an_account_is_deleted_in_the_admin_and_its_traces_stay(admin: Browser) -> None:
    with acting("ada"):
        bob = get_user_model().objects.create_superuser("bob", "", PASSWORD)
    other = Browser()
    other.force_login(bob)
    assert admin.post(f"/admin/auth/user/{bob.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not get_user_model().objects.filter(username="bob").exists()
    assert [(who, name) for who, name, _ in entries()] == [("ada", "bob"), ("bob", "bob"), ("ada", "bob")]


def test_it_can_be_read_and_not_written(admin: Browser, cast: Cast) -> None:
    with acting("ada"):
        cast.channel.topic = "<b>Coffee</b>"
        cast.channel.save()
    entry = LogEntry.objects.get()
    for path in (LOG, f"{LOG}{entry.pk}/change/"):
        page = admin.get(path).content.decode()
        assert "topic" in page and "Tea → &lt;b&gt;Coffee" in page
        assert "ada" in page
    assert admin.get(f"{LOG}add/").status_code == 403
    assert admin.post(f"{LOG}{entry.pk}/change/", {"object_repr": "x"}).status_code == 403
    assert admin.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    admin.post(LOG, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert LogEntry.objects.filter(pk=entry.pk).exists()
    assert admin.get(f"{LOG}?q=Coffee").status_code == 200


def test_who_may_not_see_it_does_not(db: None) -> None:
    browser = Browser()
    browser.force_login(get_user_model().objects.create_user("eve", "", PASSWORD, is_staff=True))
    assert browser.get(LOG).status_code == 403


def test_old_entries_go_and_sessions_that_are_over(ada: Any) -> None:
    audit.note([ada], {"x": ["", "y"]})
    LogEntry.objects.update(timestamp=timezone.now() - timedelta(days=366))
    audit.note([ada], {"x": ["y", "z"]})
    Browser().force_login(ada)
    Browser().force_login(ada)
    for age in (timedelta(days=366), timedelta(days=364)):
        of_admin = {"user_id": ada.pk, "object_repr": "Coffee", "action_flag": CHANGE, "change_message": "[]"}
        AdminEntry.objects.create(action_time=timezone.now() - age, **of_admin)
    over = Session.objects.all()[0]
    Session.objects.filter(pk=over.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_old()
    assert {"x": ["", "y"]} not in [changes for _, _, changes in entries()]
    assert {"x": ["y", "z"]} in [changes for _, _, changes in entries()]
    assert (Session.objects.count(), AdminEntry.objects.count()) == (1, 1)
