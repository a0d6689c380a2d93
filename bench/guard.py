"""The guard as an application to be measured, with an /fsapi that knows everybody: a relay, and not a database."""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree

from bench.apps import CHANNEL, LIMITS, EverybodyDirectory
from verto.adapters.asgi import VertoApp
from verto.adapters.driver import Driver
from verto.adapters.guard_links import GuardLinks
from verto.core.guard.guard import Guard
from verto.core.guard.relay import FreeswitchRelay
from verto.core.switchboard import Switchboard


def _password(client_id: str, sessid: str) -> str:
    return hmac.new(b"bench", (client_id + sessid).encode(), sha256).hexdigest()


def _make_driver() -> Driver:
    relay = FreeswitchRelay(_password)
    switchboard = Switchboard(LIMITS, relay=relay)
    driver = Driver(switchboard, EverybodyDirectory())
    driver.links = GuardLinks(Guard(switchboard, relay), driver, os.environ["FREESWITCH_VERTO_URL"])
    return driver


_verto = VertoApp(_make_driver())


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve sockets, and what FreeSWITCH asks."""
    if scope["type"] == "websocket":
        await _verto(scope, receive, send)
        return
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": _answer(fields).encode()})


def _answer(fields: dict[str, str]) -> str:
    if fields["action"] == "verto-login":
        return f"ok {CHANNEL}"
    if fields["action"] == "verto-disconnect":
        return "ok"
    document = ElementTree.Element("document", type="freeswitch/xml")
    section = ElementTree.SubElement(document, "section", name="directory")
    domain = ElementTree.SubElement(section, "domain", name="pbx")
    user = ElementTree.SubElement(domain, "user", id=fields["user"])
    params = ElementTree.SubElement(user, "params")
    # In the bench everybody's sessid is their ID.
    ElementTree.SubElement(params, "param", name="password", value=_password(fields["user"], fields["user"]))
    ElementTree.SubElement(params, "param", name="jsonrpc-allowed-methods", value="echo")
    return ElementTree.tostring(document, encoding="unicode")
