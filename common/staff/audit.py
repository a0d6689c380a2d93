"""The audit log: who of the staff did what, with before and after.

django-auditlog compares models as they are saved (AUDITLOG_INCLUDE_TRACKING_MODELS); here is what it cannot see, and
what keeps visitors out of it: a change counts only while a member of staff or a command is at work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from auditlog.models import LogEntry
from auditlog.signals import pre_log
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import receiver

from common.acting import Actor, actor
from common.metrics import STAFF_REFUSED

NOBODY = Actor("not signed in")
UNKNOWN = "(unknown name)"
FAILURES_PER_HOUR = 200
"""More failed sign-ins than these are not listed: a stranger must not be able to fill the disk."""

_HOUR = 3600


def hidden(value: Any) -> str:
    """Stand for a secret: that it changed is worth knowing, what it is nobody may."""
    return "(hidden)" if value else ""


def note(
    instances: Iterable[Model],
    changes: Mapping[str, list[str]],
    *,
    action: int = LogEntry.Action.UPDATE,
    by: Actor | None = None,
) -> None:
    """Write down what happened to each of these."""
    found = by or actor() or NOBODY
    LogEntry.objects.bulk_create(
        LogEntry(
            content_type=ContentType.objects.get_for_model(instance),
            object_pk=str(instance.pk or ""),
            object_id=instance.pk if isinstance(instance.pk, int) else None,
            object_repr=str(instance) or UNKNOWN,
            action=action,
            changes=dict(changes),
            actor_id=found.user_id,
            additional_data={"who": found.who},
        )
        for instance in instances
    )


@receiver(pre_log)
def _only_staff(sender: Any, **kwargs: Any) -> bool:
    return actor() is not None


@receiver(pre_save, sender=LogEntry)
def _by_whom(sender: Any, instance: LogEntry, **kwargs: Any) -> None:
    found = actor() or NOBODY
    instance.actor_id = instance.actor_id or found.user_id
    instance.additional_data = instance.additional_data or {"who": found.who}
    instance.remote_addr = instance.remote_port = None


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Any, **kwargs: Any) -> None:
    _access(user, "signed in", by=Actor(user.get_username(), user.pk))


@receiver(user_logged_out)
def _signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        _access(user, "signed out", by=Actor(user.get_username(), user.pk))


@receiver(user_login_failed)
def _failed(sender: Any, credentials: Mapping[str, Any], **kwargs: Any) -> None:
    # An unknown name is not written down: it may be a password in the wrong field.
    users = get_user_model()
    user = users._default_manager.filter(username=credentials.get("username")).first()
    STAFF_REFUSED.labels("password").inc()
    _failure(user or users(), "wrong password" if user else "no such account")


@receiver(authentication_failed)
def _factor_failed(sender: Any, user: Any, **kwargs: Any) -> None:
    STAFF_REFUSED.labels("second_factor").inc()
    _failure(user, "wrong second factor")


@receiver(authenticator_added)
def _added(sender: Any, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    note([user], {"second factor": ["", _name(authenticator)]})


@receiver(authenticator_removed)
def _removed(sender: Any, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    note([user], {"second factor": [_name(authenticator), ""]})


@receiver(authenticator_reset)
def _reset(sender: Any, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    note([user], {"second factor": [_name(authenticator), f"{_name(authenticator)}, made anew"]})


def _name(authenticator: Authenticator) -> str:
    return str(authenticator.get_type_display())


def _access(user: Model, event: str, *, by: Actor) -> None:
    note([user], {"session": ["", event]}, action=LogEntry.Action.ACCESS, by=by)


def _failure(user: Model, why: str) -> None:
    key = "common.staff.audit.failures"
    cache.add(key, 0, _HOUR)
    count = cache.incr(key)
    if count < FAILURES_PER_HOUR:
        _access(user, f"refused: {why}", by=NOBODY)
    elif count == FAILURES_PER_HOUR:
        _access(get_user_model()(), "refused: so often that this hour's other failures are not listed", by=NOBODY)
