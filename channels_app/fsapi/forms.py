"""Reads what FreeSWITCH posts, and believes little of it: names that a stranger brought in make the whole form invalid.

mod_verto copies the `loginParams` of a login, names unescaped, into the form of the directory lookup. So a name that
occurs twice, or that FreeSWITCH itself would not send, is an attack or a fault, and never reaches the database.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from channels_app.fsapi.answers import DOMAIN
from verto.core.rules import is_canonical_uuid

MAX_BODY_BYTES = 4096
_MAX_FIELDS = 24
_MAX_VALUE = 256
# mod_xml_curl names its host first, whatever else it sends; the hooks name their action.
_START_OF_LOOKUP = b"hostname="

_LOOKUP = {
    "section": "directory",
    "tag_name": "domain",
    "key_name": "name",
    "key_value": DOMAIN,
    "action": "jsonrpc-authenticate",
    "key": "id",
    "domain": DOMAIN,
}
_LOOKUP_NAMES = _LOOKUP.keys() | {"hostname", "user"}
# Sent when mod_xml_curl is not told to send less (enable-post-var).
_LOOKUP_EXTRAS = frozenset(
    {
        "Event-Name",
        "Core-UUID",
        "FreeSWITCH-Hostname",
        "FreeSWITCH-Switchname",
        "FreeSWITCH-IPv4",
        "FreeSWITCH-IPv6",
        "Event-Date-Local",
        "Event-Date-GMT",
        "Event-Date-Timestamp",
        "Event-Calling-File",
        "Event-Calling-Function",
        "Event-Calling-Line-Number",
        "Event-Sequence",
    }
)
_LOGIN_NAMES = {"action", "login", "sessid", "address"}
_DISCONNECT_NAMES = {"action", "login", "address"}
_ADDRESS = re.compile(r"\[?([0-9a-f.:]{2,45})\]?:([1-9][0-9]{0,4})")


class BadForm(ValueError):
    """This is not a form of FreeSWITCH's."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Somebody logs in to mod_verto, maybe: who is this client?"""

    client_id: str


@dataclass(frozen=True, slots=True)
class Login:
    """A socket has logged in with this sessid and waits for its rights."""

    client_id: str
    sessid: str
    address: str


@dataclass(frozen=True, slots=True)
class Disconnect:
    """A socket that had its rights has gone. Whose it was is told, its sessid is not."""

    client_id: str
    address: str


def is_lookup(body: bytes) -> bool:
    """Does mod_xml_curl ask? If not, a hook tells."""
    return body.startswith(_START_OF_LOOKUP)


def read(body: bytes) -> Lookup | Login | Disconnect:
    """Return what is asked or told. Raises `BadForm` for all that the shipped configuration would not send."""
    fields = _fields(body)
    if is_lookup(body):
        return _lookup(fields)
    match fields.get("action"):
        case "verto-login" if fields.keys() == _LOGIN_NAMES:
            return Login(_uuid(fields, "login"), _uuid(fields, "sessid"), _address(fields))
        case "verto-disconnect" if fields.keys() == _DISCONNECT_NAMES:
            return Disconnect(_uuid(fields, "login"), _address(fields))
    raise BadForm("unknown action, or not its names")


def _fields(body: bytes) -> dict[str, str]:
    if len(body) > MAX_BODY_BYTES:
        raise BadForm("too large")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError as error:
        raise BadForm("not a form") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise BadForm("a name occurs twice")
    if any(len(value) > _MAX_VALUE for value in fields.values()):
        raise BadForm("a value is too long")
    return fields


def _lookup(fields: Mapping[str, str]) -> Lookup:
    if not _LOOKUP_NAMES <= fields.keys() <= _LOOKUP_NAMES | _LOOKUP_EXTRAS:
        raise BadForm("a name is missing or unknown")
    if any(fields[name] != value for name, value in _LOOKUP.items()):
        raise BadForm("not the lookup of a login")
    return Lookup(_uuid(fields, "user"))


def _uuid(fields: Mapping[str, str], name: str) -> str:
    # FreeSWITCH compares user IDs in any letter case; we do not.
    if not is_canonical_uuid(fields[name]):
        raise BadForm(f"{name} is not an ID")
    return fields[name]


def _address(fields: Mapping[str, str]) -> str:
    match = _ADDRESS.fullmatch(fields["address"])
    try:
        ipaddress.ip_address(match[1] if match else "")
    except ValueError as error:
        raise BadForm("address is not that of a socket") from error
    return fields["address"]
