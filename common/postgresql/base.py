"""Django's PostgreSQL backend, with a pool that gets over a restart of the server at once."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Replaces Django's check of pooled connections, which is off (`CONN_HEALTH_CHECKS`)."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """Return a connection that works. Raises OperationalError when there is none within the pool's time limit.

        Where one connection is lost, the server has as a rule cut all. The pool's own check tries one after the other,
        with pauses that grow: five lost ones would cost a request its whole time limit.
        """
        connection = super().get_new_connection(conn_params)
        pool = self.pool
        if pool is None or _works(connection):
            return connection
        pool.putconn(connection)
        pool.check()
        return super().get_new_connection(conn_params)


def _works(connection: psycopg.Connection[Any]) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True
