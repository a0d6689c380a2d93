"""`manage.py verto_server`: the engine in a process of its own, so that a new version of the site drops no socket."""

from __future__ import annotations

import asyncio
import json
import signal
from functools import partial
from typing import Any

import uvloop
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from channels_app.switches import get_switch
from channels_app.switches.session_layer import SessionLayerSwitch
from common import metrics
from common.addresses import network_of
from common.local_endpoints import is_local
from project.origins import is_own_origin
from verto.adapters.driver import Driver
from verto.adapters.local_pages import Page, serve_local_pages
from verto.adapters.sockets import Sockets

DRAIN_SECONDS = 5.0


class Command(BaseCommand):
    """Serves /verto until SIGTERM or Ctrl-C, then closes every socket with 4012: pages come back by themselves."""

    help = (
        "Serve /verto at VERTO_LISTEN, for a proxy that sends it there, "
        "and /health and /metrics to this machine at VERTO_LOCAL."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        switch = get_switch()
        if not isinstance(switch, SessionLayerSwitch):
            raise CommandError(f"The switch {settings.SWITCH!r} has no session layer to serve.")
        try:
            uvloop.run(self._serve(switch.driver, switch.path))
        except OSError as error:
            raise CommandError(
                f"Cannot listen: {error.strerror or error}. Look at VERTO_LISTEN and VERTO_LOCAL."
            ) from None

    async def _serve(self, driver: Driver, path: str) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        sockets = Sockets(driver, path, is_own_origin, network_of)
        # The listener is on loopback, so that whoever comes to it does as well.
        host, port = settings.VERTO_LOCAL
        pages = await serve_local_pages(
            host,
            port,
            {"/health": lambda: _health(driver), "/health/live": _live, "/metrics": _metrics},
            partial(is_local, "127.0.0.1"),
        )
        try:
            await sockets.listen(*settings.VERTO_LISTEN)
            host, port = settings.VERTO_LISTEN
            self.stdout.write(f"Serving {path} at {host}:{port}")
            self.stdout.flush()
            await stop.wait()
        finally:
            await sockets.drain(DRAIN_SECONDS)
            pages.close()


def _metrics() -> Page:
    return Page(metrics.exposition(), metrics.CONTENT_TYPE)


def _health(driver: Driver) -> Page:
    ready = driver.is_ready
    return Page(json.dumps({"alive": True, "ready": ready}).encode(), "application/json", is_well=ready)


def _live() -> Page:
    return Page(json.dumps({"alive": True}).encode(), "application/json")
