"""The verbs of the far side: a link was opened, has heard, was lost, and time has passed. Each returns what is to be done.

A client sits from the moment its login is judged, but is let in only when its link is ready; so whoever is logged in can
be heard. A link that is lost ends its client's socket with 4012: the page comes back by itself, media go on meanwhile,
and logins are refused with `try_later` as long as FreeSWITCH is away.
"""

from __future__ import annotations

from verto.core import calls, logins, replies
from verto.core.codes import CloseCode, PuntReason
from verto.core.effects import ToLink, Wake
from verto.core.endings import cut_slow_readers, end, punt
from verto.core.guard import wire
from verto.core.guard.link import Link, Stage, Turn
from verto.core.guard.relay import FreeswitchRelay
from verto.core.guard.wire import Arrived, Parcel
from verto.core.outbox import Outbox
from verto.core.rules import is_canonical_uuid
from verto.core.session import Session
from verto.core.switchboard import Switchboard

_LOOK_SECONDS = 0.25


class Guard:
    """Stands between the session layer of `switchboard`, which was made with `relay`, and the links."""

    def __init__(self, switchboard: Switchboard, relay: FreeswitchRelay) -> None:
        self._switchboard = switchboard
        self._layer = switchboard.layer
        self._relay = relay
        self._gaps: set[Link] = set()
        self._next_look = 0.0

    def opened(self, session: Session, now: float) -> Outbox:
        """The socket to mod_verto is open."""
        outbox = self._layer.outbox(now)
        link = self._relay.links.get(session)
        if link is not None and link.stage is Stage.OPENING:
            self._send(link, link.log_in(), outbox)
        return outbox

    def heard(self, session: Session, raw: bytes, now: float) -> Outbox:
        """A frame of mod_verto has arrived."""
        outbox = self._layer.outbox(now)
        link = self._relay.links.get(session)
        if link is not None:
            self._hear(link, raw, outbox)
        elif session in self._relay.leaving:
            self._hear_out(self._relay.leaving[session], raw, outbox)
        return self._done(outbox)

    def lost(self, session: Session, now: float) -> Outbox:
        """The socket to mod_verto could not be opened, or has closed."""
        outbox = self._layer.outbox(now)
        link = self._relay.links.get(session)
        if session in self._relay.leaving:
            self._relay.forget(session, outbox)
        elif link is not None and link.punted_at is None:
            self._lose(link, outbox)
        # After a punt mod_verto hangs up: what the client is told waits for the reason, see `_look_after`.
        return self._done(outbox)

    def due(self, now: float) -> Outbox:
        """Time has passed: send what may go, hand out what has waited long enough, renew leases."""
        outbox = self._layer.outbox(now)
        traffic = self._relay.traffic
        if traffic.is_silent(now):
            # Messages go in and none comes out. Every client comes back, to a relay that has been replaced meanwhile.
            traffic.restart()
            for link in list(self._relay.links.values()):
                self._lose(link, outbox)
        lost_before = traffic.lost
        for session, text in traffic.go(now):
            outbox.effects.append(ToLink(session, text))
        for link in list(self._gaps):
            self._close_gaps(link, outbox)
        if now >= self._next_look:
            self._next_look = now + _LOOK_SECONDS
            self._relay.close_links(outbox)
            for link in list(self._relay.links.values()):
                self._look_after(link, outbox)
        self._layer.stats.dropped["lost_in_freeswitch"] += traffic.lost - lost_before
        self._plan(outbox)
        return self._done(outbox)

    def _plan(self, outbox: Outbox) -> None:
        """Say when `due` is to be called next."""
        times = [self._next_look] if self._relay.has_links else []
        next_go = self._relay.traffic.next_go(outbox.now)
        if next_go is not None:
            times.append(next_go)
        times.extend(link.gap_until for link in self._gaps if link.gap_until is not None)
        if times:
            outbox.effects.append(Wake(min(times)))

    def _look_after(self, link: Link, outbox: Outbox) -> None:
        """Do what is due for one link, a few times a second."""
        now = outbox.now
        if link.stage is not Stage.READY and now >= link.deadline:
            self._lose(link, outbox)
        elif link.punted_at is not None and now - link.punted_at >= self._relay.limits.punt_seconds:
            punt(self._layer, link.session, outbox, PuntReason.REPLACED)
        else:
            login = link.refresh(now)
            if login is not None:
                self._send(link, login, outbox)

    def _close_gaps(self, link: Link, outbox: Outbox) -> None:
        """Hand out what has waited long enough for a message that does not come."""
        is_open = False
        if self._relay.links.get(link.session) is link:
            for (sender, _), stream in link.streams.items():
                for parcel in stream.due(outbox.now):
                    self._hand_over(link.session, sender, parcel, outbox)
            is_open = link.gap_until is not None
        if not is_open:
            self._gaps.discard(link)

    def _hear(self, link: Link, raw: bytes, outbox: Outbox) -> None:
        session = link.session
        heard = wire.read(raw, session.sessid, session.channel_id)
        if isinstance(heard, Arrived):
            self._arrived(link, heard, outbox)
            return
        if isinstance(heard, wire.Nonsense):
            self._layer.stats.dropped["nonsense_from_freeswitch"] += 1
            return
        if isinstance(heard, wire.Replied):
            self._worked_off(link, outbox)
        turn, answer = link.hear(heard, outbox.now)
        if answer is not None:
            self._send(link, answer, outbox)
        if turn is Turn.READY:
            logins.welcome(self._layer, session, outbox)
            calls.take_held(self._layer, session, outbox)
        elif turn is Turn.LOST:
            self._lose(link, outbox)
        elif turn is Turn.PUNTED and link.punted_at is None:
            # By a newer link of the same client in another process, or by `verto_punt`; then the directory knows why,
            # and its look for ends comes before this.
            link.punted_at = outbox.now

    def _hear_out(self, link: Link, raw: bytes, outbox: Outbox) -> None:
        """The client has left; all that matters is whether its last words can go on."""
        if isinstance(wire.read(raw, link.session.sessid, link.session.channel_id), wire.Replied):
            self._worked_off(link, outbox)

    def _worked_off(self, link: Link, outbox: Outbox) -> None:
        link.lane.pace.answered(outbox.now)
        if link.lane.waiting:
            outbox.effects.append(Wake(link.lane.pace.wait(outbox.now, self._relay.limits)))

    def _arrived(self, link: Link, arrived: Arrived, outbox: Outbox) -> None:
        parcel, now = arrived.parcel, outbox.now
        room = self._layer.roster.room(link.session)
        since = self._relay.traffic.arrived(parcel.number, now)
        if since is not None:
            self._layer.stats.observe_latency(now - since)
            outbox.effects.append(Wake(now))
        if not is_canonical_uuid(arrived.sender) or parcel.target not in (wire.TO_CHANNEL, link.epoch):
            # Of an earlier login of this client, which had the same sessid.
            self._layer.stats.dropped["late"] += 1
            return
        stream = link.stream(arrived.sender, parcel.kind)
        for ready in stream.put(parcel.epoch, parcel.seq, parcel, now):
            self._hand_over(link.session, arrived.sender, ready, outbox)
        if stream.until is not None:
            self._gaps.add(link)
            outbox.effects.append(Wake(stream.until))
        self._relay.tidy(link, room)

    def _hand_over(self, session: Session, sender: str, parcel: Parcel, outbox: Outbox) -> None:
        if not session.is_seated():
            return
        if parcel.kind == "direct":
            outbox.send(session, replies.info(outbox.next_id(), sender, session.client_id, bytes(parcel.content[0])))
        elif session.client_id in self._layer.roster.room(session).members:
            serno, *data = parcel.content
            message: dict[str, object] = {"eventData": data[0]} if data else {}
            outbox.send(
                session, replies.event(outbox.next_id(), session.channel_id, int(bytes(serno)), sender, message)
            )

    def _lose(self, link: Link, outbox: Outbox) -> None:
        session = link.session
        if session.is_seated():
            end(self._layer, session, outbox, CloseCode.RESTART)
        else:
            logins.give_up(self._layer, session, outbox)

    def _send(self, link: Link, text: bytes, outbox: Outbox) -> None:
        link.lane.pace.sent(outbox.now, self._relay.limits)
        outbox.effects.append(ToLink(link.session, text))

    def _done(self, outbox: Outbox) -> Outbox:
        if outbox.cut:
            cut_slow_readers(self._layer, outbox)
        return outbox
