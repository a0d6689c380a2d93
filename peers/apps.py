"""What people see: the first page, the channel page, and the two addresses their scripts post to."""

from __future__ import annotations

from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "peers"
