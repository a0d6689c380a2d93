"""WebSockets from our own pages only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from channels.security.websocket import OriginValidator
from django.conf import settings


def is_own_origin(origins: Sequence[str]) -> bool:
    """Is this a request of our own pages? `origins` are all Origin headers it has: one, letter by letter ours."""
    return len(origins) == 1 and origins[0] in settings.ORIGINS


class ExactOriginValidator(OriginValidator):
    """Channels' validator compares parsed origins; this one first asks for one Origin header, letter by letter."""

    def __init__(self, application: Any, allowed_origins: Iterable[str]) -> None:
        super().__init__(application, list(allowed_origins))
        self._exact = {origin.encode() for origin in allowed_origins}

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> Any:
        origins = [value for name, value in scope["headers"] if name.lower() == b"origin"]
        if len(origins) != 1 or origins[0] not in self._exact:
            # Closed before it is accepted: the server answers 403.
            return await send({"type": "websocket.close"})
        return await super().__call__(scope, receive, send)
