"""nginx' configuration as directives that know where they stand. crossplane, by the makers of nginx, reads the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import crossplane

from project.configuration.codes import Mistake


@dataclass
class Directive:
    """A directive with its arguments, and those inside its braces."""

    name: str
    arguments: tuple[str, ...]
    file: str
    line: int
    parent: Directive | None = field(default=None, repr=False)
    children: list[Directive] = field(default_factory=list)

    def named(self, *names: str) -> list[Directive]:
        """Return those directly inside that have one of the names."""
        return [child for child in self.children if child.name in names]

    def walk(self) -> Iterator[Directive]:
        """Yield this one and all inside it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def in_force(self, name: str) -> list[Directive]:
        """Return those of the name that hold here: from the nearest level that has any, as nginx inherits them."""
        here: Directive | None = self
        while here is not None:
            if found := here.named(name):
                return found
            here = here.parent
        return []

    def within(self, name: str) -> Directive | None:
        """Return the nearest one of the name around this."""
        here = self.parent
        while here is not None and here.name != name:
            here = here.parent
        return here

    def root(self) -> Directive:
        """Return the outermost one, around all files."""
        here = self
        while here.parent is not None:
            here = here.parent
        return here

    def mistake(self, code: str, detail: str = "") -> Mistake:
        """Return a mistake that stands here."""
        return Mistake(self.file, self.line, code, detail)


def read(path: Path) -> tuple[Directive, list[Mistake]]:
    """Return a root whose children are the file's directives, with those of included files, and what cannot be read."""
    payload = crossplane.parse(str(path), check_ctx=False, check_args=False, strict=False)
    root = Directive("", (), path.name, 0)
    mistakes = [
        Mistake(Path(error["file"]).name, error["line"] or 0, "N101", str(error["error"]))
        for error in payload["errors"]
    ]
    if payload["config"]:
        _add(root, payload["config"][0]["parsed"], payload["config"], path.name)
    return root, mistakes


def _add(parent: Directive, parsed: list[dict[str, Any]], files: list[dict[str, Any]], file: str) -> None:
    for entry in parsed:
        if entry["directive"] == "include":
            for number in entry.get("includes", []):
                included = files[number]
                _add(parent, included["parsed"], files, Path(included["file"]).name)
            continue
        child = Directive(entry["directive"], tuple(entry["args"]), file, entry["line"], parent)
        parent.children.append(child)
        _add(child, entry.get("block", []), files, file)
