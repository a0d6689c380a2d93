"""Single mistakes in a file of configuration, as somebody in a hurry would make them, and where each is to be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from common.mistakes import Mistake


@dataclass(frozen=True)
class Injected:
    """Replace one text by another; told at the first line that differs, at the line with `at`, or (`whole`) for the file."""

    code: str
    old: str
    new: str
    at: str = ""
    whole: bool = False

    def __str__(self) -> str:
        change = self.new.removeprefix(self.old).strip() or f"without {self.old.strip()}"
        return f"{self.code} {change}".replace("\n", " ")[:90]

    def line(self, before: str, after: str) -> int:
        """Return the line at which the mistake is to be told."""
        if self.whole:
            return 0
        if self.at:
            return after[: after.index(self.at)].count("\n") + 1
        old, new = before.split("\n"), after.split("\n")
        return next((n for n, pair in enumerate(zip(old, new, strict=False), start=1) if pair[0] != pair[1]), len(old))


def after(code: str, line: str, more: str) -> Injected:
    """A line more, below another."""
    return Injected(code, line, f"{line}\n{more}")


def is_found(
    injected: Injected, path: Path, check: Callable[[Path], Sequence[Mistake]], told: Path | None = None
) -> None:
    """Put the mistake into the file; fail unless it, and nothing that was there before, is told at its line.

    `told` is the file in which it shows, where that is another one.
    """
    told = told or path
    before = path.read_text(encoding="utf-8")
    assert check(path) == []
    changed = before.replace(injected.old, injected.new, 1)
    assert changed != before, "nothing was replaced"
    path.write_text(changed, encoding="utf-8")
    found = check(path)
    line = injected.line(before, told.read_text(encoding="utf-8"))
    assert (told.name, line, injected.code) in {(m.file, m.line, m.code) for m in found}, [
        str(mistake) for mistake in found
    ]
