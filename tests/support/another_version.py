"""Settings of a site whose service worker is of another version: its offline page begins with another language."""

from __future__ import annotations

from project.settings import *  # noqa: F403

LANGUAGE_CODE = "de"
