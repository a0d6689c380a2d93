"""The manifest and its icons, and the service worker with all that it keeps."""

from __future__ import annotations

import json
import re
import struct
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client as Browser

from peers import installing

STATIC = settings.BASE_DIR / "static"


def _shell() -> dict[str, Any]:
    response = Browser().get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    first, _, rest = response.content.decode().partition("\n")
    assert rest == (STATIC / "js/worker/shell.js").read_text(encoding="utf-8")
    return dict(json.loads(first.removeprefix("self.SHELL = ").removesuffix(";")))


def test_the_manifest_is_what_browsers_want_to_install() -> None:
    response = Browser().get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    said = json.loads(response.content)
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    assert {"any", "maskable"} == {icon["purpose"] for icon in said["icons"]}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in said["icons"]}
    assert b'<link rel="manifest" href="/manifest.webmanifest">' in Browser().get("/test").content


def test_each_icon_is_there_in_the_size_it_is_said_to_have() -> None:
    drawn = 0
    for icon in json.loads(Browser().get("/manifest.webmanifest").content)["icons"]:
        content = (STATIC / icon["src"].removeprefix("/static/")).read_bytes()
        if icon["type"] == "image/png":
            assert content.startswith(b"\x89PNG")
            assert "{}x{}".format(*struct.unpack(">II", content[16:24])) == icon["sizes"]
            drawn += 1
    assert drawn == 3


def test_the_manifest_speaks_the_visitors_language() -> None:
    response = Browser(headers={"accept-language": "ar"}).get("/manifest.webmanifest")
    said = json.loads(response.content)
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert "Accept-Language" in response.headers["Vary"]


def test_the_worker_keeps_exactly_what_the_offline_page_is_made_of() -> None:
    page = Browser().get("/offline").content.decode()
    named = set(
        re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script type="module" src|use href)="([^"#]+)', page)
    )
    imported = {f"/static/js/page/{name}" for name in re.findall(r"from '\./([^']+)'", _read("js/page/offline.js"))}
    shell = _shell()
    assert set(shell["files"]) == named | imported
    assert shell["page"] == "/offline"
    assert "from '" not in _read("js/page/elements.js")


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def test_the_version_is_another_when_anything_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    version = _shell()["version"]
    assert version == _shell()["version"]
    monkeypatch.setattr(installing, "_OFFLINE", "500.html")
    assert _shell()["version"] != version
    monkeypatch.undo()
    monkeypatch.setattr(staticfiles_storage, "manifest_hash", "another", raising=False)
    assert _shell()["version"] != version


def test_the_version_is_the_same_in_every_language() -> None:
    said = {Browser(headers={"accept-language": tag}).get("/sw.js").content for tag in ("en", "de", "ja")}
    assert len(said) == 1
