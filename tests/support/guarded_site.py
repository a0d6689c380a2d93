"""The real site with a real FreeSWITCH behind its guard."""

from __future__ import annotations

import os
import secrets

from tests.support.freeswitch import Freeswitch
from tests.support.site import Site


class GuardedSite(Site):
    """Site and FreeSWITCH start and end together; each may be killed alone."""

    def __init__(self, modules: str = "", **settings: str) -> None:
        self.switch_secret = secrets.token_urlsafe(32)
        super().__init__(SWITCH_SECRET=self.switch_secret, **settings)
        self.freeswitch = Freeswitch(f"{self.url}/fsapi", FREESWITCH_MODULES=modules)
        self._environment |= self.freeswitch.settings()

    def start(self) -> None:
        """Serve, and return when both answer."""
        super().start()
        if not self.freeswitch.is_running():
            self.freeswitch.start()

    def close(self) -> None:
        """End both and forget their data."""
        super().close()
        self.freeswitch.close()


def make_site(**settings: str) -> Site:
    """Return the site that the suite is to be run on: `TEST_SWITCH=freeswitch` in the environment puts a guard in."""
    if os.environ.get("TEST_SWITCH") == "freeswitch":
        return GuardedSite(**settings)
    return Site(**settings)
