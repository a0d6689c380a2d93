"""The database is stopped, hangs, or is locked by somebody else: pages say so within two seconds, and all heals."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
import urllib.error
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from scripts.house import postgres
from scripts.house.postgres import PostgresServer
from tests.contract.visitor import Guest, Visitor, guests_of, post_session
from tests.outages.browser import Browser
from tests.support import border
from tests.support.site import Site
from verto.core.codes import CloseCode

pytestmark = pytest.mark.alone

ANSWER_SECONDS = 2.0
HEAL_SECONDS = 10.0
AWAY_SECONDS = 60.0 if os.environ.get("SOAK") else 6.0
NEW = str(uuid.uuid4())
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL that these tests may harm."""
    programs = postgres.find()
    if programs is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: package postgresql)")
    with postgres.server(programs) as running:
        yield running


@pytest.fixture(scope="module")
def site(server: PostgresServer) -> Iterator[Site]:
    """Web application and engine, each in its process."""
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    with Site(dedicated=1, DATABASE_URL=server.url, LOG_FORMAT="json") as running:
        yield running


@pytest.fixture(scope="module")
def staff(site: Site) -> Browser:
    browser = Browser(site)
    browser.signs_in()
    return browser


@pytest.fixture
def channel(site: Site) -> str:
    return site.make_channel("Kitchen table", public=True)


@pytest.fixture
async def guest(site: Site, channel: str) -> AsyncIterator[Guest]:
    async with guests_of(site, channel) as make:
        yield make


def refusal(site: Site, channel: str) -> tuple[int, str, float]:
    """Ask for credentials; return status, code, and how long it took."""
    began = time.monotonic()
    with pytest.raises(urllib.error.HTTPError) as refused:
        post_session(site, channel, NEW)
    with refused.value as answer:
        return int(answer.code), str(json.load(answer)["code"]), time.monotonic() - began


def ask_together(site: Site, path: str, status: int) -> float:
    """Ask as a crowd, and return how long the last one has waited."""
    crowd = [Browser(site) for _ in range(16)]
    with ThreadPoolExecutor(len(crowd)) as threads:
        assert set(threads.map(lambda one: one.get(path), crowd)) == {status}
    return max(one.seconds for one in crowd)


def ask_all(site: Site, channel: str, staff: Browser) -> None:
    """Everything that needs the database says within two seconds that it cannot, also to a crowd."""
    browser = Browser(site)
    for path in ("/", f"/peers/{channel}", "/health"):
        assert browser.get(path) == UNAVAILABLE, path
        assert browser.seconds < ANSWER_SECONDS, path
    assert staff.get("/admin/channels_app/channel/") == UNAVAILABLE
    assert staff.seconds < ANSWER_SECONDS
    status, code, seconds = refusal(site, channel)
    assert (status, code) == (UNAVAILABLE, "try_later") and seconds < ANSWER_SECONDS
    # What a crowd needs of the machine in any case is not the database's fault.
    at_best = ask_together(site, "/health/live", HTTPStatus.OK)
    assert ask_together(site, "/", UNAVAILABLE) < ANSWER_SECONDS + at_best
    browser.get("/")
    assert "The service cannot answer now" in browser.page and browser.retry_after == "5"
    assert json.loads(site.dedicated.local_page("/health/live")) == {"alive": True}  # type: ignore[union-attr]


async def talk(alice: Visitor, bob: Visitor, seconds: float) -> int:
    """Alice tells Bob something again and again; return how often it arrived."""
    count = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        params = {"msg": {"to": bob.client_id, "body": json.dumps({"count": count})}}
        assert "result" in await alice.calls("verto.info", params)
        await bob.hears(lambda frame: frame.get("method") == "verto.info" and str(count) in json.dumps(frame), 2)  # noqa: B023
        count += 1
        await asyncio.sleep(0.2)
    return count


async def heals(site: Site, channel: str) -> None:
    """All answer again."""
    browser = Browser(site)
    async with asyncio.timeout(HEAL_SECONDS):
        while await asyncio.to_thread(browser.get, "/health") != HTTPStatus.OK:
            await asyncio.sleep(0.1)
        while await asyncio.to_thread(browser.get, f"/peers/{channel}") != HTTPStatus.OK:
            await asyncio.sleep(0.1)


async def joins_in_the_end(guest: Guest) -> None:
    """Somebody new tries until the engine has noticed as well, as pages do."""
    async with asyncio.timeout(HEAL_SECONDS):
        while True:
            newcomer = guest()
            try:
                await newcomer.joins()
            except ConnectionClosed:
                assert newcomer.socket.close_code == CloseCode.REFUSED
                await asyncio.sleep(0.2)
            else:
                return


def check_log(site: Site) -> None:
    """What happened is written down in JSON: once, and not for each who asked."""
    lines = site.log.read_text().splitlines()
    assert not [line for line in lines if line.startswith(("Traceback", "  File"))]
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert 0 < sum(line.get("code") == "database_away" for line in told) < 12
    assert not [line["message"] for line in told if "exception" in line]
    assert any("The database answers again" in line["message"] for line in told)


@pytest.mark.parametrize(
    ("goes", "comes"),
    [(PostgresServer.stop, PostgresServer.start), (PostgresServer.freeze, PostgresServer.thaw)],
    ids=["stopped", "frozen"],
)
async def test_pages_say_so_at_once_and_those_who_talk_go_on(
    server: PostgresServer, site: Site, channel: str, staff: Browser, guest: Guest,
    goes: Callable[[PostgresServer], None], comes: Callable[[PostgresServer], None],
) -> None:  # fmt: skip
    alice, bob = [await guest().joins() for _ in range(2)]
    await asyncio.to_thread(goes, server)
    try:
        talking = asyncio.create_task(talk(alice, bob, AWAY_SECONDS))
        await asyncio.to_thread(ask_all, site, channel, staff)
        assert await talking > AWAY_SECONDS
    finally:
        await asyncio.to_thread(comes, server)
    await heals(site, channel)
    assert await asyncio.to_thread(staff.get, "/admin/channels_app/channel/") == HTTPStatus.OK
    await joins_in_the_end(guest)
    assert alice.left == bob.left == set()
    check_log(site)


def test_a_locked_sqlite_is_a_database_that_is_away() -> None:
    with Site(DATABASE_URL="") as site:
        channel = site.make_channel("Kitchen table")
        staff = Browser(site)
        staff.signs_in()
        with closing(sqlite3.connect(Path(site.environment["DATA_DIR"], "db.sqlite3"))) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
            status, code, seconds = refusal(site, channel)
            assert (status, code) == (UNAVAILABLE, "try_later") and seconds < ANSWER_SECONDS
            assert staff.get("/admin/") == UNAVAILABLE
            assert staff.seconds < ANSWER_SECONDS
            somebody.rollback()
        assert post_session(site, channel, NEW)["clientId"]
        assert staff.get("/admin/") == HTTPStatus.OK
