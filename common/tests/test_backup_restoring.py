"""A site is what its backup says, or what it was before."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper as SqliteWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client as Browser
from django.utils import timezone
from pyrage import x25519

from channels_app.bans import ban_client
from channels_app.models import Ban, Channel, Client
from channels_app.testing import Cast
from common.acting import acting
from common.backup import beside, choice, making, restoring, sealed
from common.backup.choice import models
from common.backup.faults import BackupError, Fault
from common.backup.making import NAME, VERSION, Site

pytestmark = pytest.mark.django_db(transaction=True)

KEY = x25519.Identity.generate()
SITE = Site({"SECRET_KEY": ["new", "old"], "TURN_SECRET": ["turn"]}, {"ORIGINS": "https://talk.example.org"})


@pytest.fixture(autouse=True)
def database_beside(db: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests allow no database that they do not know from the beginning; this one comes and goes."""
    monkeypatch.setattr(SqliteWrapper, "ensure_connection", django_db_blocker._real_ensure_connection)


@pytest.fixture(autouse=True)
def forgetful() -> Any:
    """Types of content have other keys after a restore."""
    yield
    ContentType.objects.clear_cache()


@pytest.fixture
def site(shared_cast: Cast) -> Cast:
    """A site with something in every corner: Alice and Mallory have been there, Bob never came."""
    now = timezone.now()
    shared_cast.alice.is_changed(logged_in=now, left=now)
    shared_cast.mallory.is_changed(logged_in=now)
    ban_client(shared_cast.mallory.client, timedelta(hours=1))
    ban_client(shared_cast.alice.client, timedelta(hours=-1))
    with acting("command test"):
        ada = get_user_model().objects.create_superuser("ada", "", "correct horse battery")
        group = Group.objects.create(name="Moderators 会")
    group.permissions.add(*Permission.objects.all()[:3])
    ada.groups.add(group)
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "encrypted", "n": [1, None]})
    oldest = LogEntry.objects.order_by("pk")[:1].get()
    LogEntry.objects.filter(pk=oldest.pk).update(timestamp=now - timedelta(days=366))
    Browser().force_login(ada)
    return shared_cast


def everything() -> dict[str, list[Any]]:
    """All rows of all tables, as Python has them."""
    return {
        model._meta.label: [
            [bytes(value) if isinstance(value, memoryview) else value for value in row]
            for row in model._base_manager.order_by("pk").values_list(*[f.attname for f in model._meta.concrete_fields])
        ]
        for model in models()
    }


def back_up(path: Path, **options: Any) -> Path:
    sealed.write(path, making.chunks(SITE, **options), [KEY.to_public()])
    return path


def write(path: Path, lines: list[Any]) -> Path:
    """Seal lines that `making` would not write."""
    content = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    sealed.write(path, iter([content]), [KEY.to_public()])
    return path


def fault_of(act: Callable[[], object]) -> Fault:
    with pytest.raises(BackupError) as failure:
        act()
    return failure.value.fault


def test_all_comes_back_that_was_worth_keeping(site: Cast, tmp_path: Path) -> None:
    before = everything()
    path = back_up(tmp_path / "backup")
    assert everything() == before
    Channel.objects.all().delete()
    get_user_model().objects.all().delete()
    Channel.objects.create(topic="After the backup")
    secret = tmp_path / "secret_key"

    found = restoring.restore(path, KEY, {"SECRET_KEY": secret}, tmp_path, replace=True)

    after = everything()
    assert secret.read_text() == "new\nold\n"
    assert found.site == SITE
    assert (after.pop("sessions.Session"), len(before.pop("sessions.Session"))) == ([], 1)
    alice_and_mallory = [row for row in before["channels_app.Client"] if str(row[0]) != site.bob.client_id]
    assert after.pop("channels_app.Client") == alice_and_mallory
    del before["channels_app.Client"]
    assert len(before.pop("channels_app.Ban")) == 2
    assert len(after.pop("channels_app.Ban")) == 1
    assert before.pop("auditlog.LogEntry")[1:] == after.pop("auditlog.LogEntry")
    assert after == before
    # Keys that the database makes itself go on where they were.
    Group.objects.create(name="After the restore")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["backup", "secret_key"]


def test_clients_may_be_left_out(site: Cast, tmp_path: Path) -> None:
    path = back_up(tmp_path / "backup", without={Client._meta.label})
    restoring.restore(path, KEY, {}, tmp_path, replace=True)
    assert (Client.objects.count(), Channel.objects.count()) == (0, 2)


def test_what_is_over_by_then_does_not_come_back(site: Cast, tmp_path: Path) -> None:
    path = back_up(tmp_path / "backup")
    later = timezone.now() + timedelta(days=15)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        restoring.restore(path, KEY, {}, tmp_path, replace=True)
    assert (Client.objects.count(), Ban.objects.count()) == (0, 0)


def test_a_backup_is_of_one_moment_and_holds_up_nobody(site: Cast, tmp_path: Path) -> None:
    topics = []

    def write_meanwhile() -> None:
        Channel.objects.create(topic="Meanwhile")
        topics.append("written")
        connection.close()

    def told(what: str, done: int, total: int) -> None:
        if not topics:
            thread = Thread(target=write_meanwhile)
            thread.start()
            thread.join(timeout=4)

    path = back_up(tmp_path / "backup", told=told)
    assert topics == ["written"]
    assert restoring.check(path, KEY).counts["channels_app.Channel"] == 2


def test_a_site_with_data_is_left_alone_unless_told(site: Cast, tmp_path: Path) -> None:
    path = back_up(tmp_path / "backup")
    before = everything()
    assert fault_of(lambda: restoring.restore(path, KEY, {}, tmp_path, replace=False)) is Fault.NOT_EMPTY
    assert everything() == before


def test_nothing_changes_when_it_fails_at_the_last_moment(
    site: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = back_up(tmp_path / "backup")
    secret = tmp_path / "secret_key"
    secret.write_text("as it is")
    Channel.objects.create(topic="After the backup")
    before = everything()
    failing = {"SECRET_KEY": secret, "TURN_SECRET": secret / "not a directory"}
    assert fault_of(lambda: restoring.restore(path, KEY, failing, tmp_path, replace=True)) is Fault.CANNOT_WRITE

    def fail(*args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(connection.ops, "sequence_reset_sql", fail)
    with pytest.raises(ZeroDivisionError):
        restoring.restore(path, KEY, {"SECRET_KEY": secret}, tmp_path, replace=True)
    assert everything() == before
    assert secret.read_text() == "as it is"


def test_secrets_alone(site: Cast, tmp_path: Path) -> None:
    path = back_up(tmp_path / "backup")
    before = everything()
    assert restoring.restore_secrets(path, KEY, {"TURN_SECRET": tmp_path / "turn"}) == SITE
    assert (tmp_path / "turn").read_text() == "turn\n"
    assert everything() == before


def test_what_cannot_be_restored_changes_nothing(site: Cast, tmp_path: Path) -> None:
    schema = making.schema()
    head = {"backup": NAME, "version": VERSION, "made": "now", "schema": schema}
    about: dict[str, Any] = {"secrets": {}, "settings": {}}
    channel = {"table": "channels_app.Channel", "columns": ["id"]}
    nobodys = {"table": "channels_app.Ban", "columns": ["id", "channel_id", "kind", "digest", "expires"]}
    digest = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    ban = [1, "6e7d9f0e-55a5-4f3b-8a64-0a6f5c1d2e3f", "client", digest, "2026-11-22T03:00:00+00:00"]
    cases: dict[Fault, list[Any]] = {
        Fault.NEWER_SCHEMA: [{**head, "schema": {**schema, "channels_app": "9999_later"}}],
        Fault.OTHER_VERSION: [{**head, "version": 2}],
        Fault.BAD_ROWS: [head, about, channel, ["no uuid"], {"end": {"channels_app.Channel": 1}}],
        Fault.DAMAGED: [head, about, channel],
    }
    before = everything()
    for fault, lines in cases.items():
        path = write(tmp_path / f"{fault}", lines)
        assert fault_of(partial(restoring.restore, path, KEY, {}, tmp_path, replace=True)) is fault
    dangling = write(tmp_path / "dangling", [head, about, nobodys, ban, {"end": {"channels_app.Ban": 1}}])
    assert fault_of(lambda: restoring.restore(dangling, KEY, {}, tmp_path, replace=True)) is Fault.BAD_ROWS
    assert everything() == before


def test_a_backup_of_an_older_version_is_brought_up_to_date(site: Cast, tmp_path: Path) -> None:
    schema = {**making.schema(), "channels_app": "0001_initial"}
    channel = "6e7d9f0e-55a5-4f3b-8a64-0a6f5c1d2e3f"
    lines = [
        {"backup": NAME, "version": VERSION, "made": "long ago", "schema": schema},
        {"secrets": {}, "settings": {}},
        {"table": "channels_app.Channel", "columns": ["id", "topic", "public", "created"]},
        [channel, "Old", True, "2026-01-01T00:00:00+00:00"],
        {"end": {"channels_app.Channel": 1}},
    ]
    restoring.restore(write(tmp_path / "old", lines), KEY, {}, tmp_path, replace=True)
    found = Channel.objects.get()
    assert (str(found.pk), found.topic, found.public, found.call_size, found.locked) == (channel, "Old", True, 5, False)
    # What migrations make is there as well.
    assert Permission.objects.filter(codename="change_channel").exists()


def test_no_backup_is_made_of_a_database_that_is_behind(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    assert fault_of(making.schema) is Fault.SCHEMA_BEHIND


def test_a_database_that_is_ahead_is_neither_read_nor_written(site: Cast, tmp_path: Path) -> None:
    path = back_up(tmp_path / "backup")
    recorder = MigrationRecorder(connection)
    recorder.record_applied("channels_app", "9999_later")
    try:
        assert fault_of(making.schema) is Fault.SCHEMA_AHEAD
        for replace in (False, True):
            again = partial(restoring.restore, path, KEY, {}, tmp_path, replace=replace)
            assert fault_of(again) is Fault.SCHEMA_AHEAD
    finally:
        recorder.record_unapplied("channels_app", "9999_later")


def test_the_database_beside_is_gone_afterwards(tmp_path: Path) -> None:
    with beside.database(tmp_path):
        assert beside.ALIAS in connections
        with transaction.atomic(using=beside.ALIAS):
            pass
        assert list(tmp_path.iterdir()) != []
    assert beside.ALIAS not in connections
    assert list(tmp_path.iterdir()) == []


def test_every_model_has_an_order_to_read_it_in_and_no_parent() -> None:
    assert all(not model._meta.parents for model in models())
    assert Session in models()
    assert set(choice._RULES) == {
        "admin.LogEntry",
        "auditlog.LogEntry",
        "channels_app.Ban",
        "channels_app.Client",
        "channels_app.SwitchNode",
        "sessions.Session",
    }
