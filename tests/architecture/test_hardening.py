"""docs/hardening.md names what there is, and says all that is missing once more at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.management import get_commands

from tests.architecture.tree import ROOT, files, name_of

TEXT = (ROOT / "docs" / "hardening.md").read_text(encoding="utf-8")
WALK, _, END = TEXT.partition("\n## Not yet\n")
ROW = re.compile(r"^\| (\d{3}-\d{2}) \|(.*)\|$", re.MULTILINE)
NUMBER = re.compile(r"\b\d{3}-\d{2}\b")
CODE = re.compile(r"`([^`]+)`")
OURS = {name.split("/")[0] for name in map(name_of, files())}
ROWS = dict(ROW.findall(WALK))


def paths() -> Iterator[str]:
    """Each word in code that begins with a file or folder of the project, with the test after `::` if it names one."""
    for code in CODE.findall(TEXT):
        for word in re.split(r'[\s"=]+', code):
            if word.partition("::")[0].split("/")[0] in OURS:
                yield word


def test_numbers_are_unique_and_in_order() -> None:
    numbers = [number for number, _ in ROW.findall(WALK)]
    assert numbers
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("number", ROWS)
def test_a_row_shows_something_or_says_why_not(number: str) -> None:
    _, there, shown = (cell.strip() for cell in ROWS[number].split("|"))
    points = "](" in there or CODE.search(shown) is not None
    assert points or re.search(r"\*\*Not yet|\bnot for us\b|\bas \d{3}-\d{2}\b", there)


@pytest.mark.parametrize("path", sorted(set(paths())))
def test_what_it_names_exists(path: str) -> None:
    file, _, test = path.partition("::")
    assert (ROOT / file).exists()
    if test:
        assert re.search(rf"^(?:async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_its_commands_are_known() -> None:
    named = set(re.findall(r"(?:manage\.py|peers-manage) (\w+)", TEXT))
    assert named
    assert named - set(get_commands()) == set()


def test_a_row_that_is_meant_elsewhere_is_there() -> None:
    assert set(NUMBER.findall(TEXT)) - set(ROWS) == set()


def test_all_that_is_missing_stands_at_the_end() -> None:
    assert set(NUMBER.findall(END)) == {number for number, row in ROWS.items() if "**Not yet" in row}
