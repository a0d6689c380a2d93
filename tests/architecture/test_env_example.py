"""`.env.example` names the variables that the settings read: all of them, no others, in their order."""

from __future__ import annotations

import ast
import re

from tests.architecture.tree import ROOT

READERS = {
    "text",
    "flag",
    "number",
    "choice",
    "contact",
    "label",
    "origins",
    "json_list",
    "secret",
    "address",
    "local_listener",
    "loopback_address",
    "loopback_url",
    "redis_url",
    "turn_urls",
    "networks",
}


def names_read() -> list[str]:
    tree = ast.parse((ROOT / "project" / "settings.py").read_text(encoding="utf-8"))
    found = [
        (node.lineno, node.col_offset, node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.func.attr in READERS
        and isinstance(node.args[0], ast.Constant)
    ]
    return list(dict.fromkeys(str(name) for _, _, name in sorted(found)))


def test_the_example_lists_what_is_read() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^([A-Z_]+)=", example, re.MULTILINE) == names_read()


def test_settings_are_read_in_one_place() -> None:
    settings = (ROOT / "project" / "settings.py").read_text(encoding="utf-8")
    assert "os.environ" not in settings
    assert len(names_read()) > 10


def test_the_example_holds_no_value() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^[A-Z_]+=(.+)$", example, re.MULTILINE) == []
