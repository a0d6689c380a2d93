"""Who is here: the seats of each channel, and which of those who sit have subscribed and so are its members."""

from __future__ import annotations

from verto.core.codes import Refusal
from verto.core.rules import refuse_seat
from verto.core.session import Session


class Room:
    """One channel in use. `seats` and `members` map client IDs to sockets; a member always has a seat."""

    __slots__ = ("_serno", "members", "seats")

    def __init__(self) -> None:
        self.seats: dict[str, Session] = {}
        self.members: dict[str, Session] = {}
        self._serno = -1

    def next_serno(self) -> int:
        """Number the next event of this channel, from 0."""
        self._serno += 1
        return self._serno


class Roster:
    """The registry of one process. A channel is kept while somebody sits in it."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self._live: dict[str, Session] = {}

    def live(self, client_id: str) -> Session | None:
        """Return the one socket of this client, if it is logged in."""
        return self._live.get(client_id)

    def live_ids(self) -> list[str]:
        """Return the client IDs of everybody logged in."""
        return list(self._live)

    def room(self, session: Session) -> Room:
        """Return the channel in which this socket sits."""
        return self.rooms[session.channel_id]

    def neighbour(self, session: Session, client_id: str) -> Session | None:
        """Return the socket of another client, only if it sits in the same channel."""
        return self.rooms[session.channel_id].seats.get(client_id)

    def take_seat(self, session: Session, capacity: int) -> Refusal | None:
        """Decide and take in one step: the seat is this socket's, or the channel is full."""
        room = self.rooms.get(session.channel_id)
        refusal = refuse_seat(len(room.seats) if room else 0, capacity)
        if refusal is not None:
            return refusal
        if room is None:
            room = self.rooms[session.channel_id] = Room()
        room.seats[session.client_id] = self._live[session.client_id] = session
        return None

    def leave(self, session: Session) -> bool:
        """Free the seat. True if the client was a member of its channel."""
        room = self.rooms[session.channel_id]
        del room.seats[session.client_id], self._live[session.client_id]
        was_member = room.members.pop(session.client_id, None) is not None
        if not room.seats:
            del self.rooms[session.channel_id]
        return was_member
