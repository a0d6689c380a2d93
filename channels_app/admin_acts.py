"""The moderator's tools for channels, and how every tool is offered: in lists, on each page, and with a question before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from channels_app import moderation
from channels_app.models import Channel
from common.staff.audit import note

CONFIRMED = "confirmed"
"""In the form of an action that was asked about first."""


class Acts(admin.ModelAdmin):
    """A model's actions, as buttons on each object's own page too."""

    def buttons(self, thing: Any) -> Mapping[str, str]:
        """Return the actions that make sense for this object, each with the words on its button."""
        raise NotImplementedError

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, object_id)
        allowed = self.get_actions(request)
        buttons = {} if thing is None else self.buttons(thing)
        shown = {name: words for name, words in buttons.items() if name in allowed}
        return super().change_view(request, object_id, form_url, {"buttons": shown, **(extra_context or {})})

    def confirm(
        self, request: HttpRequest, action: str, things: Iterable[Model], words: str, *, details: Iterable[str] = (),
        form: forms.Form | None = None,
    ) -> TemplateResponse:  # fmt: skip
        """Ask before it is done. The answer comes as the same action, with `confirmed` in it."""
        context = {
            **self.admin_site.each_context(request),
            "title": words,
            "action": action,
            "things": things,
            "details": details,
            "form": form,
            "words": words,
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
            "confirmed": CONFIRMED,
        }
        return TemplateResponse(request, "admin/channels_app/confirm.html", context)


class ChannelActs(Acts):
    """Lock, unlock, close, rotate."""

    actions = ("lock", "unlock", "close", "rotate")

    def buttons(self, thing: Channel) -> Mapping[str, str]:
        if not thing.is_open(timezone.now()):
            return {}
        lock = {"unlock": "Unlock"} if thing.locked else {"lock": "Lock"}
        return {**lock, "close": "Close", "rotate": "Rotate the link"}

    def has_rotate_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_add_permission(request)

    @admin.action(permissions=["change"], description="Lock selected channels: nobody new comes in")
    def lock(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        """Nobody new comes in; who is there stays."""
        changed = moderation.set_locked(channels, locked=True)
        self._tell(request, changed, "locked: nobody new comes in, and who is there stays.")

    @admin.action(permissions=["change"], description="Unlock selected channels")
    def unlock(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        """People come in again."""
        self._tell(request, moderation.set_locked(channels, locked=False), "open to newcomers again.")

    def _tell(self, request: HttpRequest, changed: int, what: str) -> None:
        count = ngettext("%d channel is", "%d channels are", changed) % changed
        text = f"{count} {what}" if changed else "They were so already; nothing has changed."
        self.message_user(request, text, messages.SUCCESS if changed else messages.INFO)

    @admin.action(permissions=["change"], description="Close selected channels for good")
    def close(self, request: HttpRequest, channels: QuerySet[Channel]) -> HttpResponse | None:
        """Everybody is sent away and the link works no more."""
        if CONFIRMED not in request.POST:
            days = settings.CLIENT_RETENTION_DAYS
            details = [
                "Everybody in them is sent away within a second, and their links never work again.",
                ngettext("They are deleted after %d day.", "They are deleted after %d days.", days) % days,
            ]
            return self.confirm(request, "close", channels, "Close for good", details=details)
        for channel in channels:
            self._note(channel, "closed", moderation.close(channel))
            self.message_user(request, f"{channel} is closed.", messages.SUCCESS)
        return None

    @admin.action(permissions=["rotate"], description="Rotate selected channels: a new link, and everybody gone")
    def rotate(self, request: HttpRequest, channels: QuerySet[Channel]) -> HttpResponse | None:
        """A new channel with the same settings takes the place of each."""
        if CONFIRMED not in request.POST:
            details = [
                "Each gets a new link. Everybody is sent away within a second, and the old link never works again.",
                "Give the new link to those who shall come back.",
            ]
            return self.confirm(request, "rotate", channels, "Rotate the link", details=details)
        for channel in channels:
            if not channel.is_open(timezone.now()):
                self.message_user(request, f"{channel} was closed already; it gets no new link.", messages.WARNING)
                continue
            before = channel.clients.filter(ended=None).count()
            fresh = moderation.rotate(channel)
            self._note(channel, "rotated", before)
            self._tell_link(request, fresh)
        return None

    def _note(self, channel: Channel, what: str, gone: int) -> None:
        note([channel], {what: ["", ngettext("%d client ended", "%d clients ended", gone) % gone]})

    def _tell_link(self, request: HttpRequest, channel: Channel) -> None:
        advice = (
            " Copy it with a new key: the server has none, and the old one opens nothing here."
            if channel.sealed
            else ""
        )
        text = format_html("{} has a new link: {}.{}", channel, link_of(channel), advice)
        self.message_user(request, text, messages.WARNING if advice else messages.SUCCESS)


def link_of(channel: Channel) -> SafeString:
    """Return a channel's address to click; a script of the admin adds a button that copies it, with a key if need be."""
    address = settings.ORIGINS[0] + channel.get_absolute_url()
    kind = "sealed" if channel.sealed else "plain"
    title = "Open the channel's page"
    return format_html('<a href="{0}" data-copy-link="{1}" title="{2}">{0}</a>', address, kind, title)
