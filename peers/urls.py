"""Addresses of the pages and of what their scripts post to."""

from __future__ import annotations

from django.urls import path

from peers import views
from peers.sessions import sessions

app_name = "peers"

urlpatterns = [
    path("", views.index, name="index"),
    path("peers", views.start, name="start"),
    path("peers/<uuid:channel_id>", views.channel, name="channel"),
    path("peers/<uuid:channel_id>/sessions", sessions, name="sessions"),
]
