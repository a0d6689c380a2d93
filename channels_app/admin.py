"""What the operator sees and may do. No digest is shown, and nobody's credentials are made or changed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from channels_app.admin_acts import ChannelActs, link_of
from channels_app.admin_bans import ClientActs
from channels_app.models import Channel, Client
from channels_app.switches import get_switch

admin.site.site_header = "PBX peers"
admin.site.site_title = "PBX peers"
admin.site.index_title = "Channels, clients and staff"

_NOBODY = "Nobody"


@admin.register(Channel)
class ChannelAdmin(ChannelActs):
    """Make channels, hand out their links, see who is there, keep order."""

    list_display = ("__str__", "public", "locked", "here_now", "capacity", "link", "expires")
    list_filter = ("public", "locked", "visitor_made")
    search_fields = ("topic", "=id")
    fields = (
        "topic",
        "public",
        "sealed",
        "capacity",
        "call_size",
        "expires",
        "link",
        "locked",
        "here_now",
        "connected_clients",
        "created",
    )
    readonly_fields = ("link", "locked", "here_now", "connected_clients", "created")

    class Media:
        js = (Script("js/admin/copy_link.js", type="module"),)

    def get_readonly_fields(self, request: HttpRequest, obj: Channel | None = None) -> tuple[str, ...]:
        """Whether a key belongs to a channel is decided when it is made: its links say so."""
        return (*self.readonly_fields, "sealed") if obj else self.readonly_fields

    @admin.display(description="Link")
    def link(self, channel: Channel) -> SafeString | str:
        """The page's address, to click; a script adds a button that copies it. Empty until the channel is saved."""
        return "-" if channel._state.adding else link_of(channel)

    @admin.display(description="Here now")
    def here_now(self, channel: Channel) -> int:
        return get_switch().counts().get(str(channel.pk), 0)

    @admin.display(description="Connected clients")
    def connected_clients(self, channel: Channel) -> SafeString | str:
        clients = get_switch().connected().get(str(channel.pk), ())
        return _client_links(clients) or _NOBODY

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        _warn(request)
        return super().changelist_view(request, extra_context)

    def get_deleted_objects(
        self, objs: Iterable[Channel], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Say how many clients go along: listing them would take a page per busy channel."""
        channels = list(objs)
        clients = Client.objects.filter(channel__in=channels).count()
        return [str(channel) for channel in channels], {"channels": len(channels), "clients": clients}, set(), []


class ConnectedFilter(admin.SimpleListFilter):
    """Those connected now, as the switch of this process knows them."""

    title = "connected now"
    parameter_name = "connected"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Client]) -> QuerySet[Client]:
        return queryset.filter(pk__in=_connected_ids()) if self.value() == "yes" else queryset


@admin.register(Client)
class ClientAdmin(ClientActs):
    """See who was let in and what became of it; punt and ban."""

    list_display = ("id", "channel", "connected_now", "created", "expires", "ended", "end_reason")
    list_filter = (ConnectedFilter, "end_reason", "created")
    list_select_related = ("channel",)
    search_fields = ("=id", "=channel__id")
    fields = ("id", "channel", "connected_now", "created", "expires", "logged_in", "left", "ended", "end_reason")
    readonly_fields = fields
    show_full_result_count = False

    @admin.display(description="Connected now", boolean=True)
    def connected_now(self, client: Client) -> bool:
        return str(client.pk) in get_switch().connected().get(str(client.channel_id), ())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        _warn(request)
        may_punt = self.has_change_permission(request)
        return super().changelist_view(request, {"may_punt": may_punt, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Client | None = None) -> bool:
        # A row that is gone cannot say why its client has ended. Clients go by `prune`, or with their channel.
        return False


def _warn(request: HttpRequest) -> None:
    """Say at the top of a list when the switch cannot do its work."""
    problem = get_switch().problem()
    if problem and request.method == "GET":
        messages.warning(request, problem)


def _connected_ids() -> list[str]:
    return [client_id for clients in get_switch().connected().values() for client_id in clients]


def _client_links(client_ids: Iterable[str]) -> SafeString:
    addresses = (
        (reverse("admin:channels_app_client_change", args=(client_id,)), client_id) for client_id in client_ids
    )
    return format_html_join(", ", '<a href="{}">{}</a>', addresses)
