"""From a frame to the answer: what kind of message it is, whether it may be made now, and which handler makes it."""

from __future__ import annotations

from verto.core import direct, logins, replies
from verto.core.codes import CloseCode
from verto.core.direct import Told
from verto.core.endings import end
from verto.core.frames import Malformed, parse
from verto.core.layer import Layer
from verto.core.limits import BYTES_PER_DELIVERY, MAX_BATCH, MAX_FRAME_BYTES
from verto.core.methods import HANDLERS, MISSING, TELL_COST, cost, tell
from verto.core.outbox import Outbox
from verto.core.session import Session, State

_STRANGER_COST = 20
"""A frame before login costs so many deliveries: 50 at once and then ten a second are more than any page needs."""

_HOLDING = (State.ASKING, State.WAITING)


def take(layer: Layer, session: Session, raw: bytes, outbox: Outbox) -> None:
    """Take one frame of a socket that is open. Never raises on what a client wrote."""
    session.heard = outbox.now
    if len(raw) > MAX_FRAME_BYTES:
        layer.stats.errors["too_big"] += 1
        end(layer, session, outbox, CloseCode.TOO_BIG)
    elif session.state in _HOLDING:
        _hold(layer, session, raw, outbox)
    elif raw:
        _take_text(layer, session, raw, outbox)


def _hold(layer: Layer, session: Session, raw: bytes, outbox: Outbox) -> None:
    session.held_bytes += len(raw)
    if len(session.held) >= layer.limits.held_frames or session.held_bytes > MAX_FRAME_BYTES:
        end(layer, session, outbox, CloseCode.FLOOD)
    else:
        session.held.append(raw)


def take_held(layer: Layer, session: Session, outbox: Outbox) -> None:
    """Take the frames that waited for the answer to the login, in their order."""
    held, session.held, session.held_bytes = session.held, [], 0
    for raw in held:
        if session.is_closed():
            return
        take(layer, session, raw, outbox)


def _take_text(layer: Layer, session: Session, raw: bytes, outbox: Outbox) -> None:
    weight = len(raw) // BYTES_PER_DELIVERY
    if weight and not _pay(layer, session, weight, outbox):
        # Unread, so without its id: reading is what a large frame costs.
        if not session.is_closed():
            outbox.send(session, replies.error(None, replies.RATE_LIMITED))
        return
    told = direct.read(raw) if session.is_seated() else None
    if told is not None:
        _tell(layer, session, told, outbox)
        return
    value = parse(raw)
    if isinstance(value, dict):
        # mod_verto answers first; what the call causes, such as the sender's own copy of a broadcast, comes after.
        first = len(outbox.effects)
        reply = _take_message(layer, session, value, outbox, in_batch=False)
        if reply is not None:
            outbox.send(session, reply, before=first)
        return
    if not _pay(layer, session, 1, outbox):
        return
    if isinstance(value, list) and len(value) <= MAX_BATCH:
        _take_batch(layer, session, value, outbox)
        return
    layer.stats.errors["malformed"] += 1
    is_text = value is Malformed.NOT_JSON
    outbox.send(session, replies.INVALID_REQUEST if is_text else replies.invalid_message(None))


def _tell(layer: Layer, session: Session, told: Told, outbox: Outbox) -> None:
    """Do for the most frequent message what `_take_message` does for all, and answer the same."""
    first = len(outbox.effects)
    request_id, to, body = told
    if not _pay(layer, session, TELL_COST, outbox):
        if not session.is_closed():
            outbox.send(session, replies.rate_limited(request_id))
    elif tell(layer, session, to, body, outbox):
        outbox.send(session, replies.sent(request_id, session.sessid), before=first)
    else:
        layer.stats.errors["bad_params"] += 1
        outbox.send(session, replies.rate_limited(request_id), before=first)


def _take_batch(layer: Layer, session: Session, batch: list[object], outbox: Outbox) -> None:
    texts: list[bytes] = []
    for item in batch:
        if isinstance(item, dict):
            reply = _take_message(layer, session, item, outbox, in_batch=True)
        else:
            reply = replies.invalid_message(None)
        if session.is_closed():
            return
        if reply is not None:
            texts.append(reply)
    outbox.send(session, replies.batch(texts))


def _take_message(
    layer: Layer, session: Session, message: dict[str, object], outbox: Outbox, *, in_batch: bool
) -> bytes | None:
    """Return the answer, or None where there is none, or where it was sent or will come later (a login)."""
    request_id = message.get("id")
    method = message.get("method")
    seated = session.is_seated()
    if "result" in message and message.get("jsonrpc") == "2.0" and _settles(session, request_id):
        return None
    if not _pay(layer, session, cost(layer, session, method) if seated else 1, outbox):
        return None if session.is_closed() else replies.error(request_id, replies.RATE_LIMITED)
    if message.get("jsonrpc") != "2.0":
        layer.stats.errors["malformed"] += 1
        return replies.invalid_message(request_id)
    if "result" in message:
        # An answer to nothing, or to an older ping, proves no more than life.
        return None
    params = message.get("params", MISSING)
    if method == "login" and not in_batch:
        logins.ask(layer, session, request_id, params, outbox)
        return None
    if not seated:
        layer.stats.errors["not_logged_in"] += 1
        return replies.error(request_id, replies.AUTHENTICATION_REQUIRED)
    handler = HANDLERS.get(method) if isinstance(method, str) else None
    if handler is None:
        layer.stats.errors["no_method"] += 1
        return replies.error(request_id, replies.INVALID_METHOD)
    answer = handler(layer, session, params, outbox)
    if not answer.is_result:
        layer.stats.errors["bad_params"] += 1
        return replies.error(request_id, answer.value)
    if in_batch:
        return replies.batch_result(request_id, answer.value, params)
    return replies.result(request_id, answer.value, params, session.sessid)


def _settles(session: Session, request_id: object) -> bool:
    """True for the answer to the newest ping: it proves that all sent before was read.

    It costs nothing, for the server asked for it: who has used up its rate would else be cut as a slow reader.
    """
    if session.ping_id == 0 or type(request_id) is not int or request_id != session.ping_id:
        return False
    session.answered = session.ping_sent
    session.ping_id = 0
    session.asked_bytes = False
    return True


def _pay(layer: Layer, session: Session, units: int, outbox: Outbox) -> bool:
    price = units if session.is_seated() else units * _STRANGER_COST
    if session.may_spend(price, outbox.now, layer.limits):
        return True
    layer.stats.errors["rate_limited"] += 1
    session.over_rate += 1
    if session.over_rate > layer.limits.refusals_before_cut:
        end(layer, session, outbox, CloseCode.FLOOD)
    return False
