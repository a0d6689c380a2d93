"""How much a visitor's browser fetches before anybody has touched the page: the files as collected and compressed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath

import pytest
from django.conf import settings
from django.test import Client as Browser

from channels_app.testing import Cast
from project.storage import ModuleManifestStorage

LIMIT = 60_000
"""Bytes of script and style."""

ASSET = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script type="module" src)="/static/([^"]+)"')
IMPORT = re.compile(r'(?:import|export)\b[^;"]*?\bfrom "([^"]+)";|import"([^"]+)";')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Collected:
    """Our own static files, as `collectstatic` leaves them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        shutil.copytree(settings.BASE_DIR / "static", root, dirs_exist_ok=True)
        storage = ModuleManifestStorage(location=root, base_url=settings.STATIC_URL)
        names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
        for name, _, processed in storage.post_process({name: (storage, name) for name in names}):
            assert not isinstance(processed, Exception), f"{name}: {processed}"
        self._hashed = {name: storage.stored_name(name) for name in names}

    def fetched(self, page: str) -> set[str]:
        """Return what a browser fetches for this page by itself: what it names, and all that these files import."""
        # What stands in a template is not there yet.
        named = ASSET.findall(re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL))
        waiting, found = [self._hashed[name] for name in named], set[str]()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._imports(name)
        return found

    def weight(self, name: str) -> int:
        """Return the bytes that go over the line."""
        twin = self._root / f"{name}.gz"
        return (twin if twin.exists() else self._root / name).stat().st_size

    def _imports(self, name: str) -> list[str]:
        if not name.endswith(".js"):
            return []
        text = COMMENT.sub("", (self._root / name).read_text(encoding="utf-8"))
        targets = [one or other for one, other in IMPORT.findall(text)]
        folder = self._root / PurePosixPath(name).parent
        return [(folder / target).resolve().relative_to(self._root.resolve()).as_posix() for target in targets]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return Collected(tmp_path_factory.mktemp("static"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja", "ar"])
@pytest.mark.parametrize("page", ["/", "/test", "/peers/{channel}"])
def test_the_first_load_is_small(collected: Collected, shared_cast: Cast, page: str, language: str) -> None:
    headers = {"Accept-Language": language}
    text = Browser().get(page.format(channel=shared_cast.channel.pk), headers=headers).content.decode()
    weights = {name: collected.weight(name) for name in collected.fetched(text)}
    assert len(weights) > 8, "the page and its modules were not found"
    assert sum(weights.values()) <= LIMIT, f"{sum(weights.values())} bytes: {weights}"


@pytest.mark.django_db(transaction=True)
def test_all_that_is_imported_is_named_in_the_page(collected: Collected, shared_cast: Cast) -> None:
    for page in ("/", "/test", f"/peers/{shared_cast.channel.pk}"):
        text = Browser().get(page).content.decode()
        named = set(ASSET.findall(text))
        assert {re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", name) for name in collected.fetched(text)} <= named
