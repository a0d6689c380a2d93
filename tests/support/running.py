"""Something that runs while a `with` block does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self


class Running(ABC):
    """Started at the beginning of the block, closed at its end, and closed as well where the start fails."""

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def start(self) -> None:
        """Run, and return when it answers."""

    @abstractmethod
    def close(self) -> None:
        """End it and forget its data."""
