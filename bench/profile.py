"""Where the dedicated server's time goes for each direct message: the engine alone, without sockets, under cProfile.

The profiler makes every call dearer, so the shares tell where to look and not what would be won.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
import time
from pathlib import Path

from bench.apps import PASSWORD, make_driver, name_of
from bench.dialects import LARGE, body_of, call
from bench.load import settled
from bench.records import Record, Records
from scripts.house.paths import ROOT
from verto.adapters.driver import Driver
from verto.core.session import Session

WORKLOAD = "profile"
MESSAGES = 20_000
_PAIRS = 50
_SHOWN = 14


class _Nowhere:
    """A transport that throws away, and answers pings as a client does."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.session: Session | None = None

    def send(self, text: bytes) -> None:
        """Take it."""
        if len(text) < 128 and b'"verto.ping"' in text:
            number = text.split(b'"id":')[1].split(b",")[0]
            reply = b'{"jsonrpc":"2.0","id":%b,"result":{}}' % number
            asyncio.get_running_loop().call_soon(self._answer, reply)

    def close(self, code: int) -> None:
        """Nothing to close; `run` looks whether anybody was cut."""

    def _answer(self, reply: bytes) -> None:
        if self.session is not None:
            self._driver.received(self.session, reply)


async def run(records: Records) -> None:
    """Measure, print, and keep."""
    driver = make_driver()
    sessions: list[Session] = []
    for number in range(2 * _PAIRS):
        transport = _Nowhere(driver)
        transport.session = driver.opened(transport, "127.0.0.1")
        name = name_of(number)
        driver.received(transport.session, call("login", {"login": name, "passwd": PASSWORD, "sessid": name}))
        sessions.append(transport.session)
    await settled(lambda: all(session.is_seated() for session in sessions))
    texts = [
        call("verto.info", {"msg": {"to": name_of(2 * pair + 1), "body": body_of(LARGE)}}) for pair in range(_PAIRS)
    ]
    seconds = await _relay(driver, sessions, texts)
    print(f"Profile: the engine without sockets takes {seconds / MESSAGES * 1e6:.1f} us for a direct message of 1.2 KB")
    records.add(Record(WORKLOAD, "", 0, "us", [seconds / MESSAGES * 1e6]))
    profile = cProfile.Profile()
    profile.enable()
    await _relay(driver, sessions, texts)
    profile.disable()
    if not all(session.is_seated() for session in sessions):
        raise RuntimeError("the engine has closed a connection")
    _keep(records, pstats.Stats(profile))
    await driver.stop()


async def _relay(driver: Driver, sessions: list[Session], texts: list[bytes]) -> float:
    started = time.perf_counter()
    for turn in range(MESSAGES // _PAIRS):
        for pair, text in enumerate(texts):
            driver.received(sessions[2 * pair], text)
        if turn % 4 == 3:
            # The answers to pings, as they would come in between.
            await asyncio.sleep(0)
    return time.perf_counter() - started


def _keep(records: Records, stats: pstats.Stats) -> None:
    entries: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined]
    whole = sum(entry[2] for entry in entries.values())
    rows = sorted(entries.items(), key=lambda item: -item[1][2])[:_SHOWN]
    for (file, _, function), (_, calls, own, _, _) in rows:
        path = Path(file)
        where = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) and ".venv" not in file else ""
        name = f"{where}: {function}" if where else function.replace("method ", "").strip("<>{}")
        record = records.add(Record(WORKLOAD, name, 0, "share", [own / whole * 100, calls / MESSAGES]))
        print(f"  {record.values[0]:5.1f} %  {record.values[1]:5.2f} calls a message  {name}")
