"""D-2: nobody gets to see what lets somebody else in, and nothing that they see of each other lets them in."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import re
import urllib.request
import uuid
from hashlib import sha256
from typing import Any

from tests.contract.visitor import Guest, Visitor
from tests.security.http import send
from tests.support.scale import scaled
from tests.support.site import Site
from verto.core.rules import METHODS

CLIENTS = scaled(4, 20)
ROUNDS = scaled(10, 100)
REPLAYS = scaled(150, 3_000)
TOKEN = re.compile(r"[\w-]{16,}")


class Ear(Visitor):
    """Keeps everything that it is sent."""

    def __init__(self, *options: Any) -> None:
        super().__init__(*options)
        self.seen: list[str] = []

    async def dials(self, **options: Any) -> None:
        await super().dials(**options)
        receive = self.socket.recv

        async def kept(*arguments: Any) -> Any:
            text = await receive(*arguments)
            self.seen.append(str(text))
            return text

        self.socket.recv = kept  # type: ignore[method-assign]

    def secrets(self) -> list[str]:
        return [self.session_id, self.credentials["password"], self.credentials["sessid"]]


def spellings(secret: str) -> set[str]:
    """Return the forms in which a secret may have got somewhere."""
    raw = secret.encode()
    forms = {
        secret,
        secret.replace("-", ""),
        raw.hex(),
        sha256(raw).hexdigest(),
        base64.b64encode(sha256(raw).digest()).decode(),
    }
    return forms | {base64.b64encode(raw).decode().rstrip("="), base64.urlsafe_b64encode(raw).decode().rstrip("=")}


async def talk(ears: list[Ear], number: int) -> None:
    """Use every method there is, and some there are not."""
    for ear, other in zip(ears, ears[1:] + ears[:1], strict=True):
        for method in [*sorted(METHODS - {"login", "verto.unsubscribe"}), "verto.invite", "jsapi"]:
            await ear.calls(method, {"eventChannel": ear.channel, "localBroadcast": True, "eventData": {"number": number},
                                     "msg": {"to": other.client_id, "body": f"hello {number}"}, "echoParams": True})  # fmt: skip


def anybody_sees(site: Site, channel: str, client_id: str) -> list[str]:
    """Return what the site tells everybody, errors included."""
    json_body = [("Content-Type", "application/json"), ("Origin", site.url)]
    told = [
        send(site, "GET", "/"),
        send(site, "GET", f"/peers/{channel}"),
        send(site, "GET", f"/peers/{client_id}"),
        send(site, "GET", "/health"),
        send(site, "GET", "/admin/login/"),
        send(site, "POST", f"/peers/{channel}/sessions", b'{"sessionId":"x"}', json_body),
        send(site, "POST", f"/peers/{client_id}/sessions", json.dumps({"sessionId": client_id}).encode(), json_body),
        send(site, "POST", f"/peers/{channel}/sessions", b"[" * 3000, json_body),
    ]
    metrics = exposed(site)
    assert "verto_clients_connected" in metrics
    return [metrics, *(answer.body.decode() + str(answer.headers) for answer in told)]


async def test_nobody_sees_a_secret_of_somebody_else(site: Site, channel: str, guest: Guest) -> None:
    elsewhere = await asyncio.to_thread(site.make_channel, "Elsewhere")
    rooms = [channel] * (CLIENTS - 1) + [elsewhere]
    ears = [Ear(site, room) for room in rooms]
    for ear in ears:
        await ear.joins()
    for number in range(ROUNDS):
        await talk(ears, number)
    # One comes again and one tries with the wrong password: what the others hear of that counts too.
    await ears[0].hangs_up()
    await ears[0].joins()
    thief = Ear(site, channel)
    thief.credentials = {"clientId": ears[0].client_id, "password": "x", "sessid": str(uuid.uuid4())}
    await thief.dials()
    await thief.calls("login", thief.login_params())
    public = await asyncio.to_thread(anybody_sees, site, channel, ears[0].client_id)
    public.append(site.log.read_text())
    for ear in [*ears, thief]:
        seen = "\n".join([*ear.seen, *public])
        for other in ears:
            if other is not ear:
                assert [one for secret in other.secrets() for one in spellings(secret) if one in seen] == []
    assert sum(len(ear.seen) for ear in ears) > CLIENTS * ROUNDS * len(METHODS) / 2
    replayed = await replay(site, channel, ears)
    for ear in [*ears, thief]:
        await ear.hangs_up()
    print(
        f"D-2: {sum(len(ear.seen) for ear in ears)} frames to {CLIENTS}, no secret in them; {replayed} replays in vain"
    )


async def replay(site: Site, channel: str, ears: list[Ear]) -> int:
    """Try every string that one client has seen in the place of another's secrets."""
    spy, victim = ears[1], ears[0]
    strings = sorted({token for text in spy.seen for token in TOKEN.findall(text)} - set(spy.secrets()))
    assert victim.client_id in strings, "the client ID is no secret in its channel"
    uuids = [string for string in strings if re.fullmatch(r"[0-9a-f-]{36}", string)]
    tried = 0
    for string in uuids:
        issued = await asyncio.to_thread(
            send, site, "POST", f"/peers/{channel}/sessions", json.dumps({"sessionId": string}).encode(),
            [("Content-Type", "application/json"), ("Origin", site.url)],
        )  # fmt: skip
        assert victim.client_id.encode() not in issued.body
        tried += 1
    for passwd, sessid in itertools.islice(itertools.product(strings, [*uuids, *spy.secrets()]), REPLAYS):
        stranger = Visitor(site, channel)
        await stranger.dials()
        answer = await stranger.calls("login", {"login": victim.client_id, "passwd": passwd, "sessid": sessid})
        assert answer["error"]["data"]["code"] in ("bad_credentials", "wrong_session")
        await stranger.hangs_up()
        tried += 1
    for string in [*strings[:4], victim.client_id]:
        form = f"username={string}&password={string}".encode()
        signed_in = await asyncio.to_thread(
            send, site, "POST", "/admin/login/", form, [("Content-Type", "application/x-www-form-urlencoded")]
        )
        assert signed_in.status == 403
        tried += 1
    assert victim.socket.close_code is None
    return tried


async def test_a_private_channels_id_is_written_nowhere(site: Site, guest: Guest) -> None:
    """Neither in the log (daphne's own access log is off in what ships) nor in a title, nor in a metric."""
    channel = await asyncio.to_thread(site.make_channel, "Secret place")
    alice = await guest(channel=channel).joins()
    await alice.calls("verto.broadcast", {"eventChannel": channel, "localBroadcast": True, "eventData": "x"})
    await alice.calls("verto.subscribe", {"eventChannel": f"{channel}.x"})
    await asyncio.to_thread(post_badly, site, channel)
    page = await asyncio.to_thread(send, site, "GET", f"/peers/{channel}")
    front = await asyncio.to_thread(send, site, "GET", "/")
    title = re.search(rb"<title>(.*?)</title>", page.body, re.DOTALL)
    assert title
    assert title[1] == b"Secret place"
    log = [line for line in site.log.read_text().splitlines() if not re.match(r"\S+ - - \[", line)]
    for where in ("\n".join(log), front.body.decode(), await asyncio.to_thread(exposed, site)):
        assert channel not in where
        assert channel.replace("-", "") not in where


def post_badly(site: Site, channel: str) -> None:
    """Make the endpoints complain."""
    for body in (b"", b"{", b"x" * 5000, b'{"sessionId": 1}'):
        send(
            site,
            "POST",
            f"/peers/{channel}/sessions",
            body,
            [("Content-Type", "application/json"), ("Origin", site.url)],
        )


def exposed(site: Site) -> str:
    """Return the metrics, which this machine alone may ask for."""
    with urllib.request.urlopen(f"{site.url}/metrics", timeout=10) as metrics:
        return str(metrics.read().decode())
