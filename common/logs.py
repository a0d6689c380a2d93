"""Log lines that tell what went wrong, and neither who nor where: as text for people, as JSON for what collects them."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from http import HTTPStatus

# UUIDs name channels, clients and sessions.
_UUID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b", re.IGNORECASE)
_IPV4 = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
# At least two colons with hexadecimal between them; times such as 12:30:05 have decimal pairs only and stay.
_IPV6 = re.compile(
    r"(?<![\w:.])(?!\d\d:\d\d:\d\d(?![\w:]))(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE
)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_CHARACTERS = 8_000
"""Of a message, and of a traceback: what collects logs cuts longer lines in two, and half an object is none."""


def without_identifiers(text: str) -> str:
    """Return the text with IDs and network addresses taken out."""
    return _IPV6.sub("<address>", _IPV4.sub("<address>", _UUID.sub("<id>", text)))


class DiscreetFormatter(logging.Formatter):
    """One line a record, tracebacks after it, identifiers nowhere."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return without_identifiers(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, in ASCII, identifiers nowhere.

    It has `time`, `level`, `logger` and `message`; with a traceback `exception`; and `code` where the record has one
    (`extra={"code": "database_away"}`), for what counts log lines. Nothing else that a record may carry gets out: a request
    would bring its address, and whatever a library adds tomorrow what nobody has looked at.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _shortened(without_identifiers(record.getMessage())),
        }
        code = getattr(record, "code", None)
        if isinstance(code, str) and _CODE.fullmatch(code):
            line["code"] = code
        if record.exc_info:
            line["exception"] = _shortened(without_identifiers(self.formatException(record.exc_info)))
        return json.dumps(line)


class NotUnavailable(logging.Filter):
    """Leaves out Django's line for each request that was answered 503: whoever decides that says so, once."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


def _shortened(text: str) -> str:
    """Return the text without its middle if it is very long: a traceback ends with what happened."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    half = _MOST_CHARACTERS // 2
    return f"{text[:half]} ... {text[-half:]}"
