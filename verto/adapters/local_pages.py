"""A few short pages over plain HTTP for processes of this machine: whether the engine is well, and what it has counted.

picows answers requests that are no WebSocket as well, in the same loop and without a thread. Listen on loopback only.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from picows import WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener, ws_create_server

from verto.adapters.quiet import QUIET

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered to a GET."""

    body: bytes
    content_type: str
    is_well: bool = True
    """Else the status is 503."""


Pages = Mapping[str, Callable[[], Page]]
IsLocal = Callable[[Mapping[str, str]], bool]


async def serve_local_pages(host: str, port: int, pages: Pages, is_local: IsLocal) -> asyncio.Server:
    """Serve these pages, by path, until the server is closed. Raises OSError where the port is taken.

    `is_local` judges the headers of each request, repeated ones joined with commas: a page of another site that is open
    on this machine can send requests here too.
    """

    def answer(request: WSUpgradeRequest) -> WSUpgradeResponseWithListener | None:
        make = pages.get(request.path.decode("latin-1"))
        headers = request.headers
        if make is None or not is_local({name: ",".join(headers.getall(name)) for name in headers}):
            return None
        try:
            page = make()
        except Exception:
            log.exception("A local page failed")
            return _response(Page(b"", "text/plain", is_well=False))
        return _response(page)

    return await ws_create_server(answer, host, port, logger_name=QUIET, use_aiofastnet=False)


def _response(page: Page) -> WSUpgradeResponseWithListener:
    headers = {"Content-Type": page.content_type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if page.is_well:
        response = WSUpgradeResponse.create_ok_response(page.body, headers)
    else:
        response = WSUpgradeResponse.create_error_response(HTTPStatus.SERVICE_UNAVAILABLE, page.body, headers)
    return WSUpgradeResponseWithListener(response, None)
