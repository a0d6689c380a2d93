"""The first page and the channel page."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from channels_app.models import Channel
from channels_app.switches import get_switch
from channels_app.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def _expire(channel: Channel) -> None:
    now = timezone.now()
    Channel.objects.filter(pk=channel.pk).update(created=now - timedelta(days=1), expires=now)


def test_public_channels_are_listed_with_who_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    tea, book = Channel.objects.create(topic="Tea", public=True), Channel.objects.create(topic="Books", public=True)
    monkeypatch.setattr(get_switch(), "counts", lambda: {str(tea.pk): 3})
    response = Browser().get("/")
    assert response.status_code == 200
    assert response.context["channels"] == [
        {"id": str(book.pk), "topic": "Books", "here": 0, "url": f"/peers/{book.pk}"},
        {"id": str(tea.pk), "topic": "Tea", "here": 3, "url": f"/peers/{tea.pk}"},
    ]
    assert f'href="/peers/{tea.pk}"' in response.content.decode()


def test_private_and_closed_channels_are_not_listed() -> None:
    Channel.objects.create(topic="Secret")
    _expire(Channel.objects.create(topic="Over", public=True))
    response = Browser().get("/")
    assert response.context["channels"] == []
    assert b"Secret" not in response.content and b"Over" not in response.content


@pytest.mark.parametrize("allowed", [True, False])
def test_a_private_channel_is_offered_where_the_operator_allows_it(settings: Any, allowed: bool) -> None:
    settings.VISITORS_MAY_START_CHANNELS = allowed
    response = Browser().get("/")
    assert response.context["may_start"] is allowed
    assert (b"Start a private channel" in response.content) is allowed


def test_the_channel_page_hands_over_its_configuration(shared_cast: Cast) -> None:
    channel = shared_cast.channel
    page = Browser().get(f"/peers/{channel.pk}").content.decode()
    assert f'data-channel="{channel.pk}"' in page
    assert f'data-sessions-url="/peers/{channel.pk}/sessions"' in page
    assert 'data-topic="Tea"' in page
    assert re.search(r'data-public="(true|1)"', page)


@pytest.mark.parametrize(
    ("servers", "has_relay"),
    [
        ([], False),
        ([{"urls": "stun:stun.example.org"}], False),
        ([{"urls": ["stun:s", "turns:t"], "username": "user", "credential": "a-secret"}], True),
        ([{"urls": "stun:s"}, {"urls": "turn:t?transport=tcp", "username": "user", "credential": "a-secret"}], True),
    ],
)
def test_addresses_can_be_hidden_where_there_is_a_relay(
    shared_cast: Cast, settings: Any, servers: list[dict[str, Any]], has_relay: bool
) -> None:
    settings.ICE_SERVERS = servers
    page = Browser().get(f"/peers/{shared_cast.channel.pk}").content.decode()
    assert f'data-relay="{str(has_relay).lower()}"' in page
    switch = re.search(r'<input id="hide-address"[^>]*>', page)
    assert switch and ("disabled" in switch.group()) is not has_relay
    assert "a-secret" not in page, "credentials are handed out at Join"


def test_a_relay_with_a_secret_counts_and_a_page_tells_nothing_of_it(shared_cast: Cast, settings: Any) -> None:
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.org"], "a-secret" * 5
    for path in ("/", f"/peers/{shared_cast.channel.pk}"):
        page = Browser().get(path).content.decode()
        assert ('data-relay="true"' in page) is (path != "/")
        assert "a-secret" not in page and "turn:" not in page


def test_a_hostile_topic_stays_text() -> None:
    channel = Channel.objects.create(topic='"><script>alert(1)</script>', public=True)
    for path in ("/", f"/peers/{channel.pk}"):
        assert b"<script>alert" not in Browser().get(path).content


def test_a_page_has_no_inline_script_or_style(shared_cast: Cast) -> None:
    for path in ("/", "/test", f"/peers/{shared_cast.channel.pk}", f"/peers/{uuid.uuid4()}"):
        page = Browser().get(path).content.decode()
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL):
            assert "src=" in attributes or "application/json" in attributes, body
        assert "<style" not in page
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)


@pytest.mark.parametrize("expired", [True, False])
def test_a_channel_that_is_not_there_is_a_friendly_404(expired: bool) -> None:
    channel = Channel.objects.create(topic="Gone")
    _expire(channel) if expired else channel.delete()
    response = Browser().get(f"/peers/{channel.pk}")
    assert response.status_code == 404
    assert b"Gone" not in response.content


def test_private_pages_stay_out_of_search_engines_and_shared_caches(shared_cast: Cast) -> None:
    private, public = (Browser().get(f"/peers/{one.pk}") for one in (shared_cast.elsewhere, shared_cast.channel))
    assert private.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in public.headers
    assert private.headers["Cache-Control"] == "private, no-cache"


def test_visitors_get_no_cookie(shared_cast: Cast) -> None:
    for path in ("/", f"/peers/{shared_cast.channel.pk}", "/nothing"):
        response = Browser().get(path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/peers/0b7d6c1e-4a52-4f0b-9d3e-7a1c2f5e8d90"])
def test_pages_are_for_reading(path: str) -> None:
    assert Browser().post(path).status_code == 405


SIZES = "Up to 7 people at once. Up to 5 people can be in one call."


def _allows(channel: Channel) -> str:
    """Return what the page says of its link, as one line of text."""
    page = Browser().get(f"/peers/{channel.pk}").content.decode()
    found = re.search(r'<p id="link-allows"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found.group(1)).split())


def test_a_link_says_what_it_allows() -> None:
    until = datetime(2031, 2, 3, 16, 5, tzinfo=UTC)
    plain = Channel.objects.create(capacity=7)
    assert _allows(plain) == f"Anyone with this link can come in. {SIZES}"
    ending = Channel.objects.create(capacity=7, expires=until, sealed=True)
    assert _allows(ending) == (
        f"Anyone with this link can come in until 3 February 2031, 16:05 UTC. {SIZES} "
        "The key is in the link: whoever has it can read along."
    )
    page = Browser().get(f"/peers/{ending.pk}").content.decode()
    assert '<time datetime="2031-02-03T16:05:00+00:00">' in page
    public = Channel.objects.create(capacity=7, public=True)
    assert _allows(public) == f"Anyone with this link can come in. {SIZES} Listed on the first page."


def test_a_link_of_a_locked_or_full_channel_promises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    until = datetime(2031, 2, 3, 16, 5, tzinfo=UTC)
    locked = Channel.objects.create(capacity=7, expires=until, locked=True)
    assert _allows(locked) == (
        "The channel is locked: nobody new comes in with this link for now. "
        f"The channel closes on 3 February 2031, 16:05 UTC. {SIZES}"
    )
    full, private = Channel.objects.create(capacity=2, public=True), Channel.objects.create(capacity=2)
    monkeypatch.setattr(get_switch(), "counts", lambda: {str(full.pk): 2, str(private.pk): 2})
    assert _allows(full).startswith("Every seat was taken when you opened this page")
    assert _allows(private).startswith("Anyone with this link can come in. Up to 2"), "who is in is not told outside"


@pytest.mark.parametrize(
    ("here", "sentence"),
    [
        (0, "Nobody is here now"),
        (1, "1 person is here now"),
        (5, "5 people are here now"),
    ],
)
def test_who_is_inside_is_told_of_public_channels_alone(
    monkeypatch: pytest.MonkeyPatch, here: int, sentence: str
) -> None:
    public, private = Channel.objects.create(public=True), Channel.objects.create()
    monkeypatch.setattr(get_switch(), "counts", lambda: {str(public.pk): here, str(private.pk): here})
    assert sentence in Browser().get(f"/peers/{public.pk}").content.decode()
    assert "here now" not in Browser().get(f"/peers/{private.pk}").content.decode()
