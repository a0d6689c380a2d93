"""The engine on a real socket under daphne, with the real directory behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.contract.visitor import Guest, Visitor, guests_of
from tests.support.site import Site
from verto.core.codes import CloseCode
from verto.tests.test_hostile_frames import TEXTS


@pytest.fixture(scope="module")
def channel(site: Site) -> str:
    return site.make_channel("Contract")


@pytest.fixture
async def guest(site: Site, channel: str) -> AsyncIterator[Guest]:
    """Make visitors of the channel, or of another one, and send them home afterwards."""
    async with guests_of(site, channel) as make:
        yield make


async def test_two_visitors_meet(site: Site, channel: str, guest: Guest) -> None:
    alice = await guest().joins()
    bob = await guest().joins()
    joined = await alice.hears(lambda frame: "joined" in frame.get("params", {}))
    assert joined["params"]["joined"] == bob.client_id
    await bob.calls("verto.info", {"msg": {"to": alice.client_id, "body": "hello é😀"}})
    heard = await alice.hears(lambda frame: frame.get("method") == "verto.info")
    assert heard["params"]["msg"] == {
        "from": f"{bob.client_id}@pbx",
        "to": f"{alice.client_id}@pbx",
        "body": "hello é😀",
    }
    await bob.socket.close()
    left = await alice.hears(lambda frame: "left" in frame.get("params", {}))
    assert left["params"]["left"] == bob.client_id


async def test_websocket_pings_are_answered(site: Site, guest: Guest) -> None:
    stranger = guest()
    await stranger.dials()
    async with asyncio.timeout(5):
        await (await stranger.socket.ping())


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:{port}",
     "http://127.0.0.1:{port}.evil.example", "http://localhost:{port}", "http://127.0.0.1:{port}/", "file://"],
)  # fmt: skip
async def test_another_origin_gets_no_socket(site: Site, guest: Guest, origin: str | None) -> None:
    stranger = guest()
    with pytest.raises(InvalidStatus) as refused:
        await stranger.dials(origin=origin and origin.replace("{port}", str(site.port)))
    # 400 where daphne itself cannot read it as an origin.
    assert refused.value.response.status_code in (400, 403)


async def test_a_newer_socket_of_the_same_session_punts_the_older(site: Site, channel: str, guest: Guest) -> None:
    older = await guest().joins()
    newer = await guest(older.session_id).joins()
    assert newer.client_id == older.client_id
    punt = await older.hears(lambda frame: frame.get("method") == "verto.punt")
    assert punt["params"] == {"reason": "replaced"}
    assert await older.is_closed_with() == CloseCode.PUNTED
    assert (await newer.calls("echo", {"x": 1}))["result"]["x"] == 1


async def test_each_fetch_makes_the_older_password_worthless(site: Site, channel: str, guest: Guest) -> None:
    first = await guest().joins()
    stale = guest(first.session_id)
    stale.credentials = dict(first.credentials)
    await guest(first.session_id).joins()
    await stale.dials()
    refused = await stale.calls("login", stale.login_params())
    assert refused["error"]["data"] == {"code": "bad_credentials"}
    assert await stale.is_closed_with() == CloseCode.REFUSED


async def test_an_end_written_by_another_process_closes_within_a_second(site: Site, channel: str, guest: Guest) -> None:
    alice = await guest().joins()
    code = (
        "from channels_app.models import Client; from channels_app.endings import end_clients;"
        "from verto.core.codes import PuntReason; import time;"
        f"end_clients(Client.objects.filter(pk={alice.client_id!r}), PuntReason.REMOVED); print(time.time())"
    )
    printed = asyncio.create_task(asyncio.to_thread(site.manage, "shell", "-v", "0", "-c", code))
    punt = await alice.hears(lambda frame: frame.get("method") == "verto.punt", seconds=30)
    arrived = time.time()
    assert punt["params"] == {"reason": "removed"}
    assert arrived - float((await printed).splitlines()[-1]) < 1
    assert await alice.is_closed_with() == CloseCode.PUNTED
    again = guest()
    again.credentials = dict(alice.credentials)
    await again.dials()
    assert (await again.calls("login", again.login_params()))["error"]["data"] == {"code": "expired"}


async def test_a_deleted_channel_sends_everybody_away(site: Site, guest: Guest) -> None:
    channel = await asyncio.to_thread(site.make_channel, "Short-lived")
    alice = await guest(channel=channel).joins()
    code = f"from channels_app.models import Channel; Channel.objects.get(pk={channel!r}).delete()"
    await asyncio.to_thread(site.manage, "shell", "-v", "0", "-c", code)
    punt = await alice.hears(lambda frame: frame.get("method") == "verto.punt", seconds=15)
    assert punt["params"] == {"reason": "channel_closed"}


async def test_the_last_seat_is_given_once(site: Site, guest: Guest) -> None:
    channel = site.make_channel("Two seats", capacity=2)
    visitors = [guest(channel=channel) for _ in range(8)]
    results = await asyncio.gather(*(visitor.joins() for visitor in visitors), return_exceptions=True)
    inside = [visitor for visitor, result in zip(visitors, results, strict=True) if not isinstance(result, Exception)]
    assert len(inside) == 2


@pytest.mark.alone
async def test_a_reader_that_stopped_is_cut_and_delays_nobody(site: Site, channel: str, guest: Guest) -> None:
    alice, bob = await guest().joins(), await guest().joins()
    stuck = await guest().joins()
    # Nothing reads `stuck` from here on: its library stops reading after a few messages, and daphne goes on taking.
    worst = 0.0
    for number in range(40):
        started = time.perf_counter()
        await alice.calls("verto.info", {"msg": {"to": stuck.client_id, "body": "z" * 20_000}})
        await alice.calls("verto.info", {"msg": {"to": bob.client_id, "body": str(number)}})
        await bob.hears(lambda frame, n=str(number): frame.get("params", {}).get("msg", {}).get("body") == n)
        worst = max(worst, time.perf_counter() - started)
    while stuck.client_id not in alice.left:
        await alice.hears(lambda frame: "left" in frame.get("params", {}))
    assert worst < 1


async def test_a_frame_too_large_closes(site: Site, guest: Guest) -> None:
    stranger = guest()
    await stranger.dials()
    await stranger.socket.send("x" * (64 * 1024 + 1))
    assert await stranger.is_closed_with() == CloseCode.TOO_BIG


def test_hostile_frames_over_the_socket_hurt_nobody(site: Site, channel: str) -> None:
    """Generated frames, as text and as binary, from a stranger and from a member; the bystanders' talk goes on."""
    with asyncio.Runner() as runner:
        alice, bob = Visitor(site, channel), Visitor(site, channel)

        async def attack(raw: bytes) -> None:
            stranger, member = Visitor(site, channel), await Visitor(site, channel).joins()
            await stranger.dials()
            for attacker in (stranger, member):
                try:
                    await attacker.socket.send(raw)
                    await attacker.socket.send(raw.decode("utf-8", "replace"))
                    await attacker.calls("echo", {})
                except ConnectionClosed:
                    assert attacker.socket.close_code in set(CloseCode)
                await attacker.hangs_up()
            await alice.calls("verto.info", {"msg": {"to": bob.client_id, "body": "on we talk"}})
            await bob.hears(lambda frame: frame.get("method") == "verto.info")

        @settings(max_examples=40, suppress_health_check=list(HealthCheck))
        @given(TEXTS)
        def attacks(raw: bytes) -> None:
            runner.run(attack(raw))

        runner.run(alice.joins())
        runner.run(bob.joins())
        attacks()
        runner.run(alice.hangs_up())
        runner.run(bob.hangs_up())
    assert "Traceback" not in site.log.read_text()
