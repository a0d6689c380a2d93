"""A PostgreSQL database of its own for each site, where `DATABASE_URL` names a server to test on."""

from __future__ import annotations

import os
import secrets
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


class SiteDatabase:
    """`url` is empty where the tests run on SQLite, which lives in the site's own directory."""

    def __init__(self) -> None:
        self._server = os.environ.get("DATABASE_URL", "")
        self._name = f"site_{secrets.token_hex(6)}"
        self.url = ""
        if self._server.startswith("postgres"):
            self._run("CREATE DATABASE {}")
            self.url = urlsplit(self._server)._replace(path=f"/{self._name}").geturl()

    def drop(self) -> None:
        """Delete it, whoever is still connected."""
        if self.url:
            self._run("DROP DATABASE {} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self._name)))
