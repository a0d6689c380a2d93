"""The cast of the tests: Alice and Bob have credentials for one channel, Mallory has some for another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from channels_app.credentials import Credentials, hash_session, issue
from channels_app.models import Channel, Client


@dataclass
class Person:
    """A browser with a session in one channel."""

    channel: Channel
    session_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    credentials: Credentials | None = None

    def fetches_credentials(self) -> Credentials:
        """Ask for credentials, as the page does at *Join*."""
        self.credentials = issue(self.channel.pk, self.session_id)
        return self.credentials

    @property
    def client(self) -> Client:
        """The row of this person's client."""
        return Client.objects.get(session_hash=hash_session(self.session_id))

    @property
    def client_id(self) -> str:
        assert self.credentials is not None, "this person has no credentials yet"
        return str(self.credentials.client_id)

    def is_changed(self, **fields: Any) -> None:
        """Change the client behind everybody's back."""
        Client.objects.filter(pk=self.client.pk).update(**fields)


@dataclass
class Cast:
    """Everybody, with credentials in hand."""

    channel: Channel
    elsewhere: Channel
    alice: Person
    bob: Person
    mallory: Person


def make_cast() -> Cast:
    """Two channels and three people."""
    channel = Channel.objects.create(topic="Tea", public=True)
    elsewhere = Channel.objects.create(topic="Elsewhere")
    cast = Cast(channel, elsewhere, Person(channel), Person(channel), Person(elsewhere))
    for person in (cast.alice, cast.bob, cast.mallory):
        person.fetches_credentials()
    return cast
