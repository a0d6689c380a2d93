"""What of the environment goes into a backup, and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from common import secret_files
from common.backup.making import Site
from project import env


def this_site() -> Site:
    """Return the secrets of this site, wherever they come from, and the variables that were set."""
    secrets = {name: _lines(name, path) for name, path in settings.SECRET_FILES.items()}
    variables = {name: value for name, value in env.given().items() if name not in settings.SECRET_FILES}
    return Site({name: lines for name, lines in secrets.items() if lines}, variables)


def own_files() -> dict[str, Path]:
    """Return the files of those secrets that have one."""
    return {name: path for name, path in settings.SECRET_FILES.items() if path is not None}


def by_hand(site: Site) -> dict[str, str]:
    """Return the secrets of a backup that are not in a file here, and not the same in the environment."""
    return {
        name: lines[0]
        for name, lines in site.secrets.items()
        if settings.SECRET_FILES.get(name) is None and getattr(settings, name, "") != lines[0]
    }


def other_settings(site: Site) -> list[str]:
    """Return the names of the settings that are not as they were."""
    here: Mapping[str, str] = this_site().settings
    return sorted(name for name in {*here, *site.settings} if here.get(name) != site.settings.get(name))


def _lines(name: str, path: Path | None) -> list[str]:
    if path is not None:
        return secret_files.read_lines(path)
    value = getattr(settings, name)
    return [value] if value else []
