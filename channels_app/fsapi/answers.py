"""What FreeSWITCH is told. XML is built as a tree: FreeSWITCH runs its answers through a preprocessor that can run
commands, so nothing that was asked may ever be repeated here."""

from __future__ import annotations

import hmac
from hashlib import sha256
from xml.etree import ElementTree

from django.conf import settings

from verto.core.ports import Entry

DOMAIN = "pbx"
LEASE_SECONDS = 60
"""How long a socket may stay without being asked about again."""

_MIN_LEASE_SECONDS = 2
_METHODS_BEFORE_APPROVAL = "echo"


def loopback_password(client_id: str, sessid: str) -> str:
    """Return the password with which this client is known to FreeSWITCH, on loopback, and never to a browser."""
    return hmac.new(settings.SWITCH_SECRET.encode(), (client_id + sessid).encode(), sha256).hexdigest()


def found(entry: Entry, now: float) -> str | None:
    """Return the directory entry of a client: who it is, next to no rights, and a lease.

    No event channel and one harmless method: the rest is granted once the login is approved. mod_verto closes the socket
    when the lease is over, and takes one that is over already for five minutes: None when too little is left.
    """
    ends = int(now + LEASE_SECONDS if entry.expires is None else min(now + LEASE_SECONDS, entry.expires))
    if ends - now < _MIN_LEASE_SECONDS:
        return None
    document, domain = _directory()
    user = ElementTree.SubElement(domain, "user", id=entry.client_id)
    params = ElementTree.SubElement(user, "params")
    _named(params, "param", "password", loopback_password(entry.client_id, entry.sessid))
    _named(params, "param", "jsonrpc-allowed-methods", _METHODS_BEFORE_APPROVAL)
    _named(ElementTree.SubElement(user, "variables"), "variable", "login-expires", str(ends))
    return ElementTree.tostring(document, encoding="unicode")


def not_found() -> str:
    """Return the answer that mod_xml_curl takes for `nobody here`."""
    document = ElementTree.Element("document", type="freeswitch/xml")
    section = ElementTree.SubElement(document, "section", name="result")
    ElementTree.SubElement(section, "result", status="not found")
    return ElementTree.tostring(document, encoding="unicode")


def _directory() -> tuple[ElementTree.Element, ElementTree.Element]:
    document = ElementTree.Element("document", type="freeswitch/xml")
    section = ElementTree.SubElement(document, "section", name="directory")
    return document, ElementTree.SubElement(section, "domain", name=DOMAIN)


def _named(parent: ElementTree.Element, tag: str, name: str, value: str) -> None:
    ElementTree.SubElement(parent, tag, name=name, value=value)
