"""Log lines that tell what went wrong, and neither who nor where."""

from __future__ import annotations

import logging
import re

# UUIDs name channels, clients and sessions.
_UUID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b", re.IGNORECASE)
_IPV4 = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
# At least two colons with hexadecimal between them; times such as 12:30:05 have decimal pairs only and stay.
_IPV6 = re.compile(
    r"(?<![\w:.])(?!\d\d:\d\d:\d\d(?![\w:]))(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE
)


def without_identifiers(text: str) -> str:
    """Return the text with IDs and network addresses taken out."""
    return _IPV6.sub("<address>", _IPV4.sub("<address>", _UUID.sub("<id>", text)))


class DiscreetFormatter(logging.Formatter):
    """One line a record, tracebacks after it, identifiers nowhere."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return without_identifiers(super().format(record))
