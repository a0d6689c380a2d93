"""picows' own log: faults of ours, and nothing else. It writes a line for each connection too, and for each mistake of a
client, and strangers make many."""

from __future__ import annotations

import logging

_logger = logging.getLogger(f"{__name__}.picows")
_logger.setLevel(logging.ERROR)
_logger.addFilter(lambda record: record.exc_info is not None)

# An adapter, for picows makes a logger of its own for each connection from a plain one, and keeps it.
QUIET: logging.LoggerAdapter[logging.Logger] = logging.LoggerAdapter(_logger, {})
