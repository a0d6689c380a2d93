"""D-2, the relay's part: what lets a visitor use the relay is that visitor's alone, and ends.

Against a real coturn. Whom nobody reaches through it: `tests/deploy/test_coturn.py`. That calls go through it, in browsers:
`tests/e2e/test_relay_credentials.py`.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from channels_app.ice import ice_answer
from tests.contract.visitor import post_session
from tests.security.http import Answer, send
from tests.security.test_secrets import TOKEN, Ear, anybody_sees, spellings, talk
from tests.support.scale import scaled
from tests.support.site import Site
from tests.support.turn import ABSENT, BINARY, Turn
from tests.support.turn_client import ALLOCATED, TurnClient, allocate_once

pytestmark = pytest.mark.skipif(BINARY is None, reason=ABSENT)

UNAUTHORIZED, QUOTA_REACHED = 401, 486
CLIENTS = scaled(4, 20)
ROUNDS = scaled(3, 50)
REPLAYS = scaled(100, 2_000)
MINUTES = 60


@pytest.fixture(scope="module")
def turn() -> Iterator[Turn]:
    with Turn(shares_secret=True) as turn:
        yield turn


@pytest.fixture(scope="module")
def site(turn: Turn) -> Iterator[Site]:
    with Site(**turn.settings(MINUTES)) as site:
        yield site


def relay_of(answer: dict[str, Any]) -> tuple[str, str]:
    """Return name and password in an answer of the site."""
    (server,) = answer["iceServers"]
    return server["username"], server["credential"]


def allocates(turn: Turn, username: str = "", credential: str = "") -> int:
    """Return what the relay says to somebody who shows these."""
    return allocate_once(turn.port, username, credential)


def ask(site: Site, channel: str, session_id: str, **more: Any) -> Answer:
    origin = more.pop("origin", site.url)
    headers = [("Content-Type", "application/json"), ("Origin", origin)]
    return send(
        site, "POST", f"/peers/{channel}/sessions", json.dumps({"sessionId": session_id, **more}).encode(), headers
    )


def test_what_a_visitor_gets_opens_the_relay_and_nothing_else_does(turn: Turn, site: Site, channel: str) -> None:
    alice, bob = (relay_of(post_session(site, channel, str(uuid.uuid4()))) for _ in range(2))
    assert allocates(turn, *alice) == allocates(turn, *bob) == ALLOCATED
    (end, name), (_, other) = alice[0].split(":"), bob[0].split(":")
    for username, credential in [
        ("", ""),
        (alice[0], "x"),
        (alice[0], ""),
        (alice[0], bob[1]),
        (alice[0], turn.secret),
        (f"{end}:{other}", alice[1]),
        (f"{int(end) + 1}:{name}", alice[1]),
        (f"{int(end) + 10**6}:{name}", alice[1]),
        (name, alice[1]),
        (f"{end}:", alice[1]),
        ("peers", alice[1]),
    ]:
        assert allocates(turn, username, credential) == UNAUTHORIZED, username


def test_what_has_ended_is_refused(turn: Turn, settings: Any) -> None:
    """The relay looks at its own clock, and takes nothing of a secret that is not its own."""
    settings.TURN_URLS, settings.TURN_SECRET, settings.TURN_MINUTES = [turn.url], turn.secret, MINUTES
    client, lasts = uuid.uuid4(), MINUTES * 60
    for ago in (lasts + 2, lasts + 3600, lasts + 10**8):
        assert allocates(turn, *relay_of(ice_answer(client, time.time() - ago))) == UNAUTHORIZED, f"ended {ago} s ago"
    assert allocates(turn, *relay_of(ice_answer(client, time.time() - lasts + 30))) == ALLOCATED
    settings.TURN_SECRET = "another secret than the relay's own"
    assert allocates(turn, *relay_of(ice_answer(client))) == UNAUTHORIZED


def test_it_ends_in_time_and_who_is_talking_is_not_cut_off(turn: Turn, settings: Any) -> None:
    settings.TURN_URLS, settings.TURN_SECRET, settings.TURN_MINUTES = [turn.url], turn.secret, MINUTES
    end = int(time.time()) + 3
    shown = relay_of(ice_answer(uuid.uuid4(), end - MINUTES * 60))
    with TurnClient(turn.port, *shown) as talking:
        assert talking.allocate() == ALLOCATED
        deadline = end + 5
        while allocates(turn, *shown) == ALLOCATED:
            assert time.time() < deadline, "the relay still takes what has ended"
            time.sleep(0.1)
        assert time.time() >= end, "it was refused too early"
        assert talking.refresh() == ALLOCATED


def test_the_relay_counts_by_visitor_whatever_is_shown(settings: Any) -> None:
    """A fresh password is the same visitor; another visitor has a count of their own."""
    alice, bob, now = uuid.uuid4(), uuid.uuid4(), time.time()
    with Turn("--user-quota=2", shares_secret=True) as small, ExitStack() as stack:
        settings.TURN_URLS, settings.TURN_SECRET = [small.url], small.secret
        shown = [
            relay_of(ice_answer(client, now + more)) for client, more in ((alice, 0), (alice, 1), (alice, 2), (bob, 0))
        ]
        assert len(set(shown)) == 4
        clients = [stack.enter_context(TurnClient(small.port, *one)) for one in shown]
        assert [client.allocate() for client in clients] == [ALLOCATED, ALLOCATED, QUOTA_REACHED, ALLOCATED]


def test_a_new_secret_and_the_old_one_hold_together(settings: Any) -> None:
    """As docs/operations/relay.md tells how to change it."""
    old = "the secret as it was until this day"
    with Turn(f"--static-auth-secret={old}", shares_secret=True) as both:
        for secret in (old, both.secret):
            settings.TURN_URLS, settings.TURN_SECRET = [both.url], secret
            assert allocates(both, *relay_of(ice_answer(uuid.uuid4()))) == ALLOCATED


def refused_everywhere(site: Site, channel: str, elsewhere: str, ear: Ear) -> list[str]:
    """Return what others get who ask for it in all the ways there are."""
    answers = [
        ask(site, channel, ear.session_id, iceOnly=more, origin=origin)
        for more in (True, False)
        for origin in ("https://evil.example", "null", "")
    ]
    answers += [ask(site, elsewhere, ear.session_id, iceOnly=more) for more in (True, False)]
    answers += [ask(site, channel, public, iceOnly=True) for public in (ear.client_id, ear.credentials["sessid"])]
    answers += [send(site, "GET", f"/peers/{channel}/sessions"), ask(site, channel, str(uuid.uuid4()), iceOnly=True)]
    for answer in answers:
        assert answer.status in (403, 404, 405), answer
        assert b"iceServers" not in answer.body
    return [answer.body.decode() + str(answer.headers) for answer in answers]


async def test_nobody_sees_what_lets_somebody_else_use_the_relay(turn: Turn, site: Site, channel: str) -> None:
    elsewhere = await asyncio.to_thread(site.make_channel, "Elsewhere")
    ears = [Ear(site, room) for room in [channel] * (CLIENTS - 1) + [elsewhere]]
    for ear in ears:
        await ear.joins()
    for number in range(ROUNDS):
        await talk(ears, number)
    public = await asyncio.to_thread(anybody_sees, site, channel, ears[0].client_id)
    public += await asyncio.to_thread(refused_everywhere, site, channel, elsewhere, ears[0])
    public.append(site.log.read_text())
    passwords = {ear: relay_of(ear.credentials) for ear in ears}
    assert len({username.split(":")[1] for username, _ in passwords.values()}) == CLIENTS
    for ear in ears:
        seen = "\n".join([*ear.seen, *public, json.dumps(ear.credentials)])
        assert turn.secret not in seen
        for other in set(ears) - {ear}:
            username, credential = passwords[other]
            secrets = [username.split(":")[1], credential]
            assert [one for secret in secrets for one in spellings(secret) if one in seen] == []
    tried = await asyncio.to_thread(replay, turn, ears[1], ears[0])
    for ear in ears:
        await ear.hangs_up()
    print(f"D-2, relay: {sum(len(ear.seen) for ear in ears)} frames to {CLIENTS}; {tried} replays in vain")


def replay(turn: Turn, spy: Ear, victim: Ear) -> int:
    """Try every string that one has seen as the other's password, even for one who knew the other's name."""
    username, _ = relay_of(victim.credentials)
    strings = {token for text in spy.seen for token in TOKEN.findall(text)} | {*relay_of(spy.credentials)}
    assert victim.client_id in strings
    tried = sorted(strings)[:REPLAYS]
    for string in tried:
        assert allocates(turn, username, string) == UNAUTHORIZED
    return len(tried)
