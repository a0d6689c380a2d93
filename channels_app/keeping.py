"""What of ours a backup keeps."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from channels_app.models import Ban, Client, SwitchNode
from common.backup.choice import keep_only


def _valid() -> Q:
    """Clients that can come back. Those that ended, and who never came, are nobody's loss and somebody's history."""
    return Q(ended=None, expires__gt=timezone.now(), logged_in__isnull=False)


def _in_force() -> Q:
    return Q(expires__gt=timezone.now())


def _none() -> Q:
    """A lease says who is alive now."""
    return Q(pk=None)


keep_only(Client._meta.label, _valid)
keep_only(Ban._meta.label, _in_force)
keep_only(SwitchNode._meta.label, _none)
