"""The methods a logged-in client may call: a table from name to handler. Shapes are mod_verto's, see `docs/verto.md`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from verto.core import replies
from verto.core.codes import ErrorCode
from verto.core.endings import tell_presence
from verto.core.frames import encode
from verto.core.layer import Layer
from verto.core.outbox import Outbox
from verto.core.replies import DOMAIN
from verto.core.session import Session


class Missing:
    """The type of `MISSING`: a key that is not there, as against one that is null."""


MISSING: Final = Missing()


class Answer(NamedTuple):
    """What a handler answers: a result, or the body of an error."""

    is_result: bool
    value: object


Handler = Callable[[Layer, Session, object, Outbox], Answer]

_PARAMS_MISSING = {"message": "Params data missing", "code": int(ErrorCode.INVALID_PARAMS)}
_CHANNEL_MISSING = {"message": "eventChannel not specified.", "code": int(ErrorCode.INVALID_PARAMS)}
_CHANNEL_DENIED = {"message": "Permission Denied.", "code": int(ErrorCode.INVALID_PARAMS)}
_MESSAGE_INVALID = {"message": "INVALID MESSAGE to and body params required"}
_SENT = {"message": "SENT"}
TELL_COST = 2
"""Deliveries of a `verto.info`: the message, and the answer."""
_SUFFIX = "@" + DOMAIN


def echo(layer: Layer, session: Session, params: object, outbox: Outbox) -> Answer:
    """Give the params back."""
    if params is MISSING:
        return Answer(False, _PARAMS_MISSING)
    return Answer(True, params)


def ping(layer: Layer, session: Session, params: object, outbox: Outbox) -> Answer:
    """Answer PONG, with the end of the credentials if they have one."""
    if session.expires is None:
        return Answer(True, {"message": "PONG"})
    return Answer(True, {"auth-expires": int(session.expires), "message": "PONG"})


def subscribe(layer: Layer, session: Session, params: object, outbox: Outbox) -> Answer:
    """Become a member of the own channel, exactly that one, and learn who is there."""
    room = layer.roster.room(session)
    added: list[str] = []
    already: list[str] = []
    refused: list[str] = []
    for name in _channel_names(params):
        if name != session.channel_id:
            refused.append(name)
        elif session.client_id in room.members:
            already.append(name)
        else:
            room.members[session.client_id] = session
            added.append(name)
            _tell_change(layer, session, outbox, is_member=True)
    if not added and not already:
        return Answer(False, {"unauthorizedChannels": refused} if refused else {})
    value: dict[str, object] = {"subscribedChannels": added}
    if refused:
        value["unauthorizedChannels"] = refused
    if already:
        value["alreadySubscribedChannels"] = already
    value["members"] = [*room.members, *layer.elsewhere.members(session.channel_id)]
    return Answer(True, value)


def unsubscribe(layer: Layer, session: Session, params: object, outbox: Outbox) -> Answer:
    """Stop being a member; the seat stays."""
    room = layer.roster.room(session)
    removed: list[str] = []
    unknown: list[str] = []
    for name in _channel_names(params):
        if name == session.channel_id and room.members.pop(session.client_id, None) is not None:
            removed.append(name)
            _tell_change(layer, session, outbox, is_member=False)
        else:
            unknown.append(name)
    if unknown and not removed:
        return Answer(False, {"notSubscribedChannels": unknown})
    value: dict[str, object] = {}
    if removed:
        value["unsubscribedChannels"] = removed
    if unknown:
        value["notSubscribedChannels"] = unknown
    return Answer(True, value)


def _tell_change(layer: Layer, session: Session, outbox: Outbox, *, is_member: bool) -> None:
    tell_presence(layer, session.channel_id, session.client_id, outbox, "joined" if is_member else "left")
    layer.elsewhere.changes(session, is_member, outbox)


def broadcast(layer: Layer, session: Session, params: object, outbox: Outbox) -> Answer:
    """Publish to the own channel. Only JSON `true` in `localBroadcast` delivers, as in mod_verto."""
    if not isinstance(params, dict) or not isinstance(params.get("eventChannel"), str):
        return Answer(False, _CHANNEL_MISSING)
    if params["eventChannel"] != session.channel_id:
        layer.stats.dropped["foreign_channel"] += 1
        return Answer(False, _CHANNEL_DENIED)
    if params.get("localBroadcast") is True:
        if not layer.relay.publish(session, layer.roster.room(session), params, outbox):
            return Answer(False, replies.RATE_LIMITED)
        layer.elsewhere.publish(session, params, outbox)
        layer.stats.relayed["broadcast"] += 1
    return Answer(True, {})


def info(layer: Layer, session: Session, params: object, outbox: Outbox) -> Answer:
    """Tell one other client of the own channel. The answer is the same whether it is there or not."""
    if params is MISSING:
        return Answer(False, _PARAMS_MISSING)
    if not isinstance(params, dict) or "msg" not in params:
        return Answer(True, {})
    message = params["msg"]
    to = message.get("to") if isinstance(message, dict) else None
    body = message.get("body") if isinstance(message, dict) else None
    if not (isinstance(to, str) and to and isinstance(body, str) and body):
        return Answer(False, _MESSAGE_INVALID)
    return (
        Answer(True, _SENT) if tell(layer, session, to, encode(body), outbox) else Answer(False, replies.RATE_LIMITED)
    )


def tell(layer: Layer, session: Session, to: str, body: bytes, outbox: Outbox) -> bool:
    """Relay `body`, the JSON text of a string, to one client. False if this is more than the relay can take."""
    client_id = to.removesuffix(_SUFFIX)
    receiver = layer.roster.neighbour(session, client_id)
    if receiver is None or not receiver.is_seated():
        if layer.elsewhere.direct(session, client_id, body, outbox):
            layer.stats.relayed["direct"] += 1
        else:
            layer.stats.dropped["no_receiver"] += 1
    elif not layer.relay.direct(session, receiver, body, outbox):
        return False
    else:
        layer.stats.relayed["direct"] += 1
    return True


HANDLERS: Final[dict[str, Handler]] = {
    "echo": echo,
    "verto.ping": ping,
    "verto.subscribe": subscribe,
    "verto.unsubscribe": unsubscribe,
    "verto.broadcast": broadcast,
    "verto.info": info,
}
"""Every method but `login`, which is judged in `logins`. `rules.METHODS` names them all; a test compares."""


def cost(layer: Layer, session: Session, method: object) -> int:
    """Return how many deliveries this call may cause, itself included."""
    if method == "verto.broadcast":
        return 1 + len(layer.roster.room(session).members) + len(layer.elsewhere.members(session.channel_id))
    return TELL_COST if method == "verto.info" else 1


def _channel_names(params: object) -> list[str]:
    asked = params.get("eventChannel") if isinstance(params, dict) else None
    if isinstance(asked, str):
        return [asked]
    if isinstance(asked, list):
        return [name for name in asked if isinstance(name, str)]
    return []
