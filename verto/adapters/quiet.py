"""picows' own log, kept quiet: it writes a line for each connection and each mistake, and strangers make many."""

from __future__ import annotations

import logging

_logger = logging.getLogger(f"{__name__}.picows")
_logger.setLevel(logging.CRITICAL + 1)

# An adapter, for picows makes a logger of its own for each connection from a plain one, and keeps it.
QUIET: logging.LoggerAdapter[logging.Logger] = logging.LoggerAdapter(_logger, {})
