"""The one address FreeSWITCH asks; routed on the local URLconf only."""

from __future__ import annotations

from django.urls import path

from channels_app.fsapi.views import fsapi

urlpatterns = [path("", fsapi, name="fsapi")]
