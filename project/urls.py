"""Routes for everybody. /fsapi and /metrics are not here: see urls_local."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from common import views

handler404 = "common.views.not_found"
handler500 = "common.views.server_error"

urlpatterns = [
    path("", include("peers.urls")),
    path("health", views.health, name="health"),
    path("admin/", admin.site.urls),
]
