"""Direct messages per second with two processes that share a Redis: within each of them, and from one to the other."""

from __future__ import annotations

from bench import relay
from bench.records import Records
from bench.systems import TWO, is_there
from scripts.house.redis import ABSENT

WORKLOAD = "crossing"


async def run(records: Records) -> None:
    """Measure, print, and keep."""
    if not is_there(TWO[0]):
        print(ABSENT)
        return
    await relay.run(records, ("dedicated", *TWO), workload=WORKLOAD)
