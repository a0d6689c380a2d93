"""Ends a command with a sentence instead of a traceback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

INTERRUPTED = 130
"""What shells report for a program that Ctrl-C has ended."""


class Stop(Exception):
    """This cannot go on. The text says what is wrong and what to do."""


def run(main: Callable[[], int]) -> None:
    """Call `main` and leave with its result; a Stop becomes its sentence, Ctrl-C becomes silence."""
    # Also in the background of a script, where shells have it ignored: whoever sends it means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        status = main()
    except Stop as stop:
        print(stop, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = INTERRUPTED
    # An impatient second Ctrl-C finds us leaving already.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)
