"""Ends sessions of staff."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(of: Callable[[str], bool]) -> int:
    """End the sessions of those accounts of whose key this is true, as a string; return how many.

    The key is empty where nobody has signed in.
    """
    # Whose a session is stands inside it; of staff there are few.
    gone = [session.pk for session in Session.objects.all() if of(session.get_decoded().get(SESSION_KEY, ""))]
    return Session.objects.filter(pk__in=gone).delete()[0]
