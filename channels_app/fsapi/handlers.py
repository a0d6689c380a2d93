"""What FreeSWITCH may ask or tell, judged by the same rules and the same directory as the engine's own logins.

Each raises `TooMany` before it asks the database, and `django.db.Error` when that does not answer.
"""

from __future__ import annotations

import time

from channels_app.directory import look_up, record
from channels_app.fsapi import answers
from channels_app.fsapi.forms import Disconnect, Login, Lookup
from channels_app.fsapi.limits import Limit
from channels_app.fsapi.sockets import DirectSockets
from channels_app.switches import get_switch
from common.database import in_database_thread
from verto.core.ports import Entry
from verto.core.rules import refuse_login

YES = "ok"
NO = "no"


class TooMany(Exception):
    """Refused by count."""


class Handlers:
    """What is remembered between the requests of one process."""

    def __init__(self) -> None:
        # Lookups come from anybody who can open a socket to mod_verto, hooks after a password only: a flood of the
        # first must not hold up the second.
        self._lookups = Limit()
        self._hooks = Limit()
        self._direct = DirectSockets()

    async def lookup(self, asked: Lookup) -> str | None:
        """Answer mod_xml_curl: the entry of a client that may log in, or None."""
        _count(self._lookups, asked.client_id)
        entry = await _entry(asked.client_id)
        now = time.time()
        # The password is FreeSWITCH's to compare, and the sessid is not known yet: the entry's own stands in for it.
        if entry is None or refuse_login(entry, None, entry.sessid, now) is not None:
            return None
        return answers.found(entry, now)

    async def login(self, told: Login) -> str:
        """Answer the login hook: `ok <channelId>` grants that channel, any other word grants nothing."""
        _count(self._hooks, told.client_id)
        entry = await _entry(told.client_id)
        if entry is None or refuse_login(entry, None, told.sessid, time.time()) is not None:
            return NO
        if get_switch().has_session(told.client_id):
            self._direct.forget(told.client_id)
        elif self._direct.came(told.client_id, told.address):
            await in_database_thread(record, [told.client_id], [])
        return f"{YES} {entry.channel_id}"

    async def disconnect(self, told: Disconnect) -> str:
        """Write down that a client has gone, unless it is here again on another socket."""
        _count(self._hooks, told.client_id)
        if self._direct.left(told.client_id, told.address):
            await in_database_thread(record, [], [told.client_id])
        return YES


def _count(limit: Limit, client_id: str) -> None:
    if not limit.allows(client_id):
        raise TooMany


async def _entry(client_id: str) -> Entry | None:
    return (await in_database_thread(look_up, [client_id])).get(client_id)
