"""Runs Lua for the tests, where Lua 5.2 is: that is what FreeSWITCH has inside."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.architecture.tree import ROOT

HERE = Path(__file__).resolve().parent
SCRIPTS = ROOT / "lua"
LUA = shutil.which("lua5.2")
LUAC = shutil.which("luac5.2")
NO_LUA = "there is no lua5.2 on this machine"

_NAMED = re.compile(r'^test\("(.*)", function', re.MULTILINE)
_LINE = re.compile(r"^(ok|not ok) \d+ - (.*)$")


def files() -> list[Path]:
    """Return the files of tests written in Lua."""
    return sorted(HERE.glob("*.test.lua"))


def names(file: Path) -> list[str]:
    """Return the names of the tests in a file, without running it."""
    return _NAMED.findall(file.read_text(encoding="utf-8"))


def run(file: Path, *arguments: str, stdin: str = "") -> str:
    """Run a Lua file with the fake FreeSWITCH at hand. Raises AssertionError with what it said if it fails."""
    assert LUA is not None
    environment = os.environ | {"LUA_PATH": f"{HERE}/?.lua", "LUA_SCRIPTS": str(SCRIPTS)}
    done = subprocess.run(
        [LUA, str(file), *arguments],
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@cache
def results(file: Path) -> dict[str, str]:
    """Run a file of tests once. Return for each name the empty text, or what went wrong."""
    found: dict[str, str] = {}
    name = ""
    for line in run(file).splitlines():
        if matched := _LINE.match(line):
            name = matched[2]
            found[name] = "" if matched[1] == "ok" else "failed\n"
        elif found.get(name):
            found[name] += line + "\n"
    return found


def replies(said: str, sessid: str, url: str) -> list[list[str]]:
    """Return `[question, reply]` for each line that `ask.lua` wrote, without what changes from run to run."""
    text = said.replace(sessid, "{SESSID}").replace(url, "{URL}")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[89a-f][0-9a-f]{3}-[0-9a-f]{12}", "{UUID}", text)
    text = re.sub(r'"headers":\[.*?\]', '"headers":[]', text)
    return [line.split("\t", 1) for line in text.splitlines() if line]
