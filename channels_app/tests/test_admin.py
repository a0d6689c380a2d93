"""What the operator sees and may do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from channels_app.models import Channel, Client
from channels_app.switches import get_switch
from channels_app.testing import Cast, Person
from verto.core.codes import PuntReason

CLIENTS = "/admin/channels_app/client/"
CHANNELS = "/admin/channels_app/channel/"


@pytest.fixture
def admin(db: None) -> Browser:
    browser = Browser()
    browser.force_login(get_user_model().objects.create_superuser("ada", "", "x"))
    return browser


def _connect(monkeypatch: pytest.MonkeyPatch, people: Mapping[str, Sequence[str]]) -> None:
    monkeypatch.setattr(get_switch(), "connected", lambda: people)
    monkeypatch.setattr(get_switch(), "counts", lambda: {channel: len(ids) for channel, ids in people.items()})


def test_it_carries_our_name(admin: Browser) -> None:
    assert "PBX peers" in admin.get("/admin/").content.decode()


def test_channels_show_their_link_and_who_is_there(admin: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _connect(monkeypatch, {str(cast.channel.pk): [cast.alice.client_id]})
    address = f"http://testserver/peers/{cast.channel.pk}"
    listed = admin.get(CHANNELS).content.decode()
    assert f'<a href="{address}" data-copy-link' in listed
    assert 'type="module"' in listed and "copy_link" in listed
    shown = admin.get(f"{CHANNELS}{cast.channel.pk}/change/").content.decode()
    assert address in shown
    assert f'href="{CLIENTS}{cast.alice.client_id}/change/"' in shown
    assert cast.bob.client_id not in shown


def test_a_channel_is_made_with_topic_visibility_and_capacity(admin: Browser) -> None:
    form = {"topic": "Tea", "public": "on", "capacity": "7", "call_size": "5", "expires_0": "", "expires_1": ""}
    assert admin.post(f"{CHANNELS}add/", form).status_code == 302
    channel = Channel.objects.get()
    assert (channel.topic, channel.public, channel.capacity, channel.visitor_made) == ("Tea", True, 7, False)


def test_whether_a_key_belongs_to_a_channel_is_decided_when_it_is_made(admin: Browser) -> None:
    form = {"topic": "Tea", "sealed": "on", "capacity": "7", "call_size": "5", "expires_0": "", "expires_1": ""}
    assert admin.post(f"{CHANNELS}add/", form).status_code == 302
    channel = Channel.objects.get()
    assert channel.sealed
    assert f'/peers/{channel.pk}" data-copy-link="sealed"' in admin.get(CHANNELS).content.decode()
    del form["sealed"]
    assert admin.post(f"{CHANNELS}{channel.pk}/change/", form).status_code == 302
    channel.refresh_from_db()
    assert channel.sealed


def test_a_public_channel_has_no_key(admin: Browser) -> None:
    form = {
        "topic": "Tea",
        "public": "on",
        "sealed": "on",
        "capacity": "7",
        "call_size": "5",
        "expires_0": "",
        "expires_1": "",
    }
    assert "A public channel has no key" in admin.post(f"{CHANNELS}add/", form).content.decode()


def test_a_capacity_out_of_range_is_explained(admin: Browser) -> None:
    form = {"topic": "Tea", "capacity": "1001", "call_size": "5", "expires_0": "", "expires_1": ""}
    assert "The capacity must be from 2 to 1000." in admin.post(f"{CHANNELS}add/", form).content.decode()
    assert Channel.objects.count() == 0


def test_deleting_a_channel_tells_how_many_clients_go_along(admin: Browser, cast: Cast) -> None:
    page = admin.get(f"{CHANNELS}{cast.channel.pk}/delete/").content.decode()
    assert re.search(r"<li>Clients: 2</li>", page)
    assert admin.post(f"{CHANNELS}{cast.channel.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Client.objects.all()) == [cast.mallory.client]


def test_clients_show_whether_they_are_connected_and_why_they_ended(
    admin: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _connect(monkeypatch, {str(cast.channel.pk): [cast.alice.client_id]})
    cast.bob.is_changed(ended=cast.bob.client.created, end_reason=PuntReason.REMOVED)
    page = admin.get(CLIENTS).content.decode()
    assert page.count('alt="True"') == 1
    assert "removed" in page
    connected = admin.get(CLIENTS, {"connected": "yes"}).content.decode()
    assert cast.alice.client_id in connected and cast.bob.client_id not in connected


def test_no_page_shows_a_digest(admin: Browser, cast: Cast) -> None:
    alice = cast.alice.client
    for path in (CLIENTS, f"{CLIENTS}{alice.pk}/change/", f"{CHANNELS}{cast.channel.pk}/change/"):
        page = admin.get(path).content
        for digest in (bytes(alice.password_hash), bytes(alice.session_hash)):
            assert digest.hex().encode() not in page and repr(digest).encode() not in page
        assert b"hash" not in page


def test_punting_ends_the_selected_clients_and_says_so(
    admin: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(get_switch(), "punt", lambda ids, reason: heard.append((list(ids), reason)))
    page = admin.get(CLIENTS).content.decode()
    assert "Punt selected clients" in page
    assert "sends them away within a second and makes their credentials useless" in page
    with django_capture_on_commit_callbacks(execute=True):
        form = {"action": "punt", "_selected_action": [cast.alice.client_id]}
        answer = admin.post(CLIENTS, form, follow=True).content.decode()
    assert "Punted 1 client: its call ends within a second" in answer
    assert cast.alice.client.end_reason == "removed"
    assert cast.bob.client.ended is None
    assert heard == [([cast.alice.client_id], PuntReason.REMOVED)]
    again = admin.post(CLIENTS, form, follow=True).content.decode()
    assert "None of these clients was still valid" in again


def test_clients_are_neither_made_nor_changed_nor_deleted_by_hand(admin: Browser, cast: Cast) -> None:
    alice = cast.alice.client_id
    assert admin.get(f"{CLIENTS}add/").status_code == 403
    assert admin.post(f"{CLIENTS}{alice}/delete/", {"post": "yes"}).status_code == 403
    admin.post(
        f"{CLIENTS}{alice}/change/",
        {"end_reason": "removed", "password_hash": "x" * 32, "channel": str(cast.elsewhere.pk)},
    )
    assert cast.alice.client.channel_id == cast.channel.pk
    assert cast.alice.client.end_reason == ""
    assert "delete_selected" not in admin.get(CLIENTS).content.decode()


def test_staff_who_may_only_look_may_not_punt(cast: Cast) -> None:
    user = get_user_model().objects.create_user("vera", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_client"))
    browser = Browser()
    browser.force_login(user)
    assert "Punt selected clients" not in browser.get(CLIENTS).content.decode()
    browser.post(CLIENTS, {"action": "punt", "_selected_action": [cast.alice.client_id]})
    assert cast.alice.client.ended is None


@pytest.mark.parametrize("path", [CLIENTS, CHANNELS])
def test_a_longer_list_takes_no_more_queries(admin: Browser, cast: Cast, path: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(path).status_code == 200
        return len(captured)

    admin.get(path)
    before = queries()
    for _ in range(20):
        Person(Channel.objects.create()).fetches_credentials()
    assert queries() == before <= 11
