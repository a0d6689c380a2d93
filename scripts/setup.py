"""`make setup`: install the tools and what the tests need, browsers excepted."""

from __future__ import annotations

from scripts.house import node, venv
from scripts.house.stopping import run


def main() -> int:
    """Return 0; what cannot be installed stops with a sentence."""
    venv.ensure(dev=True)
    node.ensure()
    return 0


if __name__ == "__main__":
    run(main)
