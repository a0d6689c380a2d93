"""How soon a punt works: over the guard, on a stock mod_verto, and on one that has the native command."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator

import pytest

from tests.freeswitch.conftest import Cast, Opens
from tests.freeswitch.crowd import Frame, Member
from tests.freeswitch.direct import Direct, enlist
from tests.freeswitch.operator import Operator
from tests.support.guarded_site import GuardedSite

NATIVE = os.environ.get("FREESWITCH_PUNT_MODULES", "")
LEASE_SECONDS = 60


@pytest.fixture(scope="module")
def operator(guarded_site: GuardedSite) -> Operator:
    return Operator(guarded_site)


async def test_over_the_guard_the_socket_closes_within_a_second(
    guarded_site: GuardedSite, channel: str, operator: Operator
) -> None:
    times = []
    for _ in range(5):
        member = await Member(guarded_site, channel).joins()
        frames: list[Frame] = []
        member.on_message = frames.append
        started = time.perf_counter()
        punting = asyncio.create_task(asyncio.to_thread(operator.punts, member.client_id))
        async with asyncio.timeout(5):
            while not member.client.transport.is_closing():
                await asyncio.sleep(0.005)
        times.append(time.perf_counter() - started)
        await punting
        assert frames[-1]["method"] == "verto.punt"
        assert frames[-1]["params"] == {"reason": "removed"}
        async with asyncio.timeout(5):
            while member.client_id in guarded_site.freeswitch.api("verto status"):
                await asyncio.sleep(0.05)
        with pytest.raises(PermissionError, match=r"expired|bad_credentials"):
            await member.joins()
        member.leaves()
    print(
        f"\n  from the operator's click to the close: median {sorted(times)[2] * 1000:.0f} ms, most {max(times) * 1000:.0f} ms"
    )
    assert max(times) < 1


async def test_directly_it_is_mute_at_once_and_out_when_the_lease_ends(
    cast: Cast, operator: Operator, approves: Opens
) -> None:
    doomed = await approves(enlist(cast.site, cast.alice.person.channel))
    doomed_id, bob_id = doomed.person.client_id, cast.bob.person.client_id
    started = time.monotonic()
    await asyncio.to_thread(operator.punts, doomed_id)
    async with asyncio.timeout(1):
        while "result" in await doomed.tells(bob_id, "may I?"):
            await asyncio.sleep(0.02)
    mute_after = time.monotonic() - started
    await asyncio.sleep(max(0.0, 1 - mute_after))  # what is promised begins after one second
    for body in ("for the one that was punted", "and again"):
        await cast.alice.tells(doomed_id, body)
        assert not await doomed.does_hear_text(body)
    assert (await doomed.calls("verto.broadcast", {"eventChannel": doomed.person.channel, "eventData": 1}))["error"]
    assert "error" in await doomed.calls("login", doomed.person.login_params())
    assert "error" in await doomed.tells(bob_id, "a refused login brings nothing back")
    assert await doomed.is_closed(LEASE_SECONDS + 5)
    lived = time.monotonic() - started
    print(f"\n  mute after {mute_after * 1000:.0f} ms, closed by its lease after {lived:.0f} s")
    with pytest.raises(AssertionError, match="Login Incorrect"):
        await Direct.approved(doomed.person)
    assert lived < LEASE_SECONDS + 3


async def test_over_the_event_socket_and_unknown_sessions(cast: Cast, approves: Opens) -> None:
    doomed = await approves(enlist(cast.site, cast.alice.person.channel))
    freeswitch = cast.site.freeswitch
    assert freeswitch.api(f"lua verto_punt.lua {doomed.person.sessid}").startswith("+OK")
    assert "error" in await doomed.tells(cast.bob.person.client_id, "x")
    assert freeswitch.api("lua verto_punt.lua 00000000-0000-4000-8000-000000000000").startswith("-ERR")
    for odd in ("", "x y", "'; os.exit()", "a" * 300):
        assert freeswitch.api(f"lua verto_punt.lua {odd}").startswith("-ERR")
    await cast.alice.tells(cast.bob.person.client_id, "the others go on")
    await cast.bob.hears_body("the others go on")


@pytest.fixture(scope="module")
def native_site() -> Iterator[GuardedSite]:
    if not NATIVE:
        pytest.skip("FREESWITCH_PUNT_MODULES names no modules with the native verto_punt (freeswitch/verto_punt/)")
    with GuardedSite(modules=NATIVE) as site:
        yield site


async def test_natively_the_socket_closes_at_once(native_site: GuardedSite, approves: Opens) -> None:
    channel = native_site.make_channel("Native")
    operator = Operator(native_site)
    times = []
    for _ in range(5):
        doomed = await approves(enlist(native_site, channel))
        started = time.perf_counter()
        await asyncio.to_thread(operator.punts, doomed.person.client_id)
        assert await doomed.is_closed(1)
        times.append(time.perf_counter() - started)
        assert any("verto.punt" in json.dumps(frame) for frame in doomed.heard)
    print(f"\n  native, from the operator's click to the close: median {sorted(times)[2] * 1000:.0f} ms")
