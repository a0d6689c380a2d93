"""base64url without padding (RFC 4648, section 5), and only in the one form that its encoder would write."""

from __future__ import annotations

import base64
import re

_TEXT = re.compile(r"[A-Za-z0-9_-]*")


def to_base64url(raw: bytes) -> str:
    """Return the text for some bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Return the bytes of a text. Raises ValueError for other characters, padding, or bits that mean nothing and are set."""
    # The decoder skips what it does not know, and ignores superfluous bits.
    if not _TEXT.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("not base64url")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_base64url(raw) != text:
        raise ValueError("not the canonical form")
    return raw
