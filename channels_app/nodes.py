"""The FreeSWITCH nodes that are alive: each renews its lease in the database, and whoever needs to know looks there.

Nothing is kept in memory between two looks, and all times are the database's own. So at any moment everybody who asks is
told the same, and `verto.core.nodes` makes the same of it. Every function may raise `django.db.Error`.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from channels_app.models import SwitchNode
from verto.core.nodes import LEASE_SECONDS, Node

FORGOTTEN_AFTER = timedelta(days=1)


def living() -> list[Node]:
    """Return the nodes that hold a lease."""
    rows = SwitchNode.objects.order_by().values_list("name", "since", "renewed", Now())
    return [
        Node(name, max(0.0, (now - since).total_seconds()))
        for name, since, renewed, now in rows
        if (now - renewed).total_seconds() < LEASE_SECONDS
    ]


def renew(name: str) -> None:
    """Renew the lease of this node, or have it join. A lease that was over begins anew: the node has come back."""
    is_held = any(node.name == name for node in living())
    values = {"renewed": Now()} if is_held else {"renewed": Now(), "since": Now()}
    if not SwitchNode.objects.filter(pk=name).update(**values):
        SwitchNode.objects.create(name=name, since=Now(), renewed=Now())


def forget_gone() -> None:
    """Delete the rows of nodes that have been dead for a day."""
    SwitchNode.objects.filter(renewed__lt=timezone.now() - FORGOTTEN_AFTER).delete()
