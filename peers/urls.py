"""Addresses of the pages and of what their scripts post to."""

from __future__ import annotations

from django.urls import path

from peers import installing, self_test, views
from peers.here import here
from peers.sessions import sessions

app_name = "peers"

urlpatterns = [
    path("", views.index, name="index"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
    path("offline", installing.offline, name="offline"),
    path("test", self_test.page, name="self_test"),
    path("test/servers", self_test.servers, name="self_test_servers"),
    path("peers", views.start, name="start"),
    path("peers/here", here, name="here"),
    path("peers/<uuid:channel_id>", views.channel, name="channel"),
    path("peers/<uuid:channel_id>/sessions", sessions, name="sessions"),
]
