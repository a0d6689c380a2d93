"""deploy/postgresql/roles.sql: the site runs as a role that changes rows and no table, and a backup comes back as the owner."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from scripts.house import postgres
from tests.contract.visitor import Visitor
from tests.outages.browser import Browser
from tests.support.site import ROOT, Site

ROLES = ROOT / "deploy" / "postgresql" / "roles.sql"
FORBIDDEN = [
    "ALTER TABLE channels_app_client ADD COLUMN more text",
    "DROP TABLE channels_app_client",
    "TRUNCATE channels_app_client CASCADE",
    "CREATE TABLE mine (id int)",
    "CREATE INDEX mine ON channels_app_client (expires)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER DEFAULT PRIVILEGES FOR ROLE tables GRANT ALL ON TABLES TO served",
    "SET ROLE tables",
]


@dataclass(frozen=True)
class Database:
    """The same database as the superuser, as the owner of its tables, and as those who serve."""

    root: str
    owner: str
    served: str

    def run(self, statement: str, url: str = "") -> None:
        with psycopg.connect(url or self.root, autocommit=True) as connection:
            connection.execute(statement.encode())

    def set_up(self) -> None:
        """As the guide does; the superuser of our cluster already has the name that the file gives to those who serve."""
        self.run(re.sub(r"\bpeers\b", "served", ROLES.read_text().replace("peers_owner", "tables")))


@pytest.fixture
def database() -> Iterator[Database]:
    programs = postgres.find()
    if programs is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: package postgresql)")
    with postgres.cluster(programs) as url:
        password = secrets.token_hex(16)
        with psycopg.connect(url, autocommit=True) as connection:
            for role in ("served", "tables"):
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
                )
            connection.execute("CREATE DATABASE site OWNER tables")
        root = urlsplit(url)._replace(path="/site")
        roles = (root._replace(netloc=f"{role}:{password}@127.0.0.1:{root.port}") for role in ("tables", "served"))
        yield Database(root.geturl(), *(role.geturl() for role in roles))


def manage(directory: Path, url: str, *command: str) -> str:
    environment = {**os.environ, "DATA_DIR": str(directory), "DEV_SECRETS": "1", "DATABASE_URL": url}
    python = [sys.executable, ROOT / "manage.py", *command]
    done = subprocess.run(python, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refuses_what_changes_tables(database: Database) -> None:
    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.run(statement, database.served)


async def test_a_site_needs_no_more_and_a_backup_comes_back(database: Database, tmp_path: Path) -> None:
    database.set_up()
    manage(tmp_path, database.owner, "migrate", "-v", "0")
    refuses_what_changes_tables(database)
    with Site(DATABASE_URL=database.served) as site:
        alice = await Visitor(site, site.make_channel("Tea")).joins()
        assert "result" in await alice.calls("verto.unsubscribe", {"eventChannel": alice.channel})
        await alice.hangs_up()
        staff = Browser(site)
        staff.signs_in()
        assert staff.get("/admin/channels_app/channel/") == HTTPStatus.OK and "Tea" in staff.page
        site.manage("prune")
        site.manage("lockdown")
        key = tmp_path / "key.txt"
        public = re.search(r"age1\w+", site.manage("backup_key", str(key)))
        assert public
        site.manage("backup", str(tmp_path / "site.age"), "--to", public[0])
    restore = ("restore", str(tmp_path / "site.age"), "--key", str(key), "--replace", "--only", "database")
    assert "Restored" in manage(tmp_path, database.owner, *restore)
    # What it made anew belongs to the owner again, and to nobody else.
    refuses_what_changes_tables(database)


def test_a_site_from_before_is_brought_there(database: Database, tmp_path: Path) -> None:
    database.run("GRANT CREATE, USAGE ON SCHEMA public TO served")
    manage(tmp_path, database.served, "migrate", "-v", "0")
    database.run(FORBIDDEN[0], database.served)
    for _ in range(2):
        database.set_up()
    refuses_what_changes_tables(database)
    database.run("DELETE FROM channels_app_client; SELECT * FROM django_migrations", database.served)
    manage(tmp_path, database.owner, "migrate", "-v", "0")
