"""For an incident: nobody is in, nobody comes in, until it is over. True in the database first, and so for every process."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from channels_app.endings import end_clients
from channels_app.models import Client, Lockdown
from verto.core.codes import PuntReason


def begin() -> int:
    """Let nobody in any more and send everybody away; return how many clients have ended. May be repeated."""
    # First: who asks for credentials from here on is refused, so that nobody comes after those who are sent away.
    Lockdown.objects.get_or_create(pk=1)
    # Then those who are likely to be connected: to end all may take a minute where there are many.
    here = Q(logged_in__isnull=False) & (Q(left=None) | Q(left__lt=F("logged_in")))
    return sum(
        end_clients(clients, PuntReason.REMOVED) for clients in (Client.objects.filter(here), Client.objects.all())
    )


def end() -> bool:
    """Let people in again, as new clients; return whether there was a lockdown."""
    return Lockdown.objects.all().delete()[0] > 0


def is_in_force() -> bool:
    """Is there a lockdown now?"""
    return Lockdown.objects.exists()


def since() -> datetime | None:
    """Return when the lockdown that is in force began; None where there is none."""
    return Lockdown.objects.values_list("since", flat=True).first()
