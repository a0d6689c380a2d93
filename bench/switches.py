"""Both switches beside each other under daphne: the session layer relays by itself, and by way of a real FreeSWITCH."""

from __future__ import annotations

import uvloop

from bench import idle, relay
from bench.records import Records
from bench.systems import is_there
from scripts.house.freeswitch import ABSENT

_NAMES = ("daphne", "freeswitch")


def run() -> None:
    """Print the tables; without a FreeSWITCH only one row of each. Nothing is kept."""
    records = Records()
    uvloop.run(relay.run(records, _NAMES, pairs=(50,)))
    uvloop.run(idle.run(records, _NAMES))
    if not is_there("freeswitch"):
        print(f"  {ABSENT}")
