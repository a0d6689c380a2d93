"""XML as elements that know in which file and line they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from channels_app.freeswitch_conf.mistakes import Mistake
from channels_app.freeswitch_conf.preprocessor import MAIN, Line


@dataclass
class Element:
    """An element, with the text of its attributes as written."""

    tag: str
    attributes: dict[str, str]
    file: str
    line: int
    children: list[Element] = field(default_factory=list)

    def named(self, tag: str) -> list[Element]:
        """Return the children of this tag."""
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def mistake(self, code: str, detail: str = "") -> Mistake:
        """Return a mistake that stands here."""
        return Mistake(self.file, self.line, code, detail)


class _RefusedError(Exception):
    """The document has what none of ours may have."""


def parse(lines: list[Line]) -> tuple[Element | None, list[Mistake]]:
    """Return the root element and what is wrong; no element when it cannot be read at all.

    Document types end the reading before any entity of theirs is known, so nothing is fetched and nothing grows.
    """
    builder = _Builder(lines)
    try:
        builder.parser.Parse("\n".join(line.text for line in lines).encode(), True)
    except _RefusedError:
        return None, builder.mistakes
    except expat.ExpatError as error:
        file, number = builder.place(error.lineno)
        return None, [*builder.mistakes, Mistake(file, number, "F101", expat.ErrorString(error.code))]
    return builder.root, builder.mistakes


class _Builder:
    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._open: list[Element] = []
        self.root: Element | None = None
        self.mistakes: list[Mistake] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def place(self, number: int) -> tuple[str, int]:
        """Return file and line of a line of the whole."""
        if not self._lines:
            return MAIN, 1
        line = self._lines[min(number, len(self._lines)) - 1]
        return line.file, line.number

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, *self.place(self.parser.CurrentLineNumber))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if text.strip():
            file, number = self.place(self.parser.CurrentLineNumber)
            self.mistakes.append(Mistake(file, number, "F205", "text between elements"))

    def _doctype(self, *declaration: object) -> None:
        file, number = self.place(self.parser.CurrentLineNumber)
        self.mistakes.append(Mistake(file, number, "F102"))
        raise _RefusedError
