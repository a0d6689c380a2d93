"""Private channels that visitors make."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from channels_app import lockdown
from channels_app.models import Channel
from channels_app.problems import Problem, Refused

_HOUR = timedelta(hours=1)
_RETRY_SECONDS = 600


def start_channel(topic: str, *, sealed: bool) -> Channel:
    """Make a private channel, with a key in its link or without. Raises `Refused` with NOT_ALLOWED, TOO_MANY or TRY_LATER.

    The two caps bound what strangers can fill: channels in the last hour, and channels altogether. They are counted,
    not locked: requests at the same instant may pass them by a few.
    """
    if lockdown.is_in_force():
        raise Refused(Problem.NOT_ALLOWED)
    made_by_visitors = Channel.objects.filter(visitor_made=True)
    if made_by_visitors.filter(created__gt=timezone.now() - _HOUR).count() >= settings.VISITOR_CHANNELS_PER_HOUR:
        raise Refused(Problem.TOO_MANY, retry_after=_RETRY_SECONDS)
    if made_by_visitors.count() >= settings.VISITOR_CHANNELS_MAX:
        raise Refused(Problem.TRY_LATER, retry_after=_RETRY_SECONDS)
    return Channel.objects.create(topic=topic, sealed=sealed, visitor_made=True)
