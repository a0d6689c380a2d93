"""A linter for FreeSWITCH's configuration: what is wrong, with a stable code, the file and the line.

FreeSWITCH takes nearly everything and warns of nearly nothing; several settings open it to anybody. So whatever differs
from the shipped configuration in more than its comments is a mistake here, until somebody has looked at it and changed
`expected.py`. The order of the parts: `preprocessor.py` (files, lines), `document.py` (XML), `structure.py` (elements),
`settings.py` (settings against the table in `expected.py`), `rules.py` (the rest).
"""

from __future__ import annotations

from pathlib import Path

from channels_app.freeswitch_conf import rules, structure
from channels_app.freeswitch_conf.document import parse
from channels_app.freeswitch_conf.mistakes import CODES, Mistake
from channels_app.freeswitch_conf.preprocessor import read
from channels_app.freeswitch_conf.settings import settings
from channels_app.freeswitch_conf.version import check_binary

__all__ = ["CODES", "Mistake", "check", "check_binary"]


def check(directory: Path) -> list[Mistake]:
    """Return all mistakes in the configuration in the directory, in the order of files and lines."""
    source = read(directory)
    root, mistakes = parse(source.lines)
    mistakes = [*source.mistakes, *mistakes]
    if root is not None:
        judged = list(rules.words(root))
        found, frame = structure.configurations(root)
        mistakes += [
            *(mistake for _, mistake in judged),
            *frame,
            *structure.elements(found),
            *settings(found, {id(element) for element, _ in judged}),
            *rules.modules(found),
            *rules.commands(found),
            *rules.levels(found),
        ]
    return sorted(set(mistakes))
