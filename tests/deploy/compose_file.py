"""docker-compose.yml as Compose reads it: anchors merged, variables put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = ROOT / "docker-compose.yml"
DOMAIN = "talk.example.org"
_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Z_]+)(?:(?P<operator>:\?|:-|-|:\+)(?P<word>[^}]*))?\})")


def load(**variables: str) -> dict[str, Any]:
    """Return the file as it is with these variables in `.env`. Raises `KeyError` where one is missing that has to be there."""
    return dict(yaml.safe_load(with_variables(COMPOSE.read_text(encoding="utf-8"), {"DOMAIN": DOMAIN, **variables})))


def services() -> dict[str, dict[str, Any]]:
    """Return all services."""
    return dict(load()["services"])


def with_variables(text: str, variables: Mapping[str, str]) -> str:
    """Put variables in as the compose specification says: `${NAME}`, `:?`, `:-`, `-` and `:+`."""

    def value(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name, operator, word = match["name"], match["operator"], match["word"] or ""
        given = variables.get(name)
        if operator == ":+":
            return word if given else ""
        if operator == ":?" and not given:
            raise KeyError(f"{name}: {word}")
        if operator == ":-":
            return given or word
        if operator == "-":
            return word if given is None else given
        return given or ""

    return _VARIABLE.sub(value, text)


def mounts(service: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the mounts of this kind: bind or volume."""
    return [mount for mount in service.get("volumes", []) if mount["type"] == kind]
