"""docs/credentials.md lists every code that the two endpoints answer with."""

from __future__ import annotations

import re
from pathlib import Path

from channels_app.problems import Problem

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "credentials.md"


def test_the_table_of_refusals_is_the_codes() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| ([0-9]{3}) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert {(code, int(status)) for code, status in rows} == {(problem.value, problem.status) for problem in Problem}
