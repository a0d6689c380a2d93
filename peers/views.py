"""The pages. They hold words and data attributes; what people do with them happens in the browser."""

from __future__ import annotations

import logging
import re
import uuid
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from channels_app.gate import get_gate
from channels_app.ice import has_relay
from channels_app.models import TOPIC_LENGTH, Channel
from channels_app.problems import Problem, Refused
from channels_app.starting import start_channel
from channels_app.switches import get_switch
from common.addresses import network_of_request
from common.database import in_database_thread, log_unless_away
from common.metrics import CHANNELS_REFUSED, CHANNELS_STARTED
from peers.posts import answer, read_json, read_proof, refuse

# Control characters, marks that turn the direction of what follows, and halves of characters.
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

log = logging.getLogger(__name__)


@require_safe
async def index(request: HttpRequest) -> HttpResponse:
    """Public channels with how many are here now, and the way to a private one."""
    channels = await in_database_thread(_public_channels)
    context = {"channels": channels, "may_start": settings.VISITORS_MAY_START_CHANNELS}
    response = render(request, "peers/index.html", context)
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
async def channel(request: HttpRequest, channel_id: uuid.UUID) -> HttpResponse:
    """The page of one channel: 404 for one that is not there, or not any more."""
    found = await in_database_thread(_open_channel, channel_id)
    if found is None:
        raise Http404
    # Who is in a private channel is told to those who are in it.
    here = get_switch().counts().get(str(found.pk), 0) if found.public else 0
    context = {
        "channel": found,
        "sessions_url": reverse("peers:sessions", args=(found.pk,)),
        "relay": has_relay(),
        "here": here,
        "is_full": here >= found.capacity,
    }
    response = render(request, "peers/channel.html", context)
    response.headers["Cache-Control"] = "private, no-cache"
    if not found.public:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt
async def start(request: HttpRequest) -> JsonResponse:
    """POST /peers: make a private channel and tell its address."""
    try:
        data = read_json(request)
        topic, sealed = _wishes(data)
        get_gate().let_start(network_of_request(request), read_proof(data))
        made = await in_database_thread(start_channel, topic, sealed=sealed)
    except Refused as refused:
        CHANNELS_REFUSED.labels(refused.problem.value).inc()
        return refuse(refused)
    except Error as problem:
        log_unless_away(log, problem, "A channel could not be made")
        CHANNELS_REFUSED.labels(Problem.TRY_LATER.value).inc()
        return refuse(Refused(Problem.TRY_LATER, retry_after=2))
    CHANNELS_STARTED.inc()
    # The Origin is one of ours: read_json saw to that.
    url = request.headers["Origin"] + made.get_absolute_url()
    response = answer({"url": url}, status=201)
    response.headers["Location"] = url
    return response


def _wishes(data: dict[str, Any]) -> tuple[str, bool]:
    topic, sealed = data.get("topic", ""), data.get("sealed", False)
    if not data.keys() <= {"topic", "sealed", "proof"} or not isinstance(topic, str) or not isinstance(sealed, bool):
        raise Refused(Problem.BAD_REQUEST)
    topic = " ".join(topic.split())
    if len(topic) > TOPIC_LENGTH or _NOT_TEXT.search(topic):
        raise Refused(Problem.BAD_REQUEST)
    return topic, sealed


def _public_channels() -> list[dict[str, Any]]:
    here = get_switch().counts()
    rows = Channel.objects.open_at(timezone.now()).filter(public=True).only("id", "topic")
    return [
        {"id": str(row.pk), "topic": str(row), "here": here.get(str(row.pk), 0), "url": row.get_absolute_url()}
        for row in rows
    ]


def _open_channel(channel_id: uuid.UUID) -> Channel | None:
    return Channel.objects.open_at(timezone.now()).filter(pk=channel_id).first()
