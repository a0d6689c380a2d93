"""Who is here: the sockets that sit in each channel, and which of them have subscribed and so are its members.

Whether a client may sit is said in `seats`.
"""

from __future__ import annotations

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

    def live_from(self, address: str) -> list[str]:
        """Return the client IDs of everybody logged in from there."""
        return [client_id for client_id, session in list(self._live.items()) if session.address == address]

    def addresses(self) -> set[str]:
        """Return the networks from which somebody is logged in, as far as they are known."""
        return {session.address for session in list(self._live.values()) if session.address}

    def live_ids(self) -> list[str]:
        """Return the client IDs of everybody logged in."""
        return list(self._live)

    def room(self, session: Session) -> Room:
        """Return the channel in which this socket sits."""
        return self.rooms[session.channel_id]

    def neighbour(self, session: Session, client_id: str) -> Session | None:
        """Return the socket of another client, only if it sits in the same channel."""
        return self.rooms[session.channel_id].seats.get(client_id)

    def sit(self, session: Session) -> None:
        """Let this socket sit in its channel."""
        room = self.rooms.setdefault(session.channel_id, Room())
        room.seats[session.client_id] = self._live[session.client_id] = session

    def leave(self, session: Session) -> bool:
        """Let it sit no more. True if the client was a member of its channel."""
        room = self.rooms[session.channel_id]
        del room.seats[session.client_id], self._live[session.client_id]
        was_member = room.members.pop(session.client_id, None) is not None
        if not room.seats:
            del self.rooms[session.channel_id]
        return was_member
