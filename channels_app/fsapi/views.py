"""POST /fsapi: FreeSWITCH asks who a client is, and tells who has come and gone."""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from channels_app.fsapi import answers
from channels_app.fsapi.access import is_freeswitch
from channels_app.fsapi.forms import MAX_BODY_BYTES, BadForm, Disconnect, Login, Lookup, is_lookup, read
from channels_app.fsapi.handlers import NO, Handlers, TooMany
from channels_app.metrics import FSAPI_ANSWERS

log = logging.getLogger(__name__)
handlers = Handlers()


class _Trouble:
    """Says once that the database is away, and once that it is back: FreeSWITCH may ask hundreds of times a second."""

    def __init__(self) -> None:
        self._is_there = False

    def begins(self) -> None:
        """To be called while the error is handled."""
        if not self._is_there:
            log.exception("The database does not answer, so FreeSWITCH hears no")
        self._is_there = True

    def ends(self) -> None:
        if self._is_there:
            log.warning("The database answers FreeSWITCH again")
        self._is_there = False


_trouble = _Trouble()
_NO_STORE = {"Cache-Control": "no-store"}
_FORM = "application/x-www-form-urlencoded"


@csrf_exempt
async def fsapi(request: HttpRequest) -> HttpResponse:
    """Answer lookups with XML and hooks with words.

    Whatever is not understood grants nothing: FreeSWITCH and the hooks take any other answer for a no. A lookup is
    refused with 200 and `not found`, because FreeSWITCH would log the whole form of any other status; a hook with
    `no`, 400 for what is not its form and 503 for too many, or when the database does not answer.
    """
    if not is_freeswitch(request.headers.get("Authorization", "")):
        response = _words("unknown", "unauthorized", NO, 401)
        response.headers["WWW-Authenticate"] = 'Basic realm="fsapi"'
        return response
    if request.method != "POST":
        response = _words("unknown", "bad_request", NO, 405)
        response.headers["Allow"] = "POST"
        return response
    if request.content_type != _FORM:
        return _words("unknown", "bad_request", NO, 415)
    try:
        body = _body(request)
    except BadForm:
        return _words("unknown", "bad_request", NO, 413)
    return await (_lookup(body) if is_lookup(body) else _hook(body))


async def _lookup(body: bytes) -> HttpResponse:
    try:
        asked = read(body)
        assert isinstance(asked, Lookup)
        xml = await handlers.lookup(asked)
    except BadForm:
        return _xml("bad_request", answers.not_found())
    except TooMany:
        return _xml("too_many", answers.not_found())
    except Error:
        _trouble.begins()
        return _xml("failed", answers.not_found())
    _trouble.ends()
    return _xml("not_found", answers.not_found()) if xml is None else _xml("found", xml)


async def _hook(body: bytes) -> HttpResponse:
    request = "unknown"
    try:
        match read(body):
            case Login() as told:
                request = "login"
                words = await handlers.login(told)
            case Disconnect() as told:
                request = "disconnect"
                words = await handlers.disconnect(told)
            case Lookup():
                raise AssertionError("a lookup is no hook")
    except BadForm:
        return _words(request, "bad_request", NO, 400)
    except TooMany:
        return _words(request, "too_many", NO, 503)
    except Error:
        _trouble.begins()
        return _words(request, "failed", NO, 503)
    return _words(request, "refused" if words == NO else "granted" if request == "login" else "noted", words, 200)


def _body(request: HttpRequest) -> bytes:
    try:
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY_BYTES:
            raise BadForm("too large")
        body = request.body
    except (ValueError, RequestDataTooBig) as error:
        raise BadForm("too large, or of unknown length") from error
    if len(body) > MAX_BODY_BYTES:
        raise BadForm("too large")
    return body


def _xml(answer: str, text: str) -> HttpResponse:
    FSAPI_ANSWERS.labels("lookup", answer).inc()
    return HttpResponse(text, content_type="text/xml; charset=utf-8", headers=_NO_STORE)


def _words(request: str, answer: str, text: str, status: int) -> HttpResponse:
    FSAPI_ANSWERS.labels(request, answer).inc()
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=_NO_STORE)
