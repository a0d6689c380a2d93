"""Why a request for credentials or for a channel is refused: a stable code, its HTTP status, and a sentence."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any


class Problem(StrEnum):
    """`code` of an error answer. Programs compare codes; the sentences may change."""

    BAD_REQUEST = "bad_request"
    CROSS_SITE = "cross_site"
    NOT_ALLOWED = "not_allowed"
    WRONG_CHANNEL = "wrong_channel"
    BANNED = "banned"
    LOCKED = "locked"
    CHANNEL_UNKNOWN = "channel_unknown"
    CHANNEL_CLOSED = "channel_closed"
    SESSION_EXPIRED = "session_expired"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    TOO_LARGE = "too_large"
    PROOF_NEEDED = "proof_needed"
    TOO_MANY = "too_many"
    TRY_LATER = "try_later"
    SERVICE_FULL = "service_full"

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return _STATUS_AND_DETAIL[self][0]

    @property
    def detail(self) -> str:
        """A sentence for a human reader."""
        return _STATUS_AND_DETAIL[self][1]


_STATUS_AND_DETAIL = {
    Problem.BAD_REQUEST: (400, "The request is not what this address expects."),
    Problem.CROSS_SITE: (403, "This address answers pages of this site only."),
    Problem.NOT_ALLOWED: (403, "Visitors may not start channels here."),
    Problem.WRONG_CHANNEL: (403, "This session belongs to another channel."),
    Problem.BANNED: (403, "The operator does not let you in for now."),
    Problem.LOCKED: (403, "The operator lets nobody new into this channel at the moment."),
    Problem.CHANNEL_UNKNOWN: (404, "There is no such channel."),
    Problem.CHANNEL_CLOSED: (404, "This channel is closed."),
    Problem.SESSION_EXPIRED: (404, "This session has expired or was ended."),
    Problem.METHOD_NOT_ALLOWED: (405, "This address takes POST requests only."),
    Problem.TOO_LARGE: (413, "The request is too large."),
    Problem.PROOF_NEEDED: (428, "Many come at once. Solve the challenge and repeat the request with the proof."),
    Problem.TOO_MANY: (429, "Too many requests of this kind. Wait before the next one."),
    Problem.TRY_LATER: (503, "The service cannot answer now. Try again in a moment."),
    Problem.SERVICE_FULL: (503, "The service keeps as many visits as it can. Try again in a minute."),
}


class Refused(Exception):
    """A request that cannot be granted. `retry_after` is in seconds, where waiting helps; `challenge` where a proof does."""

    def __init__(
        self, problem: Problem, *, retry_after: float | None = None, challenge: dict[str, Any] | None = None
    ) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.retry_after = None if retry_after is None else math.ceil(retry_after)
        self.challenge = challenge
