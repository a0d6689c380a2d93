"""The moderator's tools for clients: punt, ban, and the list of bans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext

from channels_app import moderation
from channels_app.admin_acts import CONFIRMED, Acts
from channels_app.endings import end_clients
from channels_app.models import Ban, Client
from channels_app.moderation import Reach
from common.staff.audit import note
from verto.core.codes import PuntReason

_LASTS = {
    "15 minutes": timedelta(minutes=15),
    "1 hour": timedelta(hours=1),
    "1 day": timedelta(days=1),
    "1 week": timedelta(weeks=1),
}


class BanForm(forms.Form):
    """Whom, and for how long."""

    reach = forms.ChoiceField(
        label="Keep out",
        initial=Reach.CLIENT,
        widget=forms.RadioSelect,
        choices=[
            (Reach.CLIENT, "this client, from its channel"),
            (Reach.ADDRESS, "everybody from its address, from its channel"),
            (Reach.EVERYWHERE, "everybody from its address, from every channel"),
        ],
    )
    lasts = forms.ChoiceField(label="For", initial="1 hour", choices=[(name, name) for name in _LASTS])


class ClientActs(Acts):
    """Punt, ban."""

    actions = ("punt", "ban")

    def buttons(self, thing: Client) -> Mapping[str, str]:
        return {"punt": "Punt", "ban": "Ban"} if thing.ended is None else {"ban": "Ban"}

    def has_ban_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and request.user.has_perm("channels_app.add_ban")

    @admin.action(permissions=["change"], description="Punt selected clients")
    def punt(self, request: HttpRequest, clients: QuerySet[Client]) -> None:
        """End them: whoever is connected is sent away within a second, and the credentials work no more."""
        valid = list(clients.filter(ended=None))
        ended = end_clients(clients, PuntReason.REMOVED)
        note(valid, {"ended": ["", PuntReason.REMOVED.value]})
        self.message_user(
            request,
            ngettext(
                "Punted %d client: its call ends within a second and its credentials no longer work.",
                "Punted %d clients: their calls end within a second and their credentials no longer work.",
                ended,
            )
            % ended
            if ended
            else "None of these clients was still valid; nothing has changed.",
            messages.SUCCESS if ended else messages.INFO,
        )

    @admin.action(permissions=["ban"], description="Ban selected clients for a time")
    def ban(self, request: HttpRequest, clients: QuerySet[Client]) -> HttpResponse | None:
        """End them and keep them out, or everybody from their addresses."""
        found = list(clients.select_related("channel"))
        form = BanForm(request.POST if CONFIRMED in request.POST else None)
        if not form.is_valid():
            return self.confirm(request, "ban", found, "Ban for a time", details=_about_addresses(found), form=form)
        reach, lasts = Reach(form.cleaned_data["reach"]), form.cleaned_data["lasts"]
        banned = moderation.ban(found, reach, _LASTS[lasts])
        chosen = dict(form.fields["reach"].choices)[reach]  # type: ignore[attr-defined]
        note(found, {"banned": ["", f"for {lasts}: {chosen}"]})
        note(banned.gone, {"ended": ["", PuntReason.BANNED.value]})
        self._tell_banned(request, len(found), lasts, banned)
        return None

    def _tell_banned(self, request: HttpRequest, count: int, lasts: str, banned: moderation.Banned) -> None:
        what = ngettext("Banned %d client", "Banned %d clients", count) % count
        gone = ngettext("%d client was ended", "%d clients were ended", len(banned.gone)) % len(banned.gone)
        self.message_user(request, f"{what} for {lasts}; {gone}.", messages.SUCCESS)
        if banned.unknown:
            names = ", ".join(map(str, banned.unknown))
            text = (
                f"Not connected, so nobody knows their address any more, and only they themselves are banned: {names}."
            )
            self.message_user(request, text, messages.WARNING)


def _about_addresses(clients: Iterable[Client]) -> list[str]:
    """Tell what a ban does, and how many it would reach: a proxy that hides its visitors' addresses shows here."""
    near = [moderation.neighbours(client, Reach.EVERYWHERE) for client in clients]
    count = len(set[str]().union(*near))
    details = [
        "They are sent away within a second, and are not let in again before the time is over.",
        "A client that was banned alone can come back with another browser. "
        "An address keeps out everybody who shares it: a household, an office, a mobile network.",
        f"Connected from their addresses now: {count}.",
    ]
    if not all(near):
        details.append("Not all of them are connected. Nobody knows the address of the others any more.")
    return details


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):
    """See what bans there are, and lift them. Whom a ban is about only the audit log tells."""

    list_display = ("kind", "where", "created", "expires", "in_force")
    list_filter = ("kind", "created")
    list_select_related = ("channel",)
    fields = ("kind", "where", "created", "expires")
    readonly_fields = fields
    actions = ("lift",)
    show_full_result_count = False

    @admin.display(description="Where")
    def where(self, ban: Ban) -> str:
        return str(ban.channel) if ban.channel is not None else "Every channel"

    @admin.display(description="In force", boolean=True)
    def in_force(self, ban: Ban) -> bool:
        return ban.expires > timezone.now()

    @admin.action(permissions=["delete"], description="Lift selected bans")
    def lift(self, request: HttpRequest, bans: QuerySet[Ban]) -> None:
        """Let them in again, now."""
        _, by_model = bans.delete()
        count = by_model.get(Ban._meta.label, 0)
        self.message_user(request, ngettext("Lifted %d ban.", "Lifted %d bans.", count) % count, messages.SUCCESS)

    def get_actions(self, request: HttpRequest) -> Any:
        # To lift is to delete; two words for it would be one too many.
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A ban is made of a client: nobody else can tell a session or an address.
        return False

    def has_change_permission(self, request: HttpRequest, obj: Ban | None = None) -> bool:
        return False
