"""A site with a real FreeSWITCH behind it; the people who talk to FreeSWITCH directly; and the score of the intruders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.freeswitch.direct import Direct, Person, enlist
from tests.support.freeswitch import ABSENT, BINARY
from tests.support.guarded_site import GuardedSite

_SCORES: dict[str, list[int]] = defaultdict(lambda: [0, 0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a FreeSWITCH."""
    for item in items:
        if "tests/freeswitch" in item.nodeid and not BINARY:
            item.add_marker(pytest.mark.skip(reason=ABSENT))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how often each kind of intrusion was tried, and how often it did any good."""
    if _SCORES:
        terminalreporter.section("intruders")
        for kind, (tried, succeeded) in sorted(_SCORES.items()):
            terminalreporter.write_line(f"{kind:58} tried {tried:4}, succeeded {succeeded}")


def scored(kind: str, gained: object) -> None:
    """Count one try, and fail the test if the intruder has gained anything by it."""
    _SCORES[kind][0] += 1
    _SCORES[kind][1] += bool(gained)
    assert not gained, f"{kind}: {gained}"


@dataclass
class Cast:
    """Alice and Bob share a channel and are in; Mallory is in another one and everywhere else she can get."""

    site: GuardedSite
    alice: Direct
    bob: Direct
    mallory: Person


@pytest.fixture(scope="module")
def guarded_site() -> Iterator[GuardedSite]:
    with GuardedSite() as site:
        yield site


@pytest.fixture(scope="module")
def channel(guarded_site: GuardedSite) -> str:
    return guarded_site.make_channel("Ours", capacity=300)


@pytest.fixture(scope="module")
def other_channel(guarded_site: GuardedSite) -> str:
    return guarded_site.make_channel("Theirs", capacity=300)


Opens = Callable[[Person], Awaitable[Direct]]


@pytest.fixture
async def sockets() -> AsyncIterator[list[Direct]]:
    """Whoever puts a socket in here need not close it."""
    opened: list[Direct] = []
    yield opened
    for socket in opened:
        await socket.leaves()


@pytest.fixture
def opens(sockets: list[Direct]) -> Opens:
    """Open a socket that says nothing yet."""

    async def open_one(person: Person) -> Direct:
        sockets.append(await Direct.open(person))
        return sockets[-1]

    return open_one


@pytest.fixture
def approves(sockets: list[Direct]) -> Opens:
    """Open a socket that has all its rights."""

    async def approve_one(person: Person) -> Direct:
        sockets.append(await Direct.approved(person))
        return sockets[-1]

    return approve_one


@pytest.fixture
async def cast(guarded_site: GuardedSite, channel: str, other_channel: str, approves: Opens) -> Cast:
    alice = await approves(enlist(guarded_site, channel))
    bob = await approves(enlist(guarded_site, channel))
    return Cast(guarded_site, alice, bob, enlist(guarded_site, other_channel))
