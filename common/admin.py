"""The audit log as staff see it, and what of the libraries they do not see."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# There is no mail, and second factors are nobody's but their owner's.
for _model in (EmailAddress, EmailConfirmation, Authenticator, LogEntry):
    try:
        admin.site.unregister(_model)
    except NotRegistered:
        continue


_SUMMARY = 3
"""How many changes a line of the list shows; the entry's own page has them all."""


@admin.register(LogEntry)
class AuditAdmin(admin.ModelAdmin):
    """To read, not to write: who did what, to what, and how it was before."""

    list_display = ("timestamp", "who", "verb", "thing", "summary")
    list_filter = ("action", ("content_type", admin.RelatedOnlyFieldListFilter), "timestamp")
    list_select_related = ("content_type",)
    search_fields = ("object_repr", "=object_pk", "additional_data")
    fields = ("timestamp", "who", "verb", "thing", "object_pk", "before_and_after")
    readonly_fields = fields
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description="Who")
    def who(self, entry: LogEntry) -> str:
        return str((entry.additional_data or {}).get("who", ""))

    @admin.display(description="Did", ordering="action")
    def verb(self, entry: LogEntry) -> str:
        return str(entry.get_action_display())

    @admin.display(description="To")
    def thing(self, entry: LogEntry) -> str:
        return f"{entry.content_type.name}: {entry.object_repr}"

    @admin.display(description="Before and after")
    def summary(self, entry: LogEntry) -> SafeString:
        rows = _changes(entry)
        listed = format_html_join("; ", "{}: {} → {}", rows[:_SUMMARY])
        return format_html("{}; and {} more", listed, len(rows) - _SUMMARY) if len(rows) > _SUMMARY else listed

    @admin.display(description="Before and after")
    def before_and_after(self, entry: LogEntry) -> SafeString:
        return format_html_join("", "<p><strong>{}</strong>: {} → {}</p>", _changes(entry))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _changes(entry: LogEntry) -> list[tuple[str, str, str]]:
    rows = []
    for field, change in (entry.changes or {}).items():
        if isinstance(change, dict):
            names = ", ".join(map(str, change.get("objects", [])))
            rows.append((field, "", names) if change.get("operation") == "add" else (field, names, ""))
        else:
            before, after = change
            rows.append((field, before, after))
    return [(field, _shown(before), _shown(after)) for field, before, after in rows]


def _shown(value: Any) -> str:
    return "(nothing)" if value in (None, "", "None") else str(value)
