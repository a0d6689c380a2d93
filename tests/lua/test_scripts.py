"""The tests that are written in Lua, one by one; and what a compiler says of the scripts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.lua.runner import LUA, LUAC, NO_LUA, SCRIPTS, files, names, results

CASES = [(file, name) for file in files() for name in names(file)]
SOURCES = sorted(SCRIPTS.rglob("*.lua"))

# What a script may know of the world around it: Lua's own, and what mod_lua gives.
GLOBALS = {
    *("assert", "collectgarbage", "dofile", "ipairs", "math", "package", "pairs", "pcall", "require", "setmetatable"),
    *("string", "table", "tonumber", "tostring", "type"),
}
FREESWITCH = {"freeswitch", "event", "argv", "stream"}


@pytest.mark.skipif(LUA is None, reason=NO_LUA)
@pytest.mark.parametrize(("file", "name"), CASES, ids=[f"{file.name}: {name}" for file, name in CASES])
def test_in_lua(file: Path, name: str) -> None:
    trouble = results(file)[name]
    assert not trouble, trouble


@pytest.mark.skipif(LUA is None, reason=NO_LUA)
@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_every_test_has_run(file: Path) -> None:
    assert sorted(names(file)) == sorted(results(file)) != []


@pytest.mark.skipif(LUAC is None, reason="there is no luac5.2 on this machine")
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.relative_to(SCRIPTS).as_posix())
def test_no_stray_globals(source: Path) -> None:
    assert LUAC is not None
    listing = subprocess.run([LUAC, "-p", "-l", "-l", source], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"SETTABUP.*_ENV", listing) == [], "a global is written; `local` is missing"
    read = set(re.findall(r'GETTABUP.*; _ENV "(\w+)"', listing))
    # Only the scripts and the port know FreeSWITCH.
    may_know = FREESWITCH if source.parent == SCRIPTS else {"freeswitch"} if source.name == "switch.lua" else set()
    assert read <= GLOBALS | may_know


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.relative_to(SCRIPTS).as_posix())
def test_it_says_what_it_is_for(source: Path) -> None:
    assert source.read_text(encoding="utf-8").startswith("-- ")
