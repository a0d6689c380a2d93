"""D-27: who guesses gets in nowhere, and learns from no answer, and from no time that it takes, what is there."""

from __future__ import annotations

import gc
import json
import math
import random
import statistics
import time
import uuid

from tests.contract.visitor import Guest
from tests.security.http import send
from tests.support.scale import scaled
from tests.support.site import Site
from verto.core.codes import CloseCode
from verto.tests.builders import ALICE, Board, entry_for, login_text, uuid_for

LOGINS = scaled(20_000, 1_000_000)
SOCKETS = scaled(60, 3_000)
ADDRESSES = scaled(150, 10_000)
SAMPLES = scaled(6_000, 50_000)
GUESS = "a guess of some length, as passwords have it"
WELCH = 4.5
"""The bound of test vector leakage assessment: below it nothing is seen in so many samples."""
SHOWN_MICROSECONDS = 0.2
"""Below it no network shows a difference, however sure a quiet machine is of it."""


def test_no_guess_at_a_login_is_right() -> None:
    """In the session layer alone, where a million can be tried: neighbours of what is right, and random."""
    board = Board()
    alice = board.joins(ALICE)
    entry = board.entries[ALICE]
    right = {"passwd": "pass-" + ALICE, "sessid": entry.sessid}
    chance = random.Random(27)
    for number in range(LOGINS):
        name = chance.choice(["passwd", "sessid"])
        value = right[name]
        at = chance.randrange(len(value))
        guess = chance.choice(
            [value[:at] + chr(33 + number % 90) + value[at + 1 :], value[:at], value + "x", uuid_for(number)]
        )
        if guess in ("", value):
            continue
        caller = board.dials()
        caller.says(login_text(entry, **{name: guess}))
        assert caller.close_code == CloseCode.REFUSED, guess
        caller.leaves()
    assert alice.close_code is None, "and nobody was moved"
    assert board.switchboard.stats.logins == 1
    print(f"D-27: {LOGINS} logins guessed, none right")


async def test_guesses_on_the_socket_are_refused_in_the_same_bytes(guest: Guest) -> None:
    """An unknown client, and a wrong password of a known one."""
    alice = await guest().joins()
    answers = set()
    for number in range(SOCKETS):
        stranger = guest()
        await stranger.dials()
        client_id = alice.client_id if number % 2 else str(uuid.uuid4())
        params = {"login": client_id, "passwd": str(uuid.uuid4()), "sessid": alice.credentials["sessid"]}
        answers.add(json.dumps(await stranger.calls("login", params)))
        assert await stranger.is_closed_with() == CloseCode.REFUSED
        await stranger.hangs_up()
    assert len(answers) == 1
    assert alice.socket.close_code is None
    print(f"D-27: {SOCKETS} logins guessed on sockets, one answer: {answers.pop()}")


def test_addresses_of_channels_and_sessions_are_not_guessed(site: Site, channel: str) -> None:
    """A channel that is not there, one that is malformed and a path that means nothing look alike."""
    near = [
        channel[:at] + ("0" if channel[at] != "0" else "1") + channel[at + 1 :]
        for at in range(36)
        if channel[at] != "-"
    ]
    tried = [
        *near,
        *(str(uuid.uuid4()) for _ in range(ADDRESSES)),
        channel.upper(),
        channel.replace("-", ""),
        channel[:-1],
    ]
    pages = {(answer.status, answer.body) for answer in (send(site, "GET", f"/peers/{one}") for one in tried) if answer}
    assert len(pages) == 1, "the same bytes"
    assert pages.pop()[0] == 404
    said = [("Content-Type", "application/json"), ("Origin", site.url)]
    body = json.dumps({"sessionId": str(uuid.uuid4())}).encode()
    refusals = {send(site, "POST", f"/peers/{one}/sessions", body, said).body for one in tried[: ADDRESSES // 2]}
    assert len(refusals) == 1
    assert json.loads(refusals.pop())["code"] == "channel_unknown"
    print(f"D-27: {len(tried)} channels guessed, the same 404 for each")


def welch(one: list[float], other: list[float]) -> float:
    """Return Welch's t of two samples, without the slowest tenth, in which the machine did something else."""
    one, other = (sorted(sample)[: int(len(sample) * 0.9)] for sample in (one, other))
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    return (statistics.fmean(one) - statistics.fmean(other)) / math.sqrt(spread)


def refusal_seconds(board: Board, client_id: str) -> float:
    """Return how long the session layer takes to refuse a wrong password."""
    caller = board.dials()
    caller.says(login_text(entry_for(client_id), passwd=GUESS))
    board.waiting.clear()
    entry = board.entries.get(client_id)
    started = time.perf_counter()
    board.switchboard.looked_up(caller.session, entry, board.now)
    took = time.perf_counter() - started
    caller.leaves()
    return took


def test_the_time_of_a_refusal_does_not_tell_whether_a_client_is_known() -> None:
    """In the session layer, where no network hides a difference."""
    board = Board()
    board.answers_look_ups = False
    known, unknown = uuid_for(1), uuid_for(2)
    board.enlist(entry_for(known))
    samples: dict[str, list[float]] = {known: [], unknown: []}
    chance = random.Random(27)
    gc.disable()
    try:
        for _ in range(2 * SAMPLES):
            client_id = chance.choice([known, unknown])
            samples[client_id].append(refusal_seconds(board, client_id))
    finally:
        gc.enable()
    t = welch(samples[known], samples[unknown])
    medians = [statistics.median(samples[client_id]) * 1e6 for client_id in (known, unknown)]
    print(f"D-27: t = {t:.1f} in {2 * SAMPLES} samples, medians {medians[0]:.2f} and {medians[1]:.2f} microseconds")
    assert abs(t) < WELCH or abs(medians[0] - medians[1]) < SHOWN_MICROSECONDS
