"""`python -m bench [NAME ...]`: all parts, or those named."""

from __future__ import annotations

import importlib
import sys

PARTS = ("relay", "switches", "credentials", "first_frame")


def main(names: list[str]) -> int:
    """Run the parts in their order; a missed target does not stop the others."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}; there are: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    for name in names or PARTS:
        importlib.import_module(f"bench.{name}").run()
        print()
    return 0


sys.exit(main(sys.argv[1:]))
