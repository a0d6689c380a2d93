"""The same site with /fsapi and /metrics, for a listener that only local processes reach: a loopback port or a socket.

Serve it beside project.asgi where a proxy runs on the same machine, and set LOCAL_ENDPOINTS=listener: then no mistake
in the proxy's configuration can open the local endpoints. /metrics counts what happens in its own process, so run both
applications in one process where the numbers matter.
"""

from __future__ import annotations

from typing import Any

from common.middleware import LOCAL_LISTENER
from project.asgi import django_application


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI 3 entry point; HTTP only."""
    if scope["type"] != "http":
        raise ValueError(f"This application does not serve {scope['type']}")
    await django_application({**scope, LOCAL_LISTENER: True}, receive, send)
