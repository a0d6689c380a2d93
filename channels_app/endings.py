"""Ends clients: the database says so, every switch finds out by itself within a second, and a hint makes it faster."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from channels_app.models import Channel, Client
from verto.core.codes import PuntReason

_CHUNK = 500


def end_clients(clients: QuerySet[Client], reason: PuntReason) -> int:
    """End those of these clients that have not ended yet; return how many. Whoever is connected is punted."""
    live = _sessids(clients)
    ids = list(live)
    ended = 0
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        ended += Client.objects.filter(pk__in=chunk, ended=None).update(ended=timezone.now(), end_reason=reason.value)
    _hint(live, reason)
    return ended


def _sessids(clients: QuerySet[Client]) -> dict[str, str]:
    """Return those of these clients that have not ended, each with its sessid: a deleted row could not tell it later."""
    rows = clients.filter(ended=None).order_by().values_list("pk", "sessid")
    return {str(client_id): str(sessid) for client_id, sessid in rows}


def _hint(sessids: dict[str, str], reason: PuntReason) -> None:
    from channels_app.switches import get_switch  # the switches read the directory, and so these models

    if sessids:
        # After the commit, or the switch would act on what may never happen.
        transaction.on_commit(lambda: get_switch().punt(sessids, reason))


@receiver(pre_delete, sender=Channel)
def _channel_goes(sender: type[Channel], instance: Channel, **kwargs: Any) -> None:
    """Send its people away at once. Other processes notice the missing rows within ten seconds."""
    _hint(_sessids(instance.clients.all()), PuntReason.CHANNEL_CLOSED)
