"""What a look at configuration files finds: where it stands, a stable code, and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing to put right. A subclass has the sentences of its codes; line 0 is the file as a whole."""

    file: str
    line: int
    code: str
    detail: str = ""

    SENTENCES: ClassVar[Mapping[str, str]] = {}

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.file}:{self.line}: {self.code} {self.SENTENCES[self.code]}{detail}"
