"""What FreeSWITCH may ask or tell, judged by the same rules and the same directory as the engine's own logins.

Each handler raises `BadForm` before it asks the database, and `django.db.Error` when that does not answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from channels_app.directory import look_up, record
from channels_app.fsapi import answers
from channels_app.fsapi.forms import BadForm
from common.database import in_database_thread
from verto.core.ports import Entry
from verto.core.rules import is_canonical_uuid, refuse_login

YES = "ok"
NO = "no"

_LOOKUP = {"section": "directory", "tag_name": "domain", "key_name": "name", "key_value": answers.DOMAIN}
_LOGIN_LOOKUP = {"action": "jsonrpc-authenticate", "key": "id", "domain": answers.DOMAIN}


async def directory_entry(fields: Mapping[str, str]) -> str:
    """Answer a lookup by mod_xml_curl: the client's entry, or `not found` for all but a login of a live client."""
    wanted = {**_LOOKUP, **_LOGIN_LOOKUP}
    if any(fields.get(name) != value for name, value in wanted.items()):
        return answers.not_found()
    entry = await _entry(_uuid(fields, "user"))
    # The password is FreeSWITCH's to compare, and the sessid is not known yet: the entry's own stands in for it.
    if entry is None or refuse_login(entry, None, entry.sessid, time.time()) is not None:
        return answers.not_found()
    return answers.found(entry)


async def login(fields: Mapping[str, str]) -> str:
    """Answer the login hook: `ok <channelId>` grants that channel, any other word grants nothing."""
    client_id, sessid = _uuid(fields, "login"), _uuid(fields, "sessid")
    if fields.get("success", "1") != "1":
        return NO
    entry = await _entry(client_id)
    if entry is None or refuse_login(entry, None, sessid, time.time()) is not None:
        return NO
    await in_database_thread(record, [client_id], [])
    return f"{YES} {entry.channel_id}"


async def disconnect(fields: Mapping[str, str]) -> str:
    """Record that a socket of this client has gone. The client itself may be here again on another one."""
    await in_database_thread(record, [], [_uuid(fields, "login")])
    return YES


async def _entry(client_id: str) -> Entry | None:
    return (await in_database_thread(look_up, [client_id])).get(client_id)


def _uuid(fields: Mapping[str, str], name: str) -> str:
    """Return a canonical UUID; mod_verto's own `<client>@pbx` is taken for the client."""
    value = fields.get(name, "").removesuffix(f"@{answers.DOMAIN}")
    # FreeSWITCH compares user IDs in any letter case; we do not.
    if not is_canonical_uuid(value):
        raise BadForm(f"{name} is not an ID")
    return value


ACTIONS = {"verto-login": login, "verto-disconnect": disconnect}
"""What the hooks may tell, by the field `action`."""
