"""The moderator's tools: what is true in the database afterwards, and what the admin says and asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.utils import timezone

from channels_app.bans import ban_network, network_digest
from channels_app.credentials import issue
from channels_app.models import Ban, Channel, Client
from channels_app.problems import Refused
from channels_app.switches import get_switch
from channels_app.testing import Cast

CLIENTS = "/admin/channels_app/client/"
CHANNELS = "/admin/channels_app/channel/"
BANS = "/admin/channels_app/ban/"
HOME, OFFICE = "192.0.2.7", "2001:db8:1:2::/64"


@pytest.fixture
def admin(db: None) -> Browser:
    browser = Browser()
    browser.force_login(get_user_model().objects.create_superuser("ada", "", "x"))
    LogEntry.objects.all().delete()
    return browser


@pytest.fixture
def at_home(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Alice and Mallory are connected from one address, Bob is not connected."""
    switch = get_switch()
    here = {str(cast.channel.pk): [cast.alice.client_id], str(cast.elsewhere.pk): [cast.mallory.client_id]}
    addresses: Mapping[str, str] = {cast.alice.client_id: HOME, cast.mallory.client_id: HOME}
    monkeypatch.setattr(switch, "connected", lambda: here)
    digests = {client_id: network_digest(address) for client_id, address in addresses.items()}
    monkeypatch.setattr(switch, "address_digest", lambda client_id: digests.get(client_id, b""))
    monkeypatch.setattr(switch, "live_from", lambda digest: [one for one in digests if digests[one] == digest])
    return cast


def act(admin: Browser, path: str, action: str, *things: object, **answers: str) -> str:
    """Choose an action, and confirm it where `answers` says so; return what the operator reads then."""
    form = {"action": action, "_selected_action": [str(thing) for thing in things], **answers}
    return admin.post(path, form, follow=True).content.decode()


def ban(admin: Browser, *client_ids: str, reach: str = "client", lasts: str = "1 hour") -> str:
    return act(admin, CLIENTS, "ban", *client_ids, confirmed="yes", reach=reach, lasts=lasts)


def noted() -> list[tuple[str, Any]]:
    """What the audit log says, oldest first: of what, and the changes."""
    return [(entry.object_pk, entry.changes) for entry in LogEntry.objects.order_by("pk")]


def refusal(channel: Channel, session_id: str, network: str = "") -> str:
    try:
        issue(channel.pk, session_id, network)
    except Refused as refused:
        return refused.problem.value
    return ""


def test_a_channel_is_locked_and_unlocked(admin: Browser, cast: Cast) -> None:
    assert "1 channel is locked: nobody new comes in" in act(admin, CHANNELS, "lock", cast.channel.pk)
    assert "nothing has changed" in act(admin, CHANNELS, "lock", cast.channel.pk)
    assert Channel.objects.get(pk=cast.channel.pk).locked
    assert cast.alice.client.ended is None
    assert "1 channel is open to newcomers again." in act(admin, CHANNELS, "unlock", cast.channel.pk)
    assert noted() == [
        (str(cast.channel.pk), {"locked": ["False", "True"]}),
        (str(cast.channel.pk), {"locked": ["True", "False"]}),
    ]


def test_closing_asks_first_and_then_sends_everybody_away(admin: Browser, cast: Cast) -> None:
    asked = act(admin, CHANNELS, "close", cast.channel.pk)
    assert "Everybody in them is sent away" in asked and 'value="Close for good"' in asked
    assert cast.alice.client.ended is None
    assert "Tea is closed." in act(admin, CHANNELS, "close", cast.channel.pk, confirmed="yes")
    assert {client.end_reason for client in (cast.alice.client, cast.bob.client)} == {"channel_closed"}
    assert refusal(cast.channel, cast.alice.session_id) == "channel_closed"
    assert admin.get(f"/peers/{cast.channel.pk}").status_code == 404
    assert cast.mallory.client.ended is None
    assert (str(cast.channel.pk), {"closed": ["", "2 clients ended"]}) in noted()


def test_rotating_asks_first_and_then_gives_a_new_link(admin: Browser, cast: Cast) -> None:
    Channel.objects.filter(pk=cast.channel.pk).update(capacity=7)
    assert 'value="Rotate the link"' in act(admin, CHANNELS, "rotate", cast.channel.pk)
    assert Channel.objects.count() == 2
    said = act(admin, CHANNELS, "rotate", cast.channel.pk, confirmed="yes")
    fresh = Channel.objects.exclude(pk__in=(cast.channel.pk, cast.elsewhere.pk)).get()
    assert (fresh.topic, fresh.public, fresh.capacity, fresh.locked) == ("Tea", True, 7, False)
    assert f'Tea has a new link: <a href="http://testserver/peers/{fresh.pk}" data-copy-link="plain"' in said
    assert cast.alice.client.end_reason == "channel_closed"
    assert refusal(cast.channel, cast.alice.session_id) == "channel_closed"
    assert (str(cast.channel.pk), {"rotated": ["", "2 clients ended"]}) in noted()
    assert "was closed already" in act(admin, CHANNELS, "rotate", cast.channel.pk, confirmed="yes")
    assert Channel.objects.count() == 3


def test_a_sealed_channels_new_link_needs_a_new_key(admin: Browser, cast: Cast) -> None:
    Channel.objects.filter(pk=cast.elsewhere.pk).update(sealed=True)
    assert "Copy it with a new key" in act(admin, CHANNELS, "rotate", cast.elsewhere.pk, confirmed="yes")
    assert Channel.objects.filter(topic="Elsewhere", sealed=True).count() == 2


def test_banning_asks_whom_and_for_how_long(admin: Browser, at_home: Cast) -> None:
    asked = act(admin, CLIENTS, "ban", at_home.alice.client_id, at_home.bob.client_id)
    assert "Connected from their addresses now: 2." in asked
    assert "Not all of them are connected." in asked
    assert re.findall(r'name="reach" value="(\w+)"', asked) == ["client", "address", "everywhere"]
    assert re.findall(r'<option value="([^"]+)"', asked) == ["15 minutes", "1 hour", "1 day", "1 week"]
    assert "select a valid choice" in ban(admin, at_home.alice.client_id, lasts="for ever").lower()
    assert Ban.objects.count() == 0
    assert at_home.alice.client.ended is None


def test_a_banned_client_is_ended_and_its_session_stays_out(admin: Browser, at_home: Cast) -> None:
    alice = at_home.alice
    assert "Banned 1 client for 1 hour; 1 client was ended." in ban(admin, alice.client_id)
    assert alice.client.end_reason == "banned"
    assert refusal(at_home.channel, alice.session_id) == "banned"
    assert at_home.mallory.client.ended is None
    left = Ban.objects.get().expires - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert (alice.client_id, {"banned": ["", "for 1 hour: this client, from its channel"]}) in noted()
    assert (alice.client_id, {"ended": ["", "banned"]}) in noted()


def test_an_address_is_banned_from_one_channel(admin: Browser, at_home: Cast) -> None:
    ban(admin, at_home.alice.client_id, reach="address", lasts="1 week")
    assert refusal(at_home.channel, at_home.bob.session_id, HOME) == "banned"
    assert refusal(at_home.channel, at_home.bob.session_id, OFFICE) == ""
    assert refusal(at_home.elsewhere, at_home.mallory.session_id, HOME) == ""
    assert at_home.mallory.client.ended is None


def test_an_address_is_banned_everywhere_with_all_who_are_there(admin: Browser, at_home: Cast) -> None:
    assert "2 clients were ended" in ban(admin, at_home.alice.client_id, reach="everywhere", lasts="1 day")
    assert at_home.mallory.client.end_reason == "banned"
    assert refusal(at_home.elsewhere, at_home.mallory.session_id, HOME) == "banned"
    assert (at_home.mallory.client_id, {"ended": ["", "banned"]}) in noted()


def test_where_nobody_knows_the_address_the_message_says_so(admin: Browser, at_home: Cast) -> None:
    said = ban(admin, at_home.bob.client_id, reach="everywhere")
    assert f"only they themselves are banned: {at_home.bob.client_id}" in said
    assert [ban.kind for ban in Ban.objects.all()] == ["client"]
    assert refusal(at_home.channel, at_home.bob.session_id) == "banned"


def test_no_address_is_kept_or_shown(admin: Browser, at_home: Cast) -> None:
    said = ban(admin, at_home.alice.client_id, reach="everywhere")
    shown = (
        said + admin.get(BANS).content.decode() + admin.get(f"{BANS}{Ban.objects.all()[0].pk}/change/").content.decode()
    )
    kept = str(list(Ban.objects.values())) + str(list(LogEntry.objects.values()))
    assert HOME not in shown + kept
    assert all(bytes(ban.digest).hex() not in shown for ban in Ban.objects.all())


def test_bans_are_listed_and_lifted(admin: Browser, at_home: Cast) -> None:
    ban(admin, at_home.alice.client_id, reach="everywhere")
    listed = admin.get(BANS).content.decode()
    assert "Every channel" in listed and "a client" in listed and "an address" in listed
    assert admin.get(f"{BANS}add/").status_code == 403
    LogEntry.objects.all().delete()
    assert "Lifted 2 bans." in act(admin, BANS, "lift", *Ban.objects.values_list("pk", flat=True))
    assert refusal(at_home.elsewhere, at_home.mallory.session_id, HOME) == "session_expired", "the page begins anew"
    assert refusal(at_home.channel, at_home.bob.session_id, HOME) == ""
    assert LogEntry.objects.filter(action=LogEntry.Action.DELETE).count() == 2


def test_each_page_has_the_buttons_that_make_sense(admin: Browser, cast: Cast) -> None:
    def buttons(path: str) -> list[str]:
        return re.findall(r'<button class="button" type="submit">([^<]+)<', admin.get(path).content.decode())

    channel, client = f"{CHANNELS}{cast.channel.pk}/change/", f"{CLIENTS}{cast.alice.client_id}/change/"
    assert buttons(channel) == ["Lock", "Close", "Rotate the link"]
    assert buttons(client) == ["Punt", "Ban"]
    act(admin, CHANNELS, "lock", cast.channel.pk)
    assert buttons(channel) == ["Unlock", "Close", "Rotate the link"]
    act(admin, CHANNELS, "close", cast.channel.pk, confirmed="yes")
    assert (buttons(channel), buttons(client)) == ([], ["Ban"])
    assert admin.get(f"{CHANNELS}00000000-0000-4000-8000-000000000000/change/").status_code == 302


@pytest.mark.parametrize("path", [CHANNELS, CLIENTS, BANS])
def test_staff_who_may_only_look_can_do_none_of_it(at_home: Cast, path: str) -> None:
    user = get_user_model().objects.create_user("vera", is_staff=True)
    names = ("view_channel", "view_client", "view_ban")
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    vera = Browser()
    vera.force_login(user)
    thing = {
        CHANNELS: at_home.channel.pk,
        CLIENTS: at_home.alice.client_id,
        BANS: ban_network(network_digest(OFFICE), None, timedelta(hours=1)).pk,
    }[path]
    for action in ("lock", "close", "rotate", "punt", "ban", "lift", "delete_selected"):
        act(vera, path, action, thing, confirmed="yes", reach="everywhere", lasts="1 hour")
    assert 'class="button" type="submit"' not in vera.get(f"{path}{thing}/change/").content.decode()
    assert Ban.objects.count() == 1
    assert (Channel.objects.count(), Channel.objects.filter(locked=True).count()) == (2, 0)
    assert Client.objects.filter(ended=None).count() == 3


def test_who_may_punt_may_not_ban_without_the_right_to(at_home: Cast) -> None:
    user = get_user_model().objects.create_user("vera", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=("view_client", "change_client")))
    vera = Browser()
    vera.force_login(user)
    listed = vera.get(CLIENTS).content.decode()
    assert "Punt selected clients" in listed and "Ban selected clients" not in listed
    ban(vera, at_home.alice.client_id)
    assert Ban.objects.count() == 0
    user.user_permissions.add(Permission.objects.get(codename="add_ban"))
    ban(vera, at_home.alice.client_id)
    assert Ban.objects.count() == 1
