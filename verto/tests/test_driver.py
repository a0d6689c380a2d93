"""The driver with a directory that is slow, fails or answers late, and transports that only remember."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence

import pytest

from verto.adapters import lookups
from verto.adapters.driver import Driver
from verto.core.codes import CloseCode, PuntReason
from verto.core.ports import Ended, Entry
from verto.core.switchboard import Switchboard
from verto.tests.builders import ALICE, BOB, call_text, entry_for, login_text


class Transport:
    """Keeps what it was told to send."""

    def __init__(self) -> None:
        self.frames: list[dict[str, object]] = []
        self.close_code: int | None = None
        self.arrived = asyncio.Event()

    def send(self, text: bytes) -> None:
        self.frames.append(json.loads(text))
        self.arrived.set()

    def close(self, code: int) -> None:
        self.close_code = code
        self.arrived.set()

    async def hears(self, method_or_key: str) -> dict[str, object]:
        """Wait for a frame with this method or this key, at most five seconds."""
        async with asyncio.timeout(5):
            while True:
                for frame in self.frames:
                    if frame.get("method") == method_or_key or method_or_key in frame:
                        return frame
                self.arrived.clear()
                await self.arrived.wait()


class Directory:
    """Answers from a dict, and remembers how it was asked."""

    def __init__(self) -> None:
        self.entries = {client_id: entry_for(client_id) for client_id in (ALICE, BOB)}
        self.questions: list[list[str]] = []
        self.addresses: list[set[str]] = []
        self.recorded: list[tuple[list[str], list[str]]] = []
        self.ended: list[Ended] = []
        self.problem: Exception | None = None
        self.delay = 0.0

    async def look_up(self, client_ids: Sequence[str], addresses: Collection[str]) -> Mapping[str, Entry]:
        self.questions.append(list(client_ids))
        self.addresses.append(set(addresses))
        await asyncio.sleep(self.delay)
        if self.problem:
            raise self.problem
        return self.entries

    async def record(self, logged_in: Sequence[str], left: Sequence[str]) -> None:
        self.recorded.append((list(logged_in), list(left)))

    async def ended_lately(self) -> Sequence[Ended]:
        if self.problem:
            raise self.problem
        return self.ended

    async def ended_among(self, client_ids: Sequence[str]) -> Sequence[Ended]:
        return []


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
async def driver(directory: Directory):  # type: ignore[no-untyped-def]
    driver = Driver(Switchboard(), directory)
    yield driver
    await driver.stop()


async def test_the_directory_hears_from_where_people_come(driver: Driver, directory: Directory) -> None:
    alice, bob = Transport(), Transport()
    driver.received(driver.opened(alice, "192.0.2.7"), login_text(directory.entries[ALICE]))
    driver.received(driver.opened(bob), login_text(directory.entries[BOB]))
    await alice.hears("result")
    assert directory.addresses == [{"192.0.2.7"}]


async def test_logins_that_arrive_together_are_one_question(driver: Driver, directory: Directory) -> None:
    people = [Transport(), Transport()]
    for person, client_id in zip(people, (ALICE, BOB), strict=True):
        driver.received(driver.opened(person), login_text(directory.entries[client_id]))
    for person in people:
        assert (await person.hears("result"))["result"]["message"] == "logged in"  # type: ignore[index]
    assert directory.questions == [sorted([ALICE, BOB])]


async def test_a_directory_that_fails_grants_nothing(driver: Driver, directory: Directory) -> None:
    directory.problem = OSError("gone")
    alice = Transport()
    driver.received(driver.opened(alice), login_text(directory.entries[ALICE]))
    assert (await alice.hears("error"))["error"]["data"] == {"code": "try_later"}  # type: ignore[index]
    assert alice.close_code == CloseCode.REFUSED


async def test_a_directory_that_hangs_grants_nothing(
    driver: Driver, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "ANSWER_SECONDS", 0.05)
    directory.delay = 60
    alice = Transport()
    driver.received(driver.opened(alice), login_text(directory.entries[ALICE]))
    assert (await alice.hears("error"))["error"]["data"] == {"code": "try_later"}  # type: ignore[index]


async def test_a_socket_that_closes_while_its_login_is_judged_leaves_nothing(
    driver: Driver, directory: Directory
) -> None:
    directory.delay = 0.02
    alice, bob = Transport(), Transport()
    session = driver.opened(alice)
    driver.received(session, login_text(directory.entries[ALICE]))
    driver.closed(session)
    driver.received(driver.opened(bob), login_text(directory.entries[BOB]))
    await bob.hears("result")
    assert driver.switchboard.live_ids() == [BOB]
    assert alice.frames == []


async def test_an_end_in_the_directory_closes_the_socket_within_a_second(driver: Driver, directory: Directory) -> None:
    alice = Transport()
    driver.received(driver.opened(alice), login_text(directory.entries[ALICE]))
    await alice.hears("result")
    directory.ended = [Ended(ALICE, PuntReason.REMOVED)]
    async with asyncio.timeout(1):
        assert (await alice.hears("verto.punt"))["params"] == {"reason": "removed"}
    assert alice.close_code == CloseCode.PUNTED


async def test_a_failing_directory_leaves_everybody_where_they_are(driver: Driver, directory: Directory) -> None:
    alice = Transport()
    session = driver.opened(alice)
    driver.received(session, login_text(directory.entries[ALICE]))
    await alice.hears("result")
    directory.problem = OSError("gone")
    driver.received(session, call_text("echo", {"x": 1}, 7))
    assert alice.frames[-1]["result"]["x"] == 1  # type: ignore[index]
    directory.problem = None
    directory.ended = [Ended(ALICE, PuntReason.REMOVED)]
    assert await alice.hears("verto.punt")


async def test_a_punt_may_come_from_another_thread(driver: Driver, directory: Directory) -> None:
    alice = Transport()
    driver.received(driver.opened(alice), login_text(directory.entries[ALICE]))
    await alice.hears("result")
    await asyncio.to_thread(driver.punt, [ALICE], PuntReason.REMOVED)
    assert await alice.hears("verto.punt")


async def test_logins_and_departures_are_recorded(driver: Driver, directory: Directory) -> None:
    alice = Transport()
    session = driver.opened(alice)
    driver.received(session, login_text(directory.entries[ALICE]))
    await alice.hears("result")
    driver.closed(session)
    async with asyncio.timeout(5):
        while not directory.recorded:
            await asyncio.sleep(0.05)
    assert directory.recorded == [([ALICE], [ALICE])]


async def test_a_fault_of_ours_closes_one_socket_and_tells_nothing(
    driver: Driver, directory: Directory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    alice, bob = Transport(), Transport()
    sessions = [driver.opened(alice), driver.opened(bob)]

    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr("verto.core.switchboard.calls.take", fail)
        driver.received(sessions[0], b'{"secret":"word"}')
    assert alice.close_code == CloseCode.INTERNAL_ERROR
    assert alice.frames == []
    assert "word" not in caplog.text
    driver.received(sessions[1], b"hello")
    assert bob.frames


async def test_a_stop_asks_pages_to_come_back(driver: Driver) -> None:
    alice = Transport()
    driver.opened(alice)
    await driver.stop()
    assert alice.close_code == CloseCode.RESTART
