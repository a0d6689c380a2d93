"""Text of one frame to plain values, strictly: what is not exactly JSON in UTF-8 is refused, never repaired.

mod_verto repairs (it cuts at NUL, lets the first of two equal keys win, lets numbers become `inf`), so two readers of one
message may see two messages. Here they cannot: RFC 8259 as it is written, no key twice, at most `MAX_DEPTH` deep.
"""

from __future__ import annotations

import json
from enum import Enum

import msgspec

from verto.core.limits import MAX_DEPTH

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Malformed(Enum):
    """Why a frame has no value."""

    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"


class _KeyTwice(ValueError):
    pass


def parse(raw: bytes) -> object:
    """Return the value of a frame's text, or a `Malformed`. Never raises on bad input."""
    try:
        value = _decode(raw)
    except RecursionError:
        return Malformed.TOO_DEEP
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Malformed.NOT_JSON
    # Brackets inside strings count here too, so this only ever sends too many to the exact check.
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        return Malformed.TOO_DEEP
    # The decoder keeps the last of two equal keys. What encodes back to the same bytes had none; browsers send that form.
    if encode(value) != raw and _has_key_twice(raw):
        return Malformed.NOT_JSON
    return value


def _is_deeper(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        below: list[object] = []
        for item in level:
            if isinstance(item, dict):
                below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        if not below:
            return False
        level = below
    return any(isinstance(item, dict | list) for item in level)


def _has_key_twice(raw: bytes) -> bool:
    try:
        # Numbers stay text: only keys matter here, and Python's integers refuse more than 4,300 digits.
        json.loads(raw, object_pairs_hook=_refuse_key_twice, parse_int=str, parse_float=str)
    except _KeyTwice:
        return True
    return False


def _refuse_key_twice(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise _KeyTwice
