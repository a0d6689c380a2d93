"""The environment of every Django test: a data directory of its own, and secrets made for it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

_DATA_DIR = tempfile.mkdtemp(prefix="peers-tests-")
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)

os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
os.environ["DATA_DIR"] = _DATA_DIR
os.environ["DEV_SECRETS"] = "1"
os.environ["ORIGINS"] = "http://testserver"
for _name in ("DEBUG", "SECRET_KEY", "SWITCH_SECRET", "SWITCH", "ICE_SERVERS", "LOCAL_ENDPOINTS"):
    os.environ.pop(_name, None)


@pytest.fixture(autouse=True)
def plain_static_files(settings: pytest.FixtureRequest) -> Iterator[None]:
    """Static URLs without a manifest, so that pages can be rendered before any collectstatic."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield
