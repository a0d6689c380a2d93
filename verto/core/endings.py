"""The one way a socket ends, and what the others of its channel are told."""

from __future__ import annotations

from verto.core import replies
from verto.core.codes import CloseCode, PuntReason
from verto.core.layer import Layer
from verto.core.outbox import Outbox
from verto.core.session import Session, State

_SEAT_LOST = frozenset({CloseCode.PUNTED, CloseCode.FLOOD, CloseCode.TOO_BIG})
"""Whoever ends like this has no seat waiting. All other ends may be the line's or the server's fault."""


def end(layer: Layer, session: Session, outbox: Outbox, code: CloseCode, *, keeps_seat: bool = False) -> None:
    """Close this socket. Safe to call again: only the first call counts."""
    if session.is_closed():
        return
    layer.stats.closes[code.name.lower()] += 1
    outbox.close(session, code)
    forget(layer, session, outbox, keeps_seat=keeps_seat or code not in _SEAT_LOST)


def punt(layer: Layer, session: Session, outbox: Outbox, reason: PuntReason) -> None:
    """Tell the client why, then close."""
    if session.is_closed():
        return
    layer.stats.punts[reason] += 1
    outbox.send(session, replies.punt(outbox.next_id(), reason))
    # Who is replaced passes its seat on.
    end(layer, session, outbox, CloseCode.PUNTED, keeps_seat=reason is PuntReason.REPLACED)


def forget(layer: Layer, session: Session, outbox: Outbox, *, keeps_seat: bool) -> None:
    """Take the socket out of everything: its seat is free or kept for its client, its channel hears `left`."""
    was_seated, had_seat = session.is_seated(), session.has_seat()
    session.state = State.CLOSED
    session.held.clear()
    session.login = None
    if not had_seat:
        return
    was_member = layer.roster.leave(session)
    layer.seats.leave(session, outbox, was_seated=was_seated, is_kept=keeps_seat)
    layer.relay.release(session, outbox)
    layer.elsewhere.leaves(session, outbox)
    if was_seated:
        outbox.left(session.client_id)
    if was_member:
        tell_presence(layer, session.channel_id, session.client_id, outbox, "left")


def tell_presence(layer: Layer, channel_id: str, client_id: str, outbox: Outbox, what: str) -> None:
    """Tell the other members that this client `joined` or `left`."""
    room = layer.roster.rooms.get(channel_id)
    if room is None:
        return
    others = [member for member in room.members.values() if member.client_id != client_id]
    if others:
        text = replies.presence(outbox.next_id(), channel_id, room.next_serno(), what, client_id)
        outbox.send_all(others, text)


def cut_slow_readers(layer: Layer, outbox: Outbox) -> None:
    """End those whom this turn took over the limit. Their `left` may take others over it, hence the loop."""
    while outbox.cut:
        end(layer, outbox.cut.pop(), outbox, CloseCode.SLOW_READER)
