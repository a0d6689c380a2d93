"""Each system check has an ID of its own, so that an operator can silence it and find it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.architecture.tree import ROOT, name_of

FORM = re.compile(r"(project|common|channels_app|peers)\.[EWI][0-9]{3}")
KINDS = {"Error", "Warning", "Info", "Critical", "CheckMessage"}


def ids_in(path: Path) -> dict[str, set[str]]:
    """Return, for each ID, the functions that use it."""
    found: dict[str, set[str]] = defaultdict(set)
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KINDS:
                    for keyword in call.keywords:
                        if keyword.arg == "id" and isinstance(keyword.value, ast.Constant):
                            found[str(keyword.value.value)].add(f"{name_of(path)}:{function.name}")
    return found


def test_they_are_unique_and_well_formed() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path in ROOT.glob("*/checks.py"):
        for name, functions in ids_in(path).items():
            users[name] |= functions
    assert users
    assert {name: functions for name, functions in users.items() if len(functions) > 1} == {}
    assert [name for name in users if not FORM.fullmatch(name)] == []
