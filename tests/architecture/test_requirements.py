"""What is installed is what was locked: each package pinned, each with hashes."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import ROOT

ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_is_pinned_with_hashes(name: str) -> None:
    entries = [entry for entry in ENTRY.split((ROOT / name).read_text(encoding="utf-8")) if entry.strip()]
    assert len(entries) > 20
    assert [
        entry for entry in entries if not re.match(r"[\w.\[\],-]+==[\w.]+ .*--hash=sha256:", entry, re.DOTALL)
    ] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_wanted_is_locked(name: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    locked = re.findall(r"^([\w.-]+)==", (ROOT / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)
    normal = {re.sub(r"[-_.]+", "-", package).lower() for package in locked}
    assert {package for package in wanted if re.sub(r"[-_.]+", "-", package).lower() not in normal} == set()
