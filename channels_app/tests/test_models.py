"""What the database itself refuses, whoever writes."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from channels_app.models import Channel, Client
from channels_app.testing import Cast

pytestmark = pytest.mark.django_db


def _client(cast: Cast, **fields: Any) -> Client:
    now = timezone.now()
    usual = {
        "channel": cast.channel,
        "session_hash": uuid.uuid4().bytes * 2,
        "password_hash": b"p" * 32,
        "created": now,
        "expires": now + timedelta(days=1),
    }
    with transaction.atomic():
        return Client.objects.create(**(usual | fields))


@pytest.mark.parametrize("capacity", [2, 50, 1000])
def test_a_channel_takes_a_capacity_in_range(capacity: int) -> None:
    assert Channel.objects.create(capacity=capacity).pk


@pytest.mark.parametrize("capacity", [0, 1, 1001])
def test_a_channel_refuses_a_capacity_out_of_range(capacity: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(capacity=capacity)


@pytest.mark.parametrize("call_size", [0, 1, 13])
def test_a_channel_refuses_a_call_size_out_of_range(call_size: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(call_size=call_size)


def test_a_form_names_the_range_of_the_capacity() -> None:
    with pytest.raises(ValidationError, match="from 2 to 1000"):
        Channel(capacity=1).full_clean()


def test_a_channel_cannot_expire_before_it_was_made() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(created=now, expires=now)


def test_two_clients_never_share_a_session(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        _client(cast, session_hash=cast.alice.client.session_hash)


def test_two_clients_never_share_a_sessid(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        _client(cast, sessid=cast.alice.client.sessid)


@pytest.mark.parametrize("field", ["session_hash", "password_hash"])
@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_digest_has_32_bytes(cast: Cast, field: str, length: int) -> None:
    with pytest.raises(IntegrityError):
        _client(cast, **{field: b"x" * length})


def test_a_client_cannot_expire_before_it_was_made(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        _client(cast, expires=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize(
    "fields",
    [
        {"ended": timezone.now(), "end_reason": ""},
        {"ended": None, "end_reason": "removed"},
        {"ended": timezone.now(), "end_reason": "mood"},
    ],
)
def test_a_client_has_ended_exactly_when_there_is_a_known_reason(cast: Cast, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        _client(cast, **fields)


def test_a_channel_takes_its_clients_along(cast: Cast) -> None:
    cast.channel.delete()
    assert list(Client.objects.all()) == [cast.mallory.client]


def test_a_channel_without_a_topic_has_a_name_all_the_same() -> None:
    assert str(Channel(topic="")) == "Untitled channel"
