"""`python -m bench [NAME ...]`: all parts, or those named."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence

import uvloop

from bench import report, targets
from bench.load import allow_many_sockets
from bench.records import RESULTS, Records
from scripts.house.paths import ROOT

WORKLOADS: dict[str, Sequence[str]] = {
    "relay": ("direct", "direct per core"),
    "latency": ("latency p50", "latency p99"),
    "crossing": ("crossing", "crossing per core"),
    "broadcast": ("broadcast", "broadcast per core", "direct beside broadcast"),
    "idle": ("idle memory", "idle processor"),
    "storm": ("storm", "storm p99"),
    "logins": ("logins",),
    "profile": ("profile",),
    "soak": ("soak",),
}
"""Parts that measure the relay, and what each leaves for docs/performance.md."""
OTHERS = tuple(
    name for name in ("credentials", "first_load", "first_frame") if importlib.util.find_spec(f"bench.{name}")
)
"""Parts that only print."""
BY_NAME = ("switches", "asgi", "files", "restore", "nodes")
"""Parts of parts, which run only when they are named."""


def main(names: list[str]) -> int:
    """Run the parts in their order; what fails or misses its figure does not stop the others."""
    known = [*WORKLOADS, *OTHERS, *BY_NAME, "report"]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no part {unknown[0]!r}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    allow_many_sockets()
    records = Records(RESULTS)
    status = 0
    for name in names or [*WORKLOADS, *OTHERS]:
        try:
            if name in WORKLOADS:
                records.forget(WORKLOADS[name])
                uvloop.run(importlib.import_module(f"bench.{name}").run(records))
                records.save()
                status |= not targets.show(records, WORKLOADS[name])
            elif name != "report":
                importlib.import_module(f"bench.{name}").run()
        except (RuntimeError, OSError) as problem:
            print(f"  {name} did not come to its end: {problem}", file=sys.stderr)
            # The page keeps what this part measured before.
            records = Records(RESULTS)
            status = 1
        print(flush=True)
    if not names or set(names) & {*WORKLOADS, "report"}:
        report.write(records)
        print(f"Written: {report.PAGE.relative_to(ROOT)}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
