"""Lines of settings files, NAME=value: what counts of them, for whoever reads one. Needs nothing but Python itself, before an
installation as well."""

from __future__ import annotations

from collections.abc import Iterator

_QUOTES = ("'", '"')


def meaningful_lines(text: str, comments: tuple[str, ...] = ("#",)) -> Iterator[tuple[int, str]]:
    """Return the lines that say something, without the space around them, each with its number from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if (said := line.strip()) and not said.startswith(comments):
            yield number, said


def unquoted(value: str) -> str:
    """Return the value without the pair of quotes around it, if there is one. Nothing in it is replaced."""
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES else value
