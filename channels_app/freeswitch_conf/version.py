"""Which FreeSWITCH this is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from channels_app.freeswitch_conf.mistakes import Mistake

OLDEST = (1, 11, 1)
_VERSION = re.compile(r"^FreeSWITCH version: (\d{1,4})\.(\d{1,4})\.(\d{1,4})", re.MULTILINE)
_SECONDS = 20


def judge(text: str, name: str) -> list[Mistake]:
    """Return what is wrong with the version that the program told."""
    match = _VERSION.search(text)
    if match is None:
        return [Mistake(name, 0, "F902")]
    version = tuple(int(part) for part in match.groups())
    return [Mistake(name, 0, "F901", ".".join(match.groups()))] if version < OLDEST else []


def check_binary(path: Path) -> list[Mistake]:
    """Ask the program for its version. It is the operator who names the program, on the command line."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and a fixed argument
            [path, "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [Mistake(str(path), 0, "F902", str(error))]
    return judge(done.stdout.decode(errors="replace"), str(path))
