"""POST /peers/<channelId>/sessions: a browser's session ID in, credentials for the switch out."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from channels_app import credentials
from channels_app.gate import get_gate
from channels_app.ice import ice_answer
from channels_app.problems import Problem, Refused
from channels_app.switches import get_switch
from common.addresses import network_of_request
from common.database import in_database_thread, log_unless_away
from common.metrics import SESSIONS_ISSUED, SESSIONS_REFUSED
from peers.posts import answer, read_json, read_proof, refuse

log = logging.getLogger(__name__)

RETRY_SECONDS = 2


@csrf_exempt
async def sessions(request: HttpRequest, channel_id: uuid.UUID) -> JsonResponse:
    """Answer with credentials, with fresh `iceServers` alone where `iceOnly` is true, or with `code` and `detail`."""
    try:
        data = await _grant(request, channel_id)
    except Refused as refused:
        SESSIONS_REFUSED.labels(refused.problem.value).inc()
        return refuse(refused)
    except Error as problem:
        log_unless_away(log, problem, "Credentials could not be issued")
        SESSIONS_REFUSED.labels(Problem.TRY_LATER.value).inc()
        return refuse(Refused(Problem.TRY_LATER, retry_after=RETRY_SECONDS))
    return answer(data)


async def _grant(request: HttpRequest, channel_id: uuid.UUID) -> dict[str, Any]:
    data = read_json(request)
    session_id, ice_only = _understand(data)
    network = network_of_request(request)
    if ice_only:
        get_gate().let_renew(network)
        return await in_database_thread(_renew, request, channel_id, session_id, network)
    get_gate().let_in(network, channel_id, read_proof(data))
    issued, url = await in_database_thread(_issue, request, channel_id, session_id, network)
    SESSIONS_ISSUED.inc()
    return {
        "clientId": str(issued.client_id),
        "password": issued.password,
        "sessid": str(issued.sessid),
        "expires": int(issued.expires.timestamp()),
        "url": url,
        **ice_answer(issued.client_id),
    }


def _issue(
    request: HttpRequest, channel_id: uuid.UUID, session_id: str, network: str
) -> tuple[credentials.Credentials, str]:
    issued = credentials.issue(channel_id, session_id, network)
    return issued, get_switch().websocket_url(request, str(channel_id))


def _renew(request: HttpRequest, channel_id: uuid.UUID, session_id: str, network: str) -> dict[str, Any]:
    client_id = credentials.check(channel_id, session_id, network)
    switch = get_switch()
    where = {"url": switch.websocket_url(request, str(channel_id))} if switch.moves_channels else {}
    return {**ice_answer(client_id), **where}


def _understand(data: dict[str, Any]) -> tuple[str, bool]:
    session_id, ice_only = data.get("sessionId"), data.get("iceOnly", False)
    if not data.keys() <= {"sessionId", "iceOnly", "proof"} or not isinstance(ice_only, bool):
        raise Refused(Problem.BAD_REQUEST)
    if not isinstance(session_id, str) or not credentials.is_session_id(session_id):
        raise Refused(Problem.BAD_REQUEST)
    return session_id, ice_only
