"""Routes for everybody. /fsapi and /metrics are not here: see urls_local."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from channels_app.admin_now import now
from common import views

handler404 = "common.views.not_found"
handler500 = "common.views.server_error"

urlpatterns = [
    path("", include("peers.urls")),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("health", views.health, name="health"),
    path("health/live", views.live, name="live"),
    path("admin/two-factor/", include("common.staff.urls")),
    path("admin/now/", admin.site.admin_view(now), name="now"),
    path("admin/", admin.site.urls),
    # The same two pages under the names by which allauth looks for them; the line above serves them.
    path("admin/login/", admin.site.login, name="account_login"),
    path("admin/logout/", admin.site.logout, name="account_logout"),
]
