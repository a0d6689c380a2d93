"""Judges POSTs of our own scripts before anything is looked up: from our pages, JSON, small, and strict.

These requests carry no cookie and none is read. What protects them is that the browser says where they come from, and
that a page elsewhere can neither change that nor send JSON here without being asked about it first.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse, UnreadablePostError

from channels_app.problems import Problem, Refused
from channels_app.proofs import MAX_PROOF_LENGTH

MAX_BODY_BYTES = 4096


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object in the request. Raises `Refused` with the first thing that is wrong."""
    if request.method != "POST":
        raise Refused(Problem.METHOD_NOT_ALLOWED)
    if request.headers.get("Origin") not in settings.ORIGINS:
        raise Refused(Problem.CROSS_SITE)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Refused(Problem.CROSS_SITE)
    if request.content_type != "application/json":
        raise Refused(Problem.BAD_REQUEST)
    return _parse(_read_body(request))


def read_proof(data: dict[str, Any]) -> str | None:
    """Return the proof of work in what was posted, if there is one. Raises `Refused` when it is not a short text."""
    proof = data.get("proof")
    if proof is not None and (not isinstance(proof, str) or len(proof) > MAX_PROOF_LENGTH):
        raise Refused(Problem.BAD_REQUEST)
    return proof


def answer(data: dict[str, Any], *, status: int = 200) -> JsonResponse:
    """Return an answer that nothing on the way may keep."""
    response = JsonResponse(data, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def refuse(refused: Refused) -> JsonResponse:
    """Return the answer that tells why not."""
    problem = refused.problem
    data: dict[str, Any] = {"code": problem.value, "detail": problem.detail}
    if refused.challenge is not None:
        data["challenge"] = refused.challenge
    response = answer(data, status=problem.status)
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    if problem is Problem.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "POST"
    return response


def _read_body(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "0")
    if length.isascii() and length.isdigit() and int(length[:12]) > MAX_BODY_BYTES:
        raise Refused(Problem.TOO_LARGE)
    try:
        body = request.body
    except RequestDataTooBig:
        raise Refused(Problem.TOO_LARGE) from None
    except UnreadablePostError:
        raise Refused(Problem.BAD_REQUEST) from None
    if len(body) > MAX_BODY_BYTES:
        raise Refused(Problem.TOO_LARGE)
    return body


def _parse(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(Problem.BAD_REQUEST) from None
    if not isinstance(data, dict):
        raise Refused(Problem.BAD_REQUEST)
    return data


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
