"""Starting the site as an operator would: in a process of its own, with nothing but the variables given."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SECRETS = {"SECRET_KEY": "0123456789" * 5, "SWITCH_SECRET": "s" * 50}


def _start(code: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "project.settings", "DATA_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment | variables, capture_output=True, text=True, timeout=60
    )


def _manage(*command: str, data_dir: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    code = f"from django.core.management import execute_from_command_line as run; run({['manage.py', *command]!r})"
    return _start(code, data_dir, **(SECRETS | variables))


def _settings(tmp_path: Path, *names: str, **variables: str) -> dict[str, Any]:
    shown = f"{{name: getattr(settings, name) for name in {names!r}}}"
    code = f"import json; from django.conf import settings; print(json.dumps({shown}))"
    done = _start(code, tmp_path, **(SECRETS | variables))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_without_a_secret_the_site_does_not_start_and_says_which(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    done = _start("import project.asgi", tmp_path, **given)
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_debugging_is_off_and_no_secret_is_made_unless_asked_for(tmp_path: Path) -> None:
    found = _settings(tmp_path, "DEBUG", "DEV_SECRETS", "SECRET_KEY")
    assert found == {"DEBUG": False, "DEV_SECRETS": False, "SECRET_KEY": SECRETS["SECRET_KEY"]}


FREESWITCH_SECRETS = {"FREESWITCH_EVENT_SOCKET_PASSWORD": "e" * 32, "FSAPI_SECRET": "f" * 32}


def test_without_freeswitch_its_secrets_may_be_missing(tmp_path: Path) -> None:
    assert _settings(tmp_path, *FREESWITCH_SECRETS) == dict.fromkeys(FREESWITCH_SECRETS, "")


@pytest.mark.parametrize("missing", sorted(FREESWITCH_SECRETS))
def test_with_freeswitch_they_may_not(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in FREESWITCH_SECRETS.items() if name != missing}
    done = _start("import project.settings", tmp_path, SWITCH="freeswitch", **SECRETS, **given)
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


def test_a_relay_needs_its_secret_which_is_never_made(tmp_path: Path) -> None:
    done = _start("import project.settings", tmp_path, TURN_URLS="turn:turn.example.org", DEV_SECRETS="1")
    assert done.returncode != 0
    assert "TURN_SECRET is not set" in done.stderr
    assert _settings(tmp_path, "TURN_URLS", "TURN_SECRET") == {"TURN_URLS": [], "TURN_SECRET": ""}
    (tmp_path / "secret").write_text("t" * 40 + "\n")
    given = {"TURN_URLS": "turn:turn.example.org turns:t:5349", "TURN_SECRET_FILE": str(tmp_path / "secret")}
    assert _settings(tmp_path, "TURN_URLS", "TURN_SECRET", **given) == {
        "TURN_URLS": ["turn:turn.example.org", "turns:t:5349"],
        "TURN_SECRET": "t" * 40,
    }


def test_for_development_they_are_made(tmp_path: Path) -> None:
    found = _settings(tmp_path, *FREESWITCH_SECRETS, SWITCH="freeswitch", DEV_SECRETS="1")
    assert {name.upper() for name in found} <= {file.name.upper() for file in (tmp_path / "secrets").iterdir()}
    assert len(set(found.values())) == 2


COOKIES = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "HSTS_SECONDS", "ALLOWED_HOSTS", "SESSION_COOKIE_NAME")


def test_everything_about_addresses_follows_from_the_origins(tmp_path: Path) -> None:
    found = _settings(tmp_path, *COOKIES, ORIGINS="https://talk.example.org https://[2001:db8::1]:8443")
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["HSTS_SECONDS"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Secure-")
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "[2001:db8::1]", "[::1]", "localhost", "talk.example.org"]


def test_one_origin_without_https_takes_the_secure_cookies_back(tmp_path: Path) -> None:
    found = _settings(tmp_path, *COOKIES, ORIGINS="https://talk.example.org http://192.0.2.1:8000")
    assert not found["SESSION_COOKIE_SECURE"] and not found["HSTS_SECONDS"]
    assert found["SESSION_COOKIE_NAME"] == "session"


def test_postgresql_gets_a_pool_and_sqlite_a_journal(tmp_path: Path) -> None:
    sqlite = _settings(tmp_path, "DATABASES")["DATABASES"]["default"]
    assert sqlite["NAME"] == str(tmp_path / "db.sqlite3")
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in sqlite["OPTIONS"]["init_command"]
    postgresql = _settings(tmp_path, "DATABASES", DATABASE_URL="postgres://u:p@db/peers")["DATABASES"]["default"]
    assert postgresql["ENGINE"] == "common.postgresql"
    assert postgresql["OPTIONS"]["pool"]["max_size"] == 10
    assert postgresql["CONN_MAX_AGE"] == 0


def test_the_example_names_every_variable_in_the_order_of_the_settings() -> None:
    read = re.findall(r'env\.(?!earlier_secrets)[a-z_]+\(\s*"([A-Z_]+)"', (ROOT / "project/settings.py").read_text())
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert example == read


def test_the_example_holds_no_value() -> None:
    assert not re.findall(r"^[A-Z_]+=.+", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_a_production_setup_passes_djangos_own_checks(tmp_path: Path) -> None:
    done = _manage("check", "--deploy", data_dir=tmp_path, ORIGINS="https://talk.example.org")
    assert done.returncode == 0, done.stderr
    assert "security." not in done.stderr


def test_migrations_are_complete(tmp_path: Path) -> None:
    assert _manage("makemigrations", "--check", "--dry-run", data_dir=tmp_path).returncode == 0
