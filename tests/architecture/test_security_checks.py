"""docs/security-checks.md and the tests it tells of are the same."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, files, name_of

CHECKS = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16, 17, 18, 26, 27}
COLUMNS = 6
ABSENT = "not there yet"


def rows() -> dict[int, list[str]]:
    """Return the cells of each row, by its number."""
    text = (ROOT / "docs" / "security-checks.md").read_text(encoding="utf-8")
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return {int(cells[0]): cells for cells in table[1:]}


def named_in(cells: list[str]) -> list[str]:
    """Return the files that a row names."""
    return re.findall(r"`([\w/.]+)`", cells[2])


def test_every_check_has_a_row_of_all_columns() -> None:
    assert set(rows()) >= CHECKS
    assert {number for number, cells in rows().items() if len(cells) != COLUMNS} == set()


def test_every_row_has_tests_or_says_that_it_has_none() -> None:
    for number, cells in rows().items():
        if cells[-1] == ABSENT:
            assert cells[2:5] == ["", "", ""], number
            continue
        assert all(cells), number
        assert named_in(cells), number
        for name in named_in(cells):
            assert re.search(r"^(?:async )?def test_|^test\(|^Test\w+ =", (ROOT / name).read_text(), re.MULTILINE), name


def test_every_check_in_the_tree_has_a_row() -> None:
    there = {
        name_of(path)
        for path in files()
        if name_of(path).startswith(("tests/security/test_", "tests/e2e/security/test_"))
    }
    assert there
    assert there - {name for cells in rows().values() for name in named_in(cells)} == set()
