"""The engine under daphne beside the least that an ASGI relay can do there: what the rules cost where daphne is the limit."""

from __future__ import annotations

import uvloop

from bench import relay
from bench.records import Records

WANTED = 0.6


def run() -> None:
    """Print the table and the ratio. Nothing is kept."""
    records = Records()
    uvloop.run(relay.run(records, ("daphne", "asgi"), pairs=(50,)))
    ratio = records.ratio(relay.WORKLOAD, "1.2 KB", 50, "daphne", "asgi")
    assert ratio is not None
    print(
        f"  ours under daphne is {ratio:.0%} of the bare relay ({WANTED:.0%} wanted): {'ok' if ratio >= WANTED else 'MISSED'}"
    )
