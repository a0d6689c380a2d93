"""docs/operations/keeping.md says of every table when its rows go."""

from __future__ import annotations

import re

from common.backup.choice import models
from tests.architecture.tree import ROOT


def test_every_table_has_its_line() -> None:
    text = (ROOT / "docs" / "operations" / "keeping.md").read_text(encoding="utf-8")
    section = text.split("## What is deleted, and when")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \|", section, re.MULTILINE)
    named = {label for row in rows for label in re.findall(r"`(\w+\.\w+)`", row)}
    assert named == {model._meta.label for model in models()}
