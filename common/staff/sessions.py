"""Sessions of staff: they end when nobody uses them for a while, and in any case some hours after they began."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from common.database import is_away

_BEGAN = "began"


class SessionStore(db.SessionStore):
    """Each request saves the session anew (SESSION_SAVE_EVERY_REQUEST) and so puts its end off, but not for ever."""

    def get_expiry_age(self, **kwargs: Any) -> int:
        return _age(self.get(_BEGAN))

    async def aget_expiry_age(self, **kwargs: Any) -> int:
        return _age(await self.aget(_BEGAN))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return timezone.now() + timedelta(seconds=self.get_expiry_age())

    async def aget_expiry_date(self, **kwargs: Any) -> datetime:
        return timezone.now() + timedelta(seconds=await self.aget_expiry_age())

    def save(self, must_create: bool = False) -> None:
        """Save it. Raises `UpdateError` when it has been deleted meanwhile; Django says so too of a database that is away."""
        try:
            super().save(must_create)
        except UpdateError as error:
            problem = error.__context__
            if problem is not None and is_away(problem):
                raise problem from problem.__cause__
            raise

    def create_model_instance(self, data: Any) -> Any:
        data.setdefault(_BEGAN, time.time())
        return super().create_model_instance(data)

    async def acreate_model_instance(self, data: Any) -> Any:
        data.setdefault(_BEGAN, time.time())
        return await super().acreate_model_instance(data)


def _age(began: float | None) -> int:
    """Return the seconds that are left if nothing more is heard."""
    idle: int = settings.STAFF_IDLE_MINUTES * 60
    if began is None:
        return idle
    return max(0, min(idle, int(began + settings.STAFF_SESSION_HOURS * 3600 - time.time())))
