"""The frame that comes most often, `verto.info` as browsers write it, read without taking its body apart.

What one browser tells another is opaque: it goes on as the JSON text that it came as. Any other spelling of the same
message (space between the parts, escaped keys, a number in the exponent form as id) is read by `frames` and means the
same; a test compares the two.
"""

from __future__ import annotations

from typing import Literal

import msgspec

_METHOD = b'"verto.info"'
_METHOD_WITHIN = 96
"""Bytes at the start of a frame in which its method is named, whatever the order of the keys; ids are short."""
_LONGEST_ID = 15
"""Digits of an id that every reader takes for the same number."""
_QUOTE = 0x22


Told = tuple[bytes, str, bytes]
"""A message to one client: the request's id, the receiver, the body. Id and body are JSON text: a number, and a string that
is not empty."""


class _Message(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    to: str
    body: msgspec.Raw


class _Params(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    msg: _Message


class _Frame(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    jsonrpc: Literal["2.0"]
    method: Literal["verto.info"]
    params: _Params
    id: msgspec.Raw


_decode = msgspec.json.Decoder(_Frame).decode
_AROUND = len(b'{"jsonrpc":"2.0","method":"verto.info","params":{"msg":{"to":"","body":}},"id":}')


def read(raw: bytes) -> Told | None:
    """Return what a frame tells whom, or None for every frame that is not written in the shortest form of this one."""
    if raw.find(_METHOD, 0, _METHOD_WITHIN) < 0:
        return None
    try:
        if not raw.isascii():
            # The decoder below does not look into the body.
            raw.decode()
        frame = _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    message = frame.params.msg
    request_id, to, body = bytes(frame.id), message.to, bytes(message.body)
    # Each part is there, and their lengths add up to the whole: so there is no room for a key that comes twice.
    if len(raw) != _AROUND + len(request_id) + len(to) + len(body):
        return None
    if len(request_id) > _LONGEST_ID or not request_id.isdigit() or not to or body[0] != _QUOTE or len(body) == 2:
        return None
    return request_id, to, body
