"""The real site with a real FreeSWITCH behind its guard."""

from __future__ import annotations

import os
import secrets

from tests.support.freeswitch import Freeswitch
from tests.support.site import Site


class GuardedSite(Site):
    """Site and FreeSWITCH start and end together; each may be killed alone."""

    def __init__(self, modules: str = "", *, dedicated: int = 0, own_redis: bool = False, **settings: str) -> None:
        self.switch_secret = secrets.token_urlsafe(32)
        super().__init__(dedicated=dedicated, own_redis=own_redis, SWITCH_SECRET=self.switch_secret, **settings)
        self.freeswitch = Freeswitch(f"http://127.0.0.1:{self.web_port}/fsapi", FREESWITCH_MODULES=modules)
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
    """Return the site that the suite is to be run on. In the environment, `TEST_SWITCH=freeswitch` puts a guard in,
    `TEST_SERVER=dedicated` gives the engine a process of its own, and `TEST_SERVER=shipped` a Redis as well, as deploy/ does."""
    kind = GuardedSite if os.environ.get("TEST_SWITCH") == "freeswitch" else Site
    server = os.environ.get("TEST_SERVER")
    return kind(dedicated=server in ("dedicated", "shipped"), own_redis=server == "shipped", **settings)
