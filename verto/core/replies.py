"""Texts that the server writes, in mod_verto's shapes and key order. Sender fields are written here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from verto.core.codes import ErrorCode, PuntReason, Refusal
from verto.core.frames import encode

DOMAIN = "pbx"
"""mod_verto appends the directory's domain to a client ID; browsers cut it off again."""

INVALID_REQUEST = b'{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request"},"id":null}'
INVALID_METHOD = {
    "code": int(ErrorCode.INVALID_METHOD),
    "message": "Invalid Method, Missing Method or Permission Denied",
}
AUTHENTICATION_REQUIRED = {"code": int(ErrorCode.AUTHENTICATION_REQUIRED), "message": "Authentication Required"}
RATE_LIMITED = {
    "code": int(ErrorCode.RATE_LIMITED),
    "message": "Too many messages",
    "data": {"code": "rate_limited"},
}

_TRUE_WORDS = frozenset({"yes", "on", "true", "t", "enabled", "active", "allow"})
_REFUSAL_TEXT = {Refusal.WRONG_SESSION: "Session in use", Refusal.ALREADY_LOGGED_IN: "Session in use"}


def invalid_message(request_id: object) -> bytes:
    """JSON that is not JSON-RPC 2.0. The id comes last, as mod_verto has it."""
    return b'{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid message"},"id":%b}' % encode(request_id)


def error(request_id: object, body: object) -> bytes:
    """A JSON-RPC error."""
    return b'{"jsonrpc":"2.0","id":%b,"error":%b}' % (encode(request_id), encode(body))


def rate_limited(request_id: bytes) -> bytes:
    """Too many messages. `request_id` is JSON text."""
    return b'{"jsonrpc":"2.0","id":%b,"error":%b}' % (request_id, encode(RATE_LIMITED))


def login_error(message: str) -> dict[str, object]:
    """The body of an error about a login that leaves the socket open."""
    return {"code": int(ErrorCode.LOGIN_REFUSED), "message": message}


def refused(request_id: object, refusal: Refusal) -> bytes:
    """A refused login. Unlike mod_verto's, the answer is the same for a wrong password and for an unknown client."""
    message = _REFUSAL_TEXT.get(refusal, "Login Incorrect")
    return error(request_id, {**login_error(message), "data": {"code": str(refusal)}})


def result(request_id: object, value: object, params: object, sessid: str) -> bytes:
    """A JSON-RPC result, with `requestParams` where asked for and the client's own sessid at the end."""
    return b'{"jsonrpc":"2.0","id":%b,"result":%b}' % (
        encode(request_id),
        encode(_with_sessid(with_request_params(value, params), sessid)),
    )


def batch_result(request_id: object, value: object, params: object) -> bytes:
    """A result inside a batch: without the sessid."""
    return b'{"jsonrpc":"2.0","id":%b,"result":%b}' % (
        encode(request_id),
        encode(with_request_params(value, params)),
    )


def with_request_params(value: object, params: object) -> object:
    """`echoParams` true gives the whole params back; any other value of it gives that value back."""
    if not isinstance(value, dict) or not isinstance(params, dict) or "echoParams" not in params:
        return value
    asked = params["echoParams"]
    whole = asked is True or (isinstance(asked, str) and asked.lower() in _TRUE_WORDS)
    return {**value, "requestParams": params if whole else asked}


def _with_sessid(value: object, sessid: str) -> object:
    if isinstance(value, dict):
        return {**{key: item for key, item in value.items() if key != "sessid"}, "sessid": sessid}
    if isinstance(value, list):
        return [*value, sessid]
    return value


def notify(server_id: int, method: bytes, params: bytes) -> bytes:
    """A request of the server. `params` is JSON text."""
    return b'{"jsonrpc":"2.0","id":%d,"method":"%b","params":%b}' % (server_id, method, params)


def client_ready(server_id: int) -> bytes:
    """Sent once after login."""
    return notify(server_id, b"verto.clientReady", b'{"reattached_sessions":[]}')


def punt(server_id: int, reason: PuntReason) -> bytes:
    """The last message before the close."""
    return notify(server_id, b"verto.punt", b'{"reason":"%b"}' % reason.encode())


def info(server_id: int, sender: str, receiver: str, body: bytes) -> bytes:
    """What one member tells another. The sender is the one who logged in, whatever its message said. `body` is JSON text."""
    return (
        b'{"jsonrpc":"2.0","id":%d,"method":"verto.info","params":{"msg":{"from":"%b@pbx","to":"%b@pbx","body":%b}}}'
        % (
            server_id,
            sender.encode(),
            receiver.encode(),
            body,
        )
    )


def sent(request_id: bytes, sessid: str) -> bytes:
    """The result of `verto.info`. `request_id` is JSON text."""
    return b'{"jsonrpc":"2.0","id":%b,"result":{"message":"SENT","sessid":"%b"}}' % (request_id, sessid.encode())


def event(server_id: int, channel_id: str, serno: int, sender: str, message: dict[str, object]) -> bytes:
    """What one member tells all. Of the client's params only `eventData` goes on."""
    params: dict[str, object] = {"eventChannel": channel_id, "localBroadcast": True}
    if "eventData" in message:
        params["eventData"] = message["eventData"]
    params |= {"userid": f"{sender}@{DOMAIN}", "eventSerno": serno, "subscribedChannel": channel_id}
    return notify(server_id, b"verto.event", encode(params))


def presence(server_id: int, channel_id: str, serno: int, what: str, client_id: str) -> bytes:
    """`what` is `joined` or `left`, at a place where no client can write."""
    params = {"eventChannel": channel_id, what: client_id, "eventSerno": serno, "subscribedChannel": channel_id}
    return notify(server_id, b"verto.event", encode(params))


def batch(replies: Sequence[bytes]) -> bytes:
    """The answers to a batch."""
    return b"[%b]" % b",".join(replies)
