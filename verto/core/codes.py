"""The closed vocabulary of refusals, punts and closes; `docs/verto.md` explains each, `static/js/verto/codes.js` mirrors them."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Refusal(StrEnum):
    """Why a login is refused: `data.code` of error -32001, or of -32003 for `RATE_LIMITED`."""

    BAD_CREDENTIALS = "bad_credentials"
    WRONG_SESSION = "wrong_session"
    ALREADY_LOGGED_IN = "already_logged_in"
    EXPIRED = "expired"
    CHANNEL_FULL = "channel_full"
    ADDRESS_FULL = "address_full"
    CHANNEL_CLOSED = "channel_closed"
    LOCKED = "locked"
    BANNED = "banned"
    WRONG_NODE = "wrong_node"
    TRY_LATER = "try_later"


class PuntReason(StrEnum):
    """Why a logged-in client is sent away: `params.reason` of `verto.punt`."""

    REPLACED = "replaced"
    REMOVED = "removed"
    EXPIRED = "expired"
    CHANNEL_CLOSED = "channel_closed"
    BANNED = "banned"


class SocketRefusal(StrEnum):
    """Why a WebSocket is refused before it is accepted, which is HTTP 403. Nobody is told; it is counted."""

    NOT_LOGGED_IN = "not_logged_in"
    TOO_MANY = "too_many"


class CloseCode(IntEnum):
    """WebSocket close codes (RFC 6455 section 7.4).

    Ours are all from 4000 on: daphne lets an application close with 1000 and 3000 to 4999 only. Where RFC 6455 has a
    code for the same thing, ours is that code plus 3000.
    """

    NORMAL = 1000
    REFUSED = 4001
    PUNTED = 4002
    LOGIN_TIMEOUT = 4003
    GONE = 4004
    SLOW_READER = 4005
    FLOOD = 4006
    MOVED = 4007
    TOO_BIG = 4009
    INTERNAL_ERROR = 4011
    RESTART = 4012


class ErrorCode(IntEnum):
    """JSON-RPC error codes as mod_verto uses them; -32003 is ours."""

    INVALID_REQUEST = -32600
    INVALID_METHOD = -32601
    AUTHENTICATION_REQUIRED = -32000
    LOGIN_REFUSED = -32001
    INVALID_PARAMS = -32002
    RATE_LIMITED = -32003
