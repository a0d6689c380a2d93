"""Reads what FreeSWITCH posts, and believes little of it: names that a stranger brought in make the whole form invalid.

mod_verto copies the `loginParams` of a login, names unescaped, into the form of the directory lookup. So a name that
occurs twice, or that FreeSWITCH itself would not send, is an attack or a fault, and never reaches the database.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

MAX_BODY_BYTES = 16 * 1024
_MAX_FIELDS = 40

_LOOKUP = frozenset({"hostname", "section", "tag_name", "key_name", "key_value", "action", "key", "user", "domain"})
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
_HOOK = frozenset({"action", "login", "sessid", "address", "success"})


class BadForm(ValueError):
    """This is not a form of FreeSWITCH's."""


def parse(body: bytes) -> dict[str, str]:
    """Return the fields of a lookup or of a hook's post. Raises `BadForm`."""
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
    known = (_LOOKUP | _LOOKUP_EXTRAS) if "section" in fields else _HOOK
    if not fields.keys() <= known:
        raise BadForm("an unknown name")
    return fields
