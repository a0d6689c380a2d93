"""Why a sealed message is dropped: the names under which docs/sealing.md has it counted."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """In the order in which messages are looked at, but for text that is not UTF-8, which is found last."""

    UNSEALED = "unsealed"
    BAD_TAG = "bad_tag"
    BAD_PADDING = "bad_padding"
    BAD_SIGNATURE = "bad_signature"
    WRONG_VISIT = "wrong_visit"
    REPLAYED = "replayed"


class Refused(Exception):
    """A message that nobody should believe.

    `visit` is who signed it, once that is proved, and None before: who hears a stranger's broadcast answers this visit.
    """

    def __init__(self, reason: Reason, visit: bytes | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.visit = visit
