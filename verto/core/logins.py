"""A login in two steps: asked (the directory is to be looked up), then judged, in one go with taking the seat."""

from __future__ import annotations

from verto.core import replies
from verto.core.codes import CloseCode, PuntReason, Refusal
from verto.core.endings import end, punt
from verto.core.layer import Layer
from verto.core.methods import MISSING
from verto.core.outbox import Outbox
from verto.core.ports import Entry
from verto.core.rules import is_canonical_uuid, refuse_login
from verto.core.seats import Seat
from verto.core.session import Login, Session, State


def ask(layer: Layer, session: Session, request_id: object, params: object, outbox: Outbox) -> None:
    """Take a `login` request. Whatever is not a complete login is an error that leaves the socket open."""
    if session.is_seated():
        refuse(layer, session, request_id, Refusal.ALREADY_LOGGED_IN, outbox)
        return
    problem = _incomplete(params)
    if problem is not None:
        outbox.send(session, replies.error(request_id, problem))
        return
    assert isinstance(params, dict)
    client_id = params["login"]
    if not is_canonical_uuid(client_id):
        refuse(layer, session, request_id, Refusal.BAD_CREDENTIALS, outbox)
        return
    session.login = Login(request_id, client_id, params["passwd"], params["sessid"])
    session.state = State.ASKING
    outbox.look_up(session, client_id)


def _incomplete(params: object) -> dict[str, object] | None:
    if params is MISSING:
        return replies.login_error("Missing params")
    if not isinstance(params, dict) or not isinstance(params.get("login"), str):
        return replies.AUTHENTICATION_REQUIRED
    for name in ("passwd", "sessid"):
        if not isinstance(params.get(name), str) or not params[name]:
            return replies.login_error(f"Missing {name}")
    return None


def judge(layer: Layer, session: Session, entry: Entry | None, answered: bool, outbox: Outbox) -> None:
    """Let the client in or refuse it. `answered` is False when the directory gave no answer.

    The older socket of the same client is punted only after the newer one has proved itself and its seat has passed on.
    """
    login = session.login
    if session.state is not State.ASKING or login is None:
        return
    refusal = (
        refuse_login(entry, login.passwd, login.sessid, outbox.now, session.address) if answered else Refusal.TRY_LATER
    )
    if refusal is not None or entry is None:
        refuse(layer, session, login.request_id, refusal or Refusal.BAD_CREDENTIALS, outbox)
        return
    if not layer.login_rate.take(entry.client_id, outbox.now):
        refuse(layer, session, login.request_id, Refusal.TRY_LATER, outbox)
        return
    session.client_id, session.channel_id, session.sessid = entry.client_id, entry.channel_id, entry.sessid
    session.expires = entry.expires
    seat = layer.seats.take(session, entry, outbox)
    if isinstance(seat, Refusal):
        refuse(layer, session, login.request_id, seat, outbox)
    elif seat is Seat.TAKEN:
        sit(layer, session, outbox)


def sit(layer: Layer, session: Session, outbox: Outbox) -> None:
    """Let a client sit down whose seat is taken."""
    older = layer.roster.live(session.client_id)
    if older is not None:
        punt(layer, older, outbox, PuntReason.REPLACED)
    layer.roster.sit(session)
    layer.doors.came_in(session)
    session.state = State.WAITING
    if layer.elsewhere.sits(session, outbox):
        admit(layer, session, outbox)


def admit(layer: Layer, session: Session, outbox: Outbox) -> None:
    """Let in a client that has its seat, now or when the relay is ready for it."""
    if layer.relay.admit(session, outbox):
        welcome(layer, session, outbox)


def welcome(layer: Layer, session: Session, outbox: Outbox) -> None:
    """Let in a client that has its seat: the relay is ready for it."""
    login = session.login
    assert login is not None
    session.login = None
    session.state = State.SEATED
    layer.stats.logins += 1
    outbox.logged_in(session.client_id)
    value: dict[str, object] = {"message": "logged in"}
    if session.expires is not None:
        value["auth-expires"] = int(session.expires)
    outbox.send(session, replies.result(login.request_id, value, None, session.sessid))
    outbox.send(session, replies.client_ready(outbox.next_id()))


def give_up(layer: Layer, session: Session, outbox: Outbox) -> None:
    """Refuse a client that was not let in yet: it cannot be served now."""
    assert session.login is not None
    refuse(layer, session, session.login.request_id, Refusal.TRY_LATER, outbox)


def refuse(layer: Layer, session: Session, request_id: object, refusal: Refusal, outbox: Outbox) -> None:
    """Answer -32001 with the reason, then close."""
    layer.stats.refusals[refusal] += 1
    outbox.send(session, replies.refused(request_id, refusal))
    end(layer, session, outbox, CloseCode.REFUSED)
