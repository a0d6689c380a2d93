"""What of the staff's data a backup keeps, and for how long the site does."""

from __future__ import annotations

from datetime import datetime, timedelta

from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from common.backup.choice import keep_only


def forget_old() -> None:
    """Delete entries of the audit log, of the admin's own log, and sessions whose time is over. Repeats do no harm."""
    LogEntry.objects.filter(timestamp__lt=_oldest()).delete()
    AdminEntry.objects.filter(action_time__lt=_oldest()).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _oldest() -> datetime:
    return timezone.now() - timedelta(days=settings.STAFF_AUDIT_DAYS)


# Who has the backup must not be signed in by it.
keep_only(Session._meta.label, lambda: Q(pk__in=()))
keep_only(LogEntry._meta.label, lambda: Q(timestamp__gte=_oldest()))
keep_only(AdminEntry._meta.label, lambda: Q(action_time__gte=_oldest()))
