"""The environment of every Django test: a data directory of its own, and secrets made for it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import pytest

from scripts.house import redis
from tests.support.roomy import ROOMY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channels_app.testing import Cast

_DATA_DIR = tempfile.mkdtemp(prefix="peers-tests-")
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)

os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
os.environ["DATA_DIR"] = _DATA_DIR
os.environ["DEV_SECRETS"] = "1"
os.environ["ORIGINS"] = "http://testserver"
os.environ.update(ROOMY)
for _name in os.environ.keys() & {
    "BACKUP_DIR",
    "DEBUG",
    "SECRET_KEY",
    "SWITCH_SECRET",
    "SWITCH",
    "FREESWITCH_VERTO_URL",
    "FREESWITCH_EVENT_SOCKET",
    "FREESWITCH_EVENT_SOCKET_PASSWORD",
    "FSAPI_SECRET",
    "ICE_SERVERS",
    "LOCAL_LISTEN",
    "LOG_FORMAT",
    "REDIS_URL",
    "SECURITY_CONTACT",
    "STAFF_MFA",
    "TLS_CERTIFICATE",
    "TRUSTED_PROXIES",
    "TURN_MINUTES",
    "TURN_SECRET",
    "TURN_URLS",
}:
    del os.environ[_name]

# How long an example takes says nothing on a machine that others use as well.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Here and not in pytest's configuration: pytest-django would read the settings before the lines above.
django.setup()

# How long this process waits for its database says nothing there either; tests of that say how long.
from common import database  # noqa: E402

database.PATIENCE_SECONDS = database.SHORT_PATIENCE_SECONDS = 20.0


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Static URLs without a manifest, so that pages can be rendered before any collectstatic, and no files to scan."""
    settings.STATIC_ROOT = Path(_DATA_DIR, "static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis.RedisServer]:
    """A Redis for all tests of a run; where it is for those that cannot be told says the environment."""
    if redis.find() is None:
        pytest.skip(redis.ABSENT)
    with redis.server() as server:
        os.environ["TEST_REDIS_URL"] = server.url
        yield server


@pytest.fixture
def cast(db: None) -> Cast:
    """Alice and Bob in a channel, Mallory in another; the test's own transaction sees them."""
    from channels_app.testing import make_cast

    return make_cast()


@pytest.fixture
def shared_cast(transactional_db: None) -> Cast:
    """The same people, committed, for code that asks the database from threads of its own."""
    from channels_app.testing import make_cast

    return make_cast()
