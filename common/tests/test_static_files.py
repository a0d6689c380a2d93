"""Static files: kept forever when their name holds their hash, compressed where the browser likes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.test import AsyncClient
from django.test import Client as Browser


@pytest.fixture
def collected(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A site with two modules, of which one imports the other; returns their hashed addresses."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "inner.js").write_text("export const one = 1;\n" + "// filling\n" * 200)
    (source / "outer.js").write_text(
        'import { one } from "./inner.js";\nexport { one } from "./inner.js";\nconsole.log(one);\n'
    )
    # Our own files too: the page of an unknown path uses them.
    settings.STATICFILES_DIRS = [source, settings.BASE_DIR / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "project.storage.ModuleManifestStorage"}}
    from django.contrib.staticfiles import finders
    from django.contrib.staticfiles.storage import staticfiles_storage

    finders.get_finder.cache_clear()  # type: ignore[attr-defined]
    call_command("collectstatic", verbosity=0, interactive=False)
    addresses = {name: staticfiles_storage.url(name) for name in ("inner.js", "outer.js")}
    yield addresses
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]


def test_a_module_imports_the_hashed_name_of_the_other(collected: dict[str, str]) -> None:
    outer = Browser().get(collected["outer.js"])
    assert outer.status_code == 200
    hashed = collected["inner.js"].rsplit("/", 1)[1]
    assert outer.content.decode().count(f'"./{hashed}"') == 2
    assert "javascript" in outer.headers["Content-Type"]


def test_a_hashed_file_is_kept_forever(collected: dict[str, str]) -> None:
    response = Browser().get(collected["inner.js"])
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_file_is_compressed_for_browsers_that_like_it(collected: dict[str, str]) -> None:
    plain, packed = (
        Browser().get(collected["inner.js"], headers={"Accept-Encoding": how}) for how in ("identity", "gzip")
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content)


def test_a_file_that_has_not_changed_is_not_sent_again(collected: dict[str, str]) -> None:
    first = Browser().get(collected["inner.js"])
    again = Browser().get(collected["inner.js"], headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_was_not_collected_is_not_there(collected: dict[str, str]) -> None:
    for path in ("/static/nothing.js", "/static/../manage.py", "/static/%2e%2e/manage.py"):
        assert Browser().get(path).status_code == 404


def test_the_event_loop_serves_the_same_bytes(collected: dict[str, str]) -> None:
    path = collected["inner.js"]
    assert async_to_sync(AsyncClient().get)(path).content == Browser().get(path).content
