"""Ends a command with a sentence instead of a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

INTERRUPTED = 130
"""What shells report for a program that Ctrl-C has ended."""


class Stop(Exception):
    """This cannot go on. The text says what is wrong and what to do."""


def leave_at_once() -> None:
    """From now on Ctrl-C ends this process where it stands, with nothing of its own to clean up.

    Python loses an interrupt that comes while it cleans up after an import, and a start is made of imports.
    """
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))


def listen_again() -> None:
    """Let Ctrl-C be what it is elsewhere, and what Twisted takes over."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run(main: Callable[[], int]) -> None:
    """Call `main` and leave with its result; a Stop becomes its sentence, Ctrl-C becomes silence."""
    # Also in the background of a script, where shells have it ignored: whoever sends it means it.
    listen_again()
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
