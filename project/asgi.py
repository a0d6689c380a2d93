"""Composition root of the default server: HTTP goes to Django, the WebSocket at /verto to the switch."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django_application = get_asgi_application()

# Django must be set up before anything that knows its settings.
from django.conf import settings  # noqa: E402

from channels_app.housekeeping import housekeeping  # noqa: E402
from channels_app.samples import sampler  # noqa: E402
from channels_app.switches import get_switch  # noqa: E402
from project.origins import ExactOriginValidator  # noqa: E402

verto_application = ExactOriginValidator(get_switch().asgi_app(), settings.ORIGINS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI 3 entry point."""
    # Started by the first visitor and not on import, which tests and commands do too.
    housekeeping.start()
    sampler.start()
    if scope["type"] == "http":
        await django_application(scope, receive, send)
    elif scope["type"] == "websocket":
        if scope["path"] == get_switch().path:
            await verto_application(scope, receive, send)
        else:
            await send({"type": "websocket.close"})
    else:
        raise ValueError(f"This application does not serve {scope['type']}")
