"""POST /fsapi: FreeSWITCH asks who a client is, and tells who has come and gone."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from channels_app.fsapi import handlers
from channels_app.fsapi.forms import MAX_BODY_BYTES, BadForm, parse

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
async def fsapi(request: HttpRequest) -> HttpResponse:
    """Answer 200 with XML to a lookup and with words to a hook, 400 to what FreeSWITCH would not send, else 503.

    Whatever is not understood grants nothing: FreeSWITCH and the hooks take any other answer for a no.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        return _words("bad request", 400)
    try:
        fields = parse(_body(request))
        if "section" in fields:
            xml = await handlers.directory_entry(fields)
            return HttpResponse(xml, content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-store"})
        handler = handlers.ACTIONS.get(fields.get("action", ""))
        if handler is None:
            return _words("bad request", 400)
        return _words(await handler(fields), 200)
    except BadForm:
        return _words("bad request", 400)
    except Error:
        log.exception("FreeSWITCH was not answered")
        return _words("try later", 503)


def _body(request: HttpRequest) -> bytes:
    try:
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY_BYTES:
            raise BadForm("too large")
        return request.body
    except (ValueError, RequestDataTooBig) as error:
        raise BadForm("too large, or of unknown length") from error


def _words(text: str, status: int) -> HttpResponse:
    return HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
