"""What the database keeps: channels, and the clients issued for them. Who is connected now only the switch knows."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from verto.core.codes import PuntReason

TOPIC_LENGTH = 80
MIN_CAPACITY = 2
MAX_CAPACITY = 1000
MIN_CALL_SIZE = 2
MAX_CALL_SIZE = 12
DIGEST_BYTES = 32


class ChannelQuerySet(models.QuerySet["Channel"]):
    """Channels, by what can be said of all of them."""

    def open_at(self, now: datetime) -> ChannelQuerySet:
        """Return those that have not expired."""
        return self.filter(Q(expires=None) | Q(expires__gt=now))


class Channel(models.Model):
    """A room. Public ones are listed on the first page, private ones are known by their link alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(max_length=TOPIC_LENGTH, blank=True)
    public = models.BooleanField(default=False, help_text="Listed on the first page. Otherwise known by its link only.")
    capacity = models.PositiveSmallIntegerField(
        default=50, help_text=f"How many people may be in the channel at once, {MIN_CAPACITY} to {MAX_CAPACITY}."
    )
    call_size = models.PositiveSmallIntegerField(
        default=5,
        help_text=(
            f"How many people may be in one call, {MIN_CALL_SIZE} to {MAX_CALL_SIZE}. Everybody sends to everybody else, "
            "so each one more costs all of them."
        ),
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(null=True, blank=True, help_text="The channel closes then. Empty: it stays.")
    visitor_made = models.BooleanField(default=False, editable=False)
    locked = models.BooleanField(
        default=False, help_text="Nobody new comes in. Who is there stays, and may come back for a minute."
    )
    sealed = models.BooleanField(
        default=False,
        help_text="A key that only the link holds seals everything said through the server. Not for public channels.",
    )

    objects: ClassVar = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ("topic", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity__gte=MIN_CAPACITY, capacity__lte=MAX_CAPACITY),
                name="channel_capacity_in_range",
                violation_error_message=f"The capacity must be from {MIN_CAPACITY} to {MAX_CAPACITY}.",
            ),
            models.CheckConstraint(
                condition=Q(call_size__gte=MIN_CALL_SIZE, call_size__lte=MAX_CALL_SIZE),
                name="channel_call_size_in_range",
                violation_error_message=f"The size of a call must be from {MIN_CALL_SIZE} to {MAX_CALL_SIZE}.",
            ),
            models.CheckConstraint(
                condition=Q(expires=None) | Q(expires__gt=F("created")),
                name="channel_expires_after_created",
                violation_error_message="The channel would have expired before it was made.",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | Q(sealed=False),
                name="channel_public_without_key",
                violation_error_message="A public channel has no key: whoever finds it could not come in.",
            ),
        )
        indexes = (
            models.Index(fields=("expires",), name="channel_expires"),
            models.Index(fields=("created",), name="channel_visitor_made", condition=Q(visitor_made=True)),
        )

    def __str__(self) -> str:
        return self.topic or "Untitled channel"

    def get_absolute_url(self) -> str:
        return reverse("peers:channel", args=(self.pk,))

    def is_open(self, now: datetime) -> bool:
        """May people be here?"""
        return self.expires is None or self.expires > now


class Client(models.Model):
    """One issued credential: a browser's session in one channel, known to the switch by this ID.

    Neither the session ID nor the password can be read from here, only compared: both are kept as SHA-256 digests.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="clients", editable=False)
    session_hash = models.BinaryField(unique=True)
    password_hash = models.BinaryField()
    sessid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(editable=False)
    ended = models.DateTimeField(null=True, editable=False)
    end_reason = models.CharField(
        max_length=20, blank=True, editable=False, choices=[(reason.value, reason.value) for reason in PuntReason]
    )
    logged_in = models.DateTimeField(null=True, editable=False)
    left = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-created",)
        constraints = (
            models.CheckConstraint(
                condition=Exact(Length("session_hash"), DIGEST_BYTES), name="client_session_hash_length"
            ),
            models.CheckConstraint(
                condition=Exact(Length("password_hash"), DIGEST_BYTES), name="client_password_hash_length"
            ),
            models.CheckConstraint(condition=Q(expires__gt=F("created")), name="client_expires_after_created"),
            models.CheckConstraint(
                condition=Q(ended=None, end_reason="")
                | Q(ended__isnull=False, end_reason__in=[reason.value for reason in PuntReason]),
                name="client_ended_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=("ended",), name="client_ended", condition=Q(ended__isnull=False)),
            models.Index(fields=("expires",), name="client_expires"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class BanKind(models.TextChoices):
    """What is not let in."""

    CLIENT = "client", "a client"
    ADDRESS = "address", "an address"


class Ban(models.Model):
    """Somebody who is not let in for a time. The digest can be compared with who comes, and tells nothing else."""

    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, null=True, blank=True, related_name="bans", editable=False
    )
    """None for every channel."""
    kind = models.CharField(max_length=10, choices=BanKind.choices, editable=False)
    digest = models.BinaryField()
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(editable=False)

    class Meta:
        ordering = ("-created",)
        constraints = (
            models.CheckConstraint(condition=Exact(Length("digest"), DIGEST_BYTES), name="ban_digest_length"),
            models.CheckConstraint(condition=Q(kind__in=BanKind.values), name="ban_kind"),
        )
        indexes = (
            models.Index(fields=("digest",), name="ban_digest"),
            models.Index(fields=("expires",), name="ban_expires"),
        )

    def __str__(self) -> str:
        where = f"in {self.channel}" if self.channel_id else "in every channel"
        return f"{self.get_kind_display()} {where}"


class SwitchNode(models.Model):
    """A FreeSWITCH node and its lease (`channels_app.nodes`). All times are of the database's clock."""

    name = models.CharField(primary_key=True, max_length=32, editable=False)
    since = models.DateTimeField(editable=False)
    """When it joined, or came back after its lease was over."""
    renewed = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.name


class Lockdown(models.Model):
    """While its one row is there, nobody comes in anywhere (`channels_app.lockdown`)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="lockdown_is_one"),)

    def __str__(self) -> str:
        return "Lockdown"
