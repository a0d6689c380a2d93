"""The public routes, and those for processes of this machine; `LocalEndpointsMiddleware` decides who gets these."""

from __future__ import annotations

from django.urls import include, path

from common import views
from project.urls import handler404, handler500
from project.urls import urlpatterns as public

__all__ = ["handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("fsapi", include("channels_app.fsapi.urls")),
    path("metrics", views.metrics, name="metrics"),
    *public,
]
