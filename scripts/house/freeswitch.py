"""Where a FreeSWITCH is: the environment variable FREESWITCH names its binary. No package registry has one."""

from __future__ import annotations

import os
from pathlib import Path

from scripts.house.stopping import Stop

ABSENT = "There is no FreeSWITCH on this machine, so the tests with a real one did not run (docs/freeswitch.md)."


def is_named() -> bool:
    """True where the environment names a binary. Raises Stop when that is none."""
    name = os.environ.get("FREESWITCH", "")
    if name and not (Path(name).is_file() and os.access(name, os.X_OK)):
        raise Stop(f"FREESWITCH names {name}, which is no program.")
    return bool(name)


def require() -> None:
    """Raises Stop where there is none."""
    if not is_named():
        raise Stop("Say where FreeSWITCH is: make test-freeswitch FREESWITCH=/path/to/freeswitch (docs/freeswitch.md)")
