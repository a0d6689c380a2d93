"""Mistakes in the setup are named at the start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from project import checks

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("origin", "ids"),
    [
        ("https://talk.example.org", []),
        ("http://127.0.0.1:8000", []),
        ("http://[::1]:8000", []),
        ("http://localhost:8000", []),
        ("http://pbx.localhost", []),
        ("http://talk.example.org", ["project.W001"]),
        ("http://192.0.2.1", ["project.W001"]),
        ("http://localhost.example.org", ["project.W001"]),
    ],
)
def test_an_origin_without_camera_is_named(settings: Any, origin: str, ids: list[str]) -> None:
    settings.ORIGINS = [origin]
    assert [message.id for message in checks.origins_are_reachable_securely(None)] == ids


def test_generated_secrets_are_named(settings: Any) -> None:
    assert [message.id for message in checks.secrets_were_chosen(None)] == ["project.W002"]
    settings.DEV_SECRETS = False
    assert checks.secrets_were_chosen(None) == []


def test_a_secret_used_twice_is_named(settings: Any) -> None:
    assert checks.secrets_differ(None) == []
    settings.FSAPI_SECRET = settings.SWITCH_SECRET
    assert [message.id for message in checks.secrets_differ(None)] == ["project.E001"]
    settings.FSAPI_SECRET = settings.FREESWITCH_EVENT_SOCKET_PASSWORD = ""
    assert checks.secrets_differ(None) == []
    settings.TURN_SECRET = settings.SECRET_KEY
    assert [message.id for message in checks.secrets_differ(None)] == ["project.E001"]


def test_a_proxy_that_is_not_named_is_asked_about(settings: Any) -> None:
    settings.HTTPS_ONLY, settings.DEV_SECRETS = True, False
    assert [message.id for message in checks.proxies_are_named(None)] == ["project.W004"]
    settings.TRUSTED_PROXIES = ("unix",)
    assert checks.proxies_are_named(None) == []
    settings.TRUSTED_PROXIES, settings.HTTPS_ONLY = (), False
    assert checks.proxies_are_named(None) == []


def test_missing_static_files_are_named(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert [message.id for message in checks.static_files_were_collected(None)] == ["project.W003"]
    (tmp_path / "staticfiles.json").write_text("{}")
    assert checks.static_files_were_collected(None) == []


def test_no_two_checks_share_an_id() -> None:
    sources = [file.read_text() for file in ROOT.glob("*/checks.py")]
    ids = [found for source in sources for found in re.findall(r'id="([a-z_]+\.[EW]\d{3})"', source)]
    assert len(ids) == len(set(ids)) >= 5
