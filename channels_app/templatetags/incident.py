"""What every page of the admin has to say during an incident."""

from __future__ import annotations

from datetime import datetime

from django import template

from channels_app import lockdown

register = template.Library()


@register.simple_tag
def lockdown_since() -> datetime | None:
    """Return when the lockdown that is in force began; None where there is none."""
    return lockdown.since()
