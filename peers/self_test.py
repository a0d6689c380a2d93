"""The self-test: a page that looks at devices and connection, and what it asks this service for."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from channels_app.gate import get_gate
from channels_app.problems import Problem, Refused
from channels_app.self_test import servers_for_a_test
from channels_app.switches import get_switch
from common.addresses import network_of_request
from common.database import in_database_thread, log_unless_away
from common.metrics import SELF_TESTS
from peers.posts import answer, read_json, read_proof, refuse

log = logging.getLogger(__name__)


@require_safe
async def page(request: HttpRequest) -> HttpResponse:
    """The page: the same for everybody."""
    response = render(request, "peers/self_test.html")
    response.headers["Cache-Control"] = "no-cache"
    return response


@csrf_exempt
async def servers(request: HttpRequest) -> JsonResponse:
    """POST /test/servers: where the switch is, and `iceServers` as far as a stranger may have them."""
    try:
        data = await _answer(request)
    except Refused as refused:
        SELF_TESTS.labels(refused.problem.value).inc()
        return refuse(refused)
    except Error as problem:
        log_unless_away(log, problem, "A self-test could not be answered")
        SELF_TESTS.labels(Problem.TRY_LATER.value).inc()
        return refuse(Refused(Problem.TRY_LATER, retry_after=2))
    SELF_TESTS.labels("answered").inc()
    return answer(data)


async def _answer(request: HttpRequest) -> dict[str, Any]:
    data = read_json(request)
    if not data.keys() <= {"proof"}:
        raise Refused(Problem.BAD_REQUEST)
    network = network_of_request(request)
    get_gate().let_test(network, read_proof(data))
    return await in_database_thread(_find, request, network)


def _find(request: HttpRequest, network: str) -> dict[str, Any]:
    found = servers_for_a_test(network)
    # The socket belongs to no channel. Where several engines share the channels, each test meets one of them.
    return {"url": get_switch().websocket_url(request, str(uuid.uuid4())), **found}
