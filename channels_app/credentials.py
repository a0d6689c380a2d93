"""Issues the credentials with which a browser logs in to the switch."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import Error, IntegrityError
from django.utils import timezone

from channels_app.bans import digests_of
from channels_app.models import Client
from channels_app.newcomers import get_newcomers
from channels_app.problems import Problem, Refused
from channels_app.session_lookup import Visit, look_up_session
from verto.core.rules import hash_password, is_canonical_uuid

_PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a browser gets for its session. Only digests of the password remain here."""

    client_id: uuid.UUID
    password: str = field(repr=False)
    sessid: uuid.UUID
    expires: datetime


def is_session_id(text: str) -> bool:
    """Is this a session ID, as `crypto.randomUUID()` writes one?"""
    return is_canonical_uuid(text)


def hash_session(session_id: str) -> bytes:
    """Return the digest under which a session ID is kept: a random UUID, so there is nothing to guess."""
    return sha256(session_id.encode("ascii")).digest()


def issue(channel_id: uuid.UUID, session_id: str, network: str = "") -> Credentials:
    """Return fresh credentials for a session: the same client each time, a new password each time.

    `network` is where the request comes from (`common.addresses`), empty where nobody knows. One SELECT, then one INSERT
    or UPDATE. Raises `Refused` with CHANNEL_UNKNOWN, CHANNEL_CLOSED, BANNED, LOCKED, SESSION_EXPIRED or WRONG_CHANNEL; a
    new client also with SERVICE_FULL or TOO_MANY; and `django.db.Error` when the database does not answer.
    """
    session_hash = hash_session(session_id)
    now = timezone.now()
    found = _find(channel_id, session_hash, network, now)
    if found is None:
        newcomers = get_newcomers()
        newcomers.admit(channel_id)
        try:
            return _insert(channel_id, session_hash, now)
        except Error as error:
            newcomers.give_back()
            if not isinstance(error, IntegrityError):
                raise
            # Another request of this session was first, or the session is at home in another channel, or the channel
            # has gone since we looked. Looking again tells which.
            found = _find(channel_id, session_hash, network, now)
            if found is None:
                raise Refused(Problem.WRONG_CHANNEL) from None
    return _renew(found)


def check(channel_id: uuid.UUID, session_id: str, network: str = "") -> uuid.UUID:
    """Return the ID of this session's client, if it has one in this channel that may still come in. Changes nothing.

    Raises `Refused` where it has none, or may not.
    """
    found = _find(channel_id, hash_session(session_id), network, timezone.now())
    if found is None:
        raise Refused(Problem.SESSION_EXPIRED)
    return found.client_id


@dataclass(frozen=True, slots=True)
class _Found:
    client_id: uuid.UUID
    sessid: uuid.UUID
    expires: datetime


def _find(channel_id: uuid.UUID, session_hash: bytes, network: str, now: datetime) -> _Found | None:
    """Return the session's client in this channel, or None; channel, client and bans come in one query."""
    row = look_up_session(Visit(channel_id, session_hash, digests_of(session_hash, network), now))
    if row is None:
        raise Refused(Problem.CHANNEL_UNKNOWN)
    if row.shut:
        raise Refused(Problem.LOCKED)
    if row.channel_expires is not None and row.channel_expires <= now:
        raise Refused(Problem.CHANNEL_CLOSED)
    if row.banned:
        raise Refused(Problem.BANNED)
    if row.client_id is None and row.locked:
        # Whoever has been here may ask; whether a seat waits for them the switch alone knows.
        raise Refused(Problem.LOCKED)
    if row.client_id is None or row.sessid is None or row.expires is None:
        return None
    if row.ended is not None or row.expires <= now:
        raise Refused(Problem.SESSION_EXPIRED)
    return _Found(row.client_id, row.sessid, row.expires)


def _insert(channel_id: uuid.UUID, session_hash: bytes, now: datetime) -> Credentials:
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    client = Client(
        channel_id=channel_id,
        session_hash=session_hash,
        password_hash=hash_password(password),
        created=now,
        expires=now + timedelta(days=settings.CLIENT_LIFETIME_DAYS),
    )
    client.save(force_insert=True)
    return Credentials(client.pk, password, client.sessid, client.expires)


def _renew(found: _Found) -> Credentials:
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    # Only while it has not ended: a punt between the two queries must win.
    changed = Client.objects.filter(pk=found.client_id, ended=None).update(password_hash=hash_password(password))
    if not changed:
        raise Refused(Problem.SESSION_EXPIRED)
    return Credentials(found.client_id, password, found.sessid, found.expires)
