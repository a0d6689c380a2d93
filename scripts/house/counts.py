"""How many tests ran, as the runners' own reports say it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """The outcome of one runner, or of several together."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    """One line for each skipped test: which, and why."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.reasons + other.reasons,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def with_status(counts: Counts, status: int) -> Counts:
    """Return the counts, with a failure if the runner reports one that its counts do not show: a crash, say."""
    return counts if status == 0 or counts.failed else counts + Counts(failed=1)


def from_pytest(report: Path) -> Counts:
    """Return what pytest's JUnit report counts; nothing where it wrote none."""
    try:
        root = ElementTree.parse(report).getroot()  # noqa: S314 - pytest wrote it just now
    except (OSError, ElementTree.ParseError):
        return Counts()
    passed, failed, reasons = 0, 0, []
    for case in root.iter("testcase"):
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif skip is None or skip.get("type") == "pytest.xfail":
            passed += 1
        else:
            reasons.append(f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}")
    return Counts(passed, failed, len(reasons), reasons)


_TAP_TOTAL = re.compile(r"^# (pass|fail|cancelled|skipped|todo) ([0-9]+)$", re.MULTILINE)
_TAP_SKIP = re.compile(r"^\s*ok [0-9]+ - (.*) # SKIP ?(.*)$", re.MULTILINE)


def from_node(report: Path) -> Counts:
    """Return what the TAP report of Node's runner counts; nothing where it wrote none."""
    try:
        text = report.read_text(encoding="utf-8")
    except OSError:
        return Counts()
    total = {name: int(number) for name, number in _TAP_TOTAL.findall(text)}
    reasons = [f"{name}: {why or 'no reason given'}" for name, why in _TAP_SKIP.findall(text)]
    skipped = total.get("skipped", 0) + total.get("todo", 0)
    return Counts(total.get("pass", 0), total.get("fail", 0) + total.get("cancelled", 0), skipped, reasons)
