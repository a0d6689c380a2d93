"""Django's PostgreSQL backend, with a pool that gets over a restart of the server, and waits for none that hangs."""

from __future__ import annotations

import selectors
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus

CHECK_SECONDS = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Replaces Django's check of pooled connections, which is off (`CONN_HEALTH_CHECKS`)."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """Return a connection that works. Raises OperationalError when there is none within the pool's time limit, or the
        server is silent.

        Where one connection is lost, the server has as a rule cut all. The pool's own check tries one after the other,
        with pauses that grow: five lost ones would cost a request its whole time limit.
        """
        connection = super().get_new_connection(conn_params)
        pool = self.pool
        if pool is None:
            return connection
        try:
            _try(connection)
        except TimeoutError:
            # The others are silent as well: to ask each would take as many times as long.
            connection.close()
            pool.putconn(connection)
            raise psycopg.OperationalError(f"the server was silent for {CHECK_SECONDS:g} s") from None
        except psycopg.Error:
            pool.putconn(connection)
            pool.check()
            return super().get_new_connection(conn_params)
        return connection


def _try(connection: psycopg.Connection[Any]) -> None:
    """Ask the server for nothing. Raises psycopg.Error when the connection is lost, TimeoutError when no answer comes."""
    server = connection.pgconn
    deadline = monotonic() + CHECK_SECONDS
    server.send_query(b"")
    with selectors.DefaultSelector() as selector:
        selector.register(server.socket, selectors.EVENT_READ)
        while server.is_busy():
            if not selector.select(deadline - monotonic()):
                raise TimeoutError
            server.consume_input()
    while server.get_result() is not None:
        pass
    if server.status != ConnStatus.OK:
        raise psycopg.OperationalError("the connection is lost")
